"""The index this process searches: one folder under `DATA_DIR`, made from the content folder.

Whoever keeps knowledge elsewhere replaces `documents()`; nothing else knows where it comes from.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from foundation.settings import settings
from knowledge_base.search.document import SearchDocument
from knowledge_base.search.remembered import MODEL
from knowledge_base.search.rows import journal_line
from knowledge_base.search.searcher import Searcher
from knowledge_base.search.sources import documents_of_content
from knowledge_base.search.writer import IndexWriter

FORMAT = b"1\n"
"""Raised when files of an index are laid out, or texts cut, in another way."""

BUILDING_SECONDS = 300.0
"""How long a process waits for another that is building the same index."""


def index_folder() -> Path:
    return settings().data_dir / "search"


def documents() -> list[SearchDocument]:
    """Everything there is to find."""
    return documents_of_content()


@cache
def searcher() -> Searcher:
    """The searcher of this process; the index is built first where it is missing or old."""
    everything = documents()
    source = fingerprint(everything)
    with IndexWriter(index_folder(), BUILDING_SECONDS) as writer:
        state = writer.state()
        if state is None or state.source != source:
            writer.rebuild(everything, source=source)
    return Searcher(index_folder())


def fingerprint(everything: list[SearchDocument]) -> str:
    """Of the documents, the model and the layout: another one asks for another index."""
    digest = hashlib.sha256(FORMAT + MODEL)
    for document in everything:
        digest.update(journal_line(document))
    return digest.hexdigest()[:24]
