"""Our search and two plain BM25 asked the same queries of the same documents."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from knowledge_base.evaluation.bm25 import Bm25, character_pairs, jieba_words
from knowledge_base.evaluation.labelled import Query
from knowledge_base.evaluation.metrics import DEPTH, Outcome
from knowledge_base.search.document import SearchableKind, SearchDocument
from knowledge_base.search.searcher import Searcher
from knowledge_base.search.writer import IndexWriter, Progress

OURS, PAIRS, WORDS = "本平台", "BM25 字二元", "BM25 结巴分词"

Ask = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """One engine's outcomes, in the order of the queries."""

    engine: str
    outcomes: tuple[Outcome, ...]


def measure(
    documents: Sequence[SearchDocument],
    queries: Sequence[Query],
    folder: Path | None = None,
    progress: Progress | None = None,
) -> list[Measured]:
    """Every engine over these documents.

    `folder` keeps our index between runs, so that texts are encoded once.
    """
    keys = [d.key for d in documents]
    texts = [whole_text(d) for d in documents]
    with _index(documents, folder, progress) as searcher:
        ours = _ours(searcher, documents)
        engines: list[tuple[str, Ask]] = [(OURS, ours)]
        for name, tokeniser in ((PAIRS, character_pairs), (WORDS, jieba_words)):
            engines.append((name, _limited(Bm25(keys, texts, tokeniser))))
        return [Measured(name, _asked(ask, queries)) for name, ask in engines]


def whole_text(document: SearchDocument) -> str:
    """Everything a document says, as BM25 reads it."""
    parts = (document.title, *document.aliases, *document.asks, document.heading, document.body)
    return " ".join(p for p in parts if p)


def _ours(searcher: Searcher, documents: Sequence[SearchDocument]) -> Ask:
    kinds: list[SearchableKind] = sorted({d.kind for d in documents})

    def ask(query: str) -> list[str]:
        return [hit.key for hit in searcher.search(query, kinds=kinds, limit=DEPTH)]

    return ask


def _limited(engine: Bm25) -> Ask:
    return lambda query: engine.search(query, DEPTH)


@contextmanager
def _index(
    documents: Sequence[SearchDocument], folder: Path | None, progress: Progress | None
) -> Iterator[Searcher]:
    with tempfile.TemporaryDirectory() as temporary:
        root = folder or Path(temporary)
        with IndexWriter(root) as writer:
            writer.rebuild(documents, progress)
        yield Searcher(root)


def _asked(ask: Ask, queries: Sequence[Query]) -> tuple[Outcome, ...]:
    for query in queries[:3]:
        ask(query.text)
    outcomes = []
    for query in queries:
        began = time.perf_counter()
        keys = ask(query.text)
        took = (time.perf_counter() - began) * 1000
        outcomes.append(Outcome(keys, query.relevant, took))
    return tuple(outcomes)
