"""Where candidates come from: words in common, sounds in common, meanings near."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import tantivy
from numpy.typing import NDArray

from knowledge_base.search.document import SearchableKind
from knowledge_base.search.generation import NAMES, SOUNDS, TEXT, field, schema
from knowledge_base.search.meanings import nearness
from knowledge_base.search.query import Query
from knowledge_base.search.snapshot import Snapshot
from knowledge_base.search.tokens import grams, pairs_of, sounds, syllables_of
from knowledge_base.search.vectors import Vectors

IDEAL = 1.5
"""BM25 of a document that holds every token of the query, in units of their rarity."""

NEAREST = 15
"""How many candidates come by meaning alone."""

_SCHEMA = schema()

Token = tuple[str, str]
"""A field, and a token in it."""


@dataclass(frozen=True, slots=True)
class Found:
    """Candidate rows, each once, with BM25 as a share of the ideal."""

    rows: NDArray[np.int64]
    shares: Vectors

    def joined(self, rows: Iterable[int]) -> Found:
        known = set(self.rows.tolist())
        new = [r for r in dict.fromkeys(rows) if r not in known]
        return Found(
            np.concatenate([self.rows, np.array(new, np.int64)]),
            np.concatenate([self.shares, np.zeros(len(new), np.float32)]),
        )

    def where(self, wanted: NDArray[np.bool_]) -> Found:
        return self if wanted.all() else Found(self.rows[wanted], self.shares[wanted])


def by_words(
    snapshot: Snapshot, kind: SearchableKind, query: Query, limit: int, weighed: bool
) -> Found:
    """BM25 over pairs of characters of names, over pairs and words of text.

    Shares of the ideal are told where they are `weighed`.
    """
    tokens = _tokens(snapshot, kind, query)
    hits = _search(snapshot, tokens, limit)
    rows = np.array([row for row, _ in hits], np.int64)
    if not weighed:
        return Found(rows, np.zeros(len(rows), np.float32))
    ideal = sum(_idf(snapshot, name, token) for name, token in tokens)
    shares = np.array([score for _, score in hits], np.float32) / (IDEAL * ideal or 1.0)
    return Found(rows, np.minimum(shares, 1.0))


def by_text(snapshot: Snapshot, kind: SearchableKind, query: Query, limit: int) -> list[int]:
    """Whatever speaks of the words, though its name does not."""
    words = dict.fromkeys(w for text in query.texts for w in snapshot.cutter.words(text))
    tokens = [(field(kind, TEXT, "words"), word) for word in words]
    return [row for row, _ in _search(snapshot, tokens, limit)]


def by_sound(snapshot: Snapshot, kind: SearchableKind, query: Query, limit: int) -> list[int]:
    """Names that sound like the query, whatever its characters."""
    spoken = dict.fromkeys(s for topic in query.topics for s in sounds(topic))
    return [r for r, _ in _search(snapshot, [(field(kind, SOUNDS), s) for s in spoken], limit)]


def by_initials(snapshot: Snapshot, kind: SearchableKind, text: str, limit: int) -> list[int]:
    """Names by the first letters of their syllables: spjyxk."""
    if not (3 <= len(text) <= 20 and text.isascii() and text.isalpha()) or syllables_of(text):
        return []
    name = field(kind, SOUNDS, "initials")
    return [r for r, _ in _search(snapshot, [(name, g) for g in pairs_of(text)], limit)]


def by_meaning(
    snapshot: Snapshot, kind: SearchableKind, meanings: Vectors, limit: int
) -> list[int]:
    """Whatever lies nearest to a meaning, words in common or not."""
    rows, packed = snapshot.dense(kind)
    found: list[int] = []
    for meaning in meanings:
        if not len(rows) or not meaning.any():
            continue
        near = nearness(packed, meaning)
        most = min(NEAREST * 4, len(near))
        best = np.argpartition(-near, most - 1)[:most]
        best = best[np.argsort(-near[best])]
        found += list(dict.fromkeys(rows[best].tolist()))[: min(NEAREST, limit)]
    return found


def _tokens(snapshot: Snapshot, kind: SearchableKind, query: Query) -> list[Token]:
    """Each token of each field once: of the query as it stands, and explained."""
    if kind != "passage":
        names = field(kind, NAMES)
        return [(names, g) for g in dict.fromkeys(g for t in query.topics for g in grams(t))]
    pairs = dict.fromkeys(g for text in query.texts for g in grams(text))
    words = dict.fromkeys(w for text in query.texts for w in snapshot.cutter.words(text))
    return [
        *((field(kind, TEXT), pair) for pair in pairs),
        *((field(kind, TEXT, "words"), word) for word in words),
    ]


def _search(snapshot: Snapshot, tokens: Sequence[Token], limit: int) -> list[tuple[int, float]]:
    """Rows with their BM25, best first."""
    if not tokens:
        return []
    should = [
        (tantivy.Occur.Should, tantivy.Query.term_query(_SCHEMA, name, token, "freq"))
        for name, token in tokens
    ]
    hits = snapshot.tantivy.search(tantivy.Query.boolean_query(should), limit, count=False).hits
    rows = snapshot.tantivy.fast_field_values("row", [address for _, address in hits])
    return [
        (int(row), score) for row, (score, _) in zip(rows, hits, strict=True) if row is not None
    ]


def _idf(snapshot: Snapshot, name: str, token: str) -> float:
    """Rarity of a token in a field, as tantivy counts it; that of a token nobody holds."""
    known = snapshot.idf.get((name, token))
    if known is None:
        documents = snapshot.tantivy.num_docs
        held = snapshot.tantivy.doc_freq(name, token)
        known = (
            math.log1p((documents - held + 0.5) / (held + 0.5))
            if held
            else math.log1p(documents) / 3
        )
        snapshot.idf[(name, token)] = known
    return known
