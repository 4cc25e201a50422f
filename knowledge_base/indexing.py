"""The search index follows the database: built from it, changed with it, read in every process."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import cast

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base import repository
from knowledge_base.pieces import SHAPES, ShapeName
from knowledge_base.repository import Published
from knowledge_base.schemas import KnowledgeDocument
from knowledge_base.search.document import SearchDocument
from knowledge_base.search.generation import IndexMissing, replace_file
from knowledge_base.search.normalise import LEXICON
from knowledge_base.search.remembered import MODEL
from knowledge_base.search.shelf import index_folder, searcher
from knowledge_base.search.sources import documents_of_content
from knowledge_base.search.vectors import encode
from knowledge_base.search.writer import IndexWriter, Progress

WAIT_SECONDS = 120.0
"""How long to wait for another writer; building twenty thousand entries anew takes less."""

LAYOUT = b"1"
"""Raised when texts are cut, or an index laid out, in another way: older indexes are built anew."""

Mark = tuple[str, str, str]


async def rebuild(session: AsyncSession, progress: Progress | None = None) -> int:
    """Build the index anew from everything published; returns how many things can be found."""
    marks = await repository.published_marks(session)
    documents = list(documents_of(await repository.published(session)))
    return await asyncio.to_thread(_build, documents, digest_of(marks), progress)


async def follow(session: AsyncSession, names: Sequence[str]) -> None:
    """Let the index follow the entries of these names (`kind:key`); safe to repeat.

    Where there is no index yet, or no names are given, it is built anew.
    """
    wanted = set(names)
    present = _indexed_keys(wanted)
    if present is None or not wanted:
        await rebuild(session)
        return
    keys = [name.partition(":")[2] for name in names]
    rows = await repository.published(session, keys=keys)
    documents = list(documents_of(r for r in rows if f"{r.kind}:{r.key}" in wanted))
    gone = sorted(present - {document.key for document in documents})
    mark = digest_of(await repository.published_marks(session))
    await asyncio.to_thread(_apply, documents, gone, mark)


async def ensure_current(session: AsyncSession) -> bool:
    """Build the index where there is none, or one of other content; whether it was built."""
    if is_built_from(await repository.published_marks(session)):
        return False
    await rebuild(session)
    return True


def warm() -> None:
    """Load what the first change of the index would wait for."""
    encode(["天河"])
    with suppress(IndexMissing):
        searcher().snapshot()


def is_built_from(marks: Iterable[Mark]) -> bool:
    """Whether the index holds exactly what these marks tell of."""
    try:
        searcher().snapshot()
        kept = _note().read_bytes()
    except (IndexMissing, FileNotFoundError):
        return False
    return kept == digest_of(marks).encode()


def digest_of(marks: Iterable[Mark]) -> str:
    """The fingerprint of everything published, with the model, lexicon and layout of its index."""
    digest = hashlib.sha256(LAYOUT + MODEL + LEXICON.read_bytes())
    digest.update(orjson.dumps(sorted(marks)))
    return digest.hexdigest()


def documents_of(rows: Iterable[Published]) -> Iterator[SearchDocument]:
    """What is searched of published bodies; a revision's own dates overrule the body's."""
    for row in rows:
        content = SHAPES[cast(ShapeName, row.shape)].model.model_validate(row.body)
        if isinstance(content, KnowledgeDocument):
            content = content.model_copy(
                update={"valid_from": row.effective_from, "expires_on": row.expires_on}
            )
        for document in documents_of_content(content):
            yield replace(
                document,
                valid_from=row.effective_from or document.valid_from,
                expires_on=row.expires_on or document.expires_on,
            )


def _build(documents: list[SearchDocument], mark: str, progress: Progress | None) -> int:
    with IndexWriter(index_folder(), WAIT_SECONDS) as writer:
        count = writer.rebuild(documents, progress)
        _keep(mark)
    return count


def _apply(documents: list[SearchDocument], gone: list[str], mark: str) -> None:
    with IndexWriter(index_folder(), WAIT_SECONDS) as writer:
        writer.apply(documents, gone)
        _keep(mark)


def _keep(mark: str) -> None:
    replace_file(_note(), mark.encode())


def _note() -> Path:
    """Beside the index: the fingerprint of what it was last made of. Written last, so that an
    index whose writer was killed is not taken for current."""
    return index_folder() / "published"


def _indexed_keys(names: set[str]) -> set[str] | None:
    """What the index holds of these entries, every passage of a document included."""
    try:
        snapshot = searcher().snapshot()
    except IndexMissing:
        return None
    return {entry.key for entry in snapshot.entries if entry and _name_of(entry.key) in names}


def _name_of(key: str) -> str:
    kind, _, rest = key.partition(":")
    return f"document:{rest.partition('#')[0]}" if kind == "passage" else key
