"""An index of the shipped content, built once and shared by the tests of a run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from foundation.settings import settings
from knowledge_base import indexing
from knowledge_base.content_pieces import shipped_pieces
from knowledge_base.pieces import fingerprint_of
from knowledge_base.repository import Published
from knowledge_base.search.shelf import index_folder, searcher
from operations.place import ROOT

KEPT = ROOT / ".data" / "test-search"


def index_shipped_content() -> None:
    """Let this process search the shipped content; computing its vectors takes most of a minute.

    The index is kept under the content's own fingerprint, so that a change of content, model or
    layout never meets an old one.
    """
    rows = [
        Published(
            p.kind, p.key, p.shape, fingerprint_of(p.shape, p.body()), p.body(), p.region, *p.dates
        )
        for p in shipped_pieces()
    ]
    marks = [(row.kind, row.key, row.fingerprint) for row in rows]
    mark = indexing.digest_of(marks)
    kept = KEPT / mark[:16]
    searcher.cache_clear()
    if kept.is_dir():
        shutil.copytree(kept, index_folder(), dirs_exist_ok=True)
        return
    _last_kept(KEPT, settings().data_dir)
    indexing._build(list(indexing.documents_of(rows)), mark, None)
    _keep(kept)


def _last_kept(folder: Path, data_dir: Path) -> None:
    """Begin from the latest index there is: what it knows already is not computed again."""
    older = sorted(folder.glob("*"), key=os.path.getmtime) if folder.is_dir() else []
    if older:
        shutil.copytree(older[-1], data_dir / "search", dirs_exist_ok=True)


def _keep(kept: Path) -> None:
    """Whole or not at all: several workers may be at it."""
    part = kept.with_name(f"{kept.name}.{os.getpid()}.part")
    shutil.copytree(index_folder(), part)
    try:
        part.rename(kept)
    except OSError:
        shutil.rmtree(part)
