"""Where candidates come from: words in common, sounds in common, meanings near."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import tantivy

from knowledge_base.search.document import SearchableKind
from knowledge_base.search.generation import NAMES, SOUNDS, TEXT, field, schema
from knowledge_base.search.query import Reading
from knowledge_base.search.snapshot import Snapshot
from knowledge_base.search.tokens import grams, pairs_of, sounds, syllables_of
from knowledge_base.search.vectors import Vectors

IDEAL = 1.5
"""BM25 of a document that holds every token of the query, in units of their rarity."""

NEAREST = 15
"""How many candidates come by meaning alone."""

_SCHEMA = schema()
_FIELDS_OF_NAMED = ((NAMES, "grams", 1.0), (NAMES, "words", 0.7), (TEXT, "grams", 0.4))
_FIELDS_OF_PASSAGES = ((TEXT, "grams", 1.0), (TEXT, "words", 1.0))

Token = tuple[str, str, float]
"""A field, a token in it, and what it counts."""


@dataclass(frozen=True, slots=True)
class Found:
    """Candidate rows, each once, with BM25 as a share of the ideal."""

    rows: tuple[int, ...] = ()
    shares: tuple[float, ...] = ()

    def joined(self, rows: Iterable[int]) -> Found:
        known = set(self.rows)
        new = tuple(r for r in dict.fromkeys(rows) if r not in known)
        return Found(self.rows + new, self.shares + (0.0,) * len(new))

    def where(self, wanted: Callable[[int], bool]) -> Found:
        kept = [(r, s) for r, s in zip(self.rows, self.shares, strict=True) if wanted(r)]
        return Found(tuple(r for r, _ in kept), tuple(s for _, s in kept))


def by_words(
    snapshot: Snapshot, kind: SearchableKind, readings: Sequence[Reading], limit: int
) -> Found:
    """BM25 over pairs and words of names and of everything."""
    tokens = _tokens(snapshot, kind, readings)
    ideal = sum(count * _idf(snapshot, name, token) for name, token, count in tokens)
    hits = _search(snapshot, tokens, limit)
    share = 1 / (IDEAL * ideal) if ideal else 0.0
    return Found(tuple(r for r, _ in hits), tuple(min(s * share, 1.0) for _, s in hits))


def by_sound(
    snapshot: Snapshot, kind: SearchableKind, readings: Sequence[Reading], limit: int
) -> list[int]:
    """Names that sound like the query, whatever its characters."""
    spoken = dict.fromkeys(s for r in readings for s in sounds(r.topic))
    return [r for r, _ in _search(snapshot, [(field(kind, SOUNDS), s, 1.0) for s in spoken], limit)]


def by_initials(snapshot: Snapshot, kind: SearchableKind, text: str, limit: int) -> list[int]:
    """Names by the first letters of their syllables: spjyxk."""
    if not (3 <= len(text) <= 20 and text.isascii() and text.isalpha()) or syllables_of(text):
        return []
    name = field(kind, SOUNDS, "initials")
    return [r for r, _ in _search(snapshot, [(name, g, 1.0) for g in pairs_of(text)], limit)]


def by_meaning(
    snapshot: Snapshot, kind: SearchableKind, meanings: Sequence[Vectors], limit: int
) -> list[int]:
    """Whatever lies nearest to a meaning, words in common or not."""
    rows, matrix = snapshot.dense(kind)
    found: list[int] = []
    for meaning in meanings:
        if not len(rows) or not meaning.any():
            continue
        near = matrix @ meaning
        most = min(NEAREST * 4, len(near))
        best = np.argpartition(-near, most - 1)[:most]
        best = best[np.argsort(-near[best])]
        found += list(dict.fromkeys(rows[best].tolist()))[: min(NEAREST, limit)]
    return found


def _tokens(snapshot: Snapshot, kind: SearchableKind, readings: Sequence[Reading]) -> list[Token]:
    """Each token of each field once, at the most any reading gives it."""
    fields = _FIELDS_OF_PASSAGES if kind == "passage" else _FIELDS_OF_NAMED
    counted: dict[tuple[str, str], float] = {}
    for reading in readings:
        text = reading.text if kind == "passage" else reading.topic
        units = {"grams": grams(text), "words": snapshot.cutter.words(reading.text)}
        for part, unit, count in fields:
            name = field(kind, part, unit)
            for token in units[unit]:
                at = (name, token)
                counted[at] = max(counted.get(at, 0.0), count * reading.worth)
    return [(name, token, count) for (name, token), count in counted.items()]


def _search(snapshot: Snapshot, tokens: Sequence[Token], limit: int) -> list[tuple[int, float]]:
    """Rows with their BM25, best first."""
    if not tokens:
        return []
    should = [
        (
            tantivy.Occur.Should,
            tantivy.Query.boost_query(
                tantivy.Query.term_query(_SCHEMA, name, token, "freq"), count
            ),
        )
        for name, token, count in tokens
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
