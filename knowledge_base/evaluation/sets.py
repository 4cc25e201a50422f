"""The labelled sets we ship, and our own content as what labelled queries are asked of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from knowledge_base.content_pieces import shipped_pieces
from knowledge_base.evaluation.labelled import Labelled, Query
from knowledge_base.evaluation.reading import Unreadable, read_labelled
from knowledge_base.importers.items.importing import ImportOptions, read_files
from knowledge_base.search.document import SearchDocument
from knowledge_base.search.sources import document_of_brief, documents_of_content

DATA = Path(__file__).parent / "data"
SETS = ("items", "catalogue", "talk", "faqs", "passages")
NEEDS_ITEMS = frozenset({"catalogue", "talk"})
"""Sets that are asked of a catalogue which is not ours to ship."""


def shipped_set(name: str) -> Labelled:
    """Raises: Unreadable."""
    return replace(read_labelled(DATA / name), name=name)


def shipped_documents() -> list[SearchDocument]:
    """Everything the content folder lets be found."""
    return [d for piece in shipped_pieces() for d in documents_of_content(piece.content)]


def documents_of_items(path: Path) -> list[SearchDocument]:
    """The items of another system's catalogue, as the importer reads them.

    Raises: Unreadable where it reads none.
    """
    batches = read_files([path], ImportOptions())
    found = [document_of_brief(item.item) for batch in batches for item in batch.items]
    if not found:
        reasons = [file.reason for batch in batches for file in batch.refused_files]
        raise Unreadable(f"{path}：没有读到事项；{'；'.join(reasons)}")
    return found


def asked_of(
    labelled: Labelled, ours: Sequence[SearchDocument]
) -> tuple[list[SearchDocument], list[Query], list[str]]:
    """What the queries are asked of, the queries whose answers are there, and what is missing.

    Without documents of their own they are asked of `ours`, of the kinds their answers have; an
    answer may leave out the kind («item:»).
    """
    documents = list(labelled.documents) or list(ours)
    names = dict(_names(documents))
    queries, missing = [], []
    for query in labelled.queries:
        keys = frozenset(names[k] for k in query.relevant if k in names)
        if keys:
            queries.append(replace(query, relevant=keys))
        else:
            missing.append(f"「{query.text}」的答案不在文档里：{'、'.join(sorted(query.relevant))}")
    kinds = {key.partition(":")[0] for query in queries for key in query.relevant}
    if not labelled.documents:
        documents = [d for d in documents if d.kind in kinds]
    return documents, queries, missing


def _names(documents: Iterable[SearchDocument]) -> Iterator[tuple[str, str]]:
    for document in documents:
        yield document.key.partition(":")[2] or document.key, document.key
        yield document.key, document.key
