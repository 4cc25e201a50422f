"""Candidates found and put in order: quickly where words decide, with care where they do not."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge_base.search.comparing import (
    EXPLAINED,
    MEANT,
    NAMED,
    SOUNDED,
    Asked,
    Shape,
    Worths,
    compare,
)
from knowledge_base.search.document import SearchableKind
from knowledge_base.search.holding import NO_TOKENS
from knowledge_base.search.query import Query
from knowledge_base.search.retrieval import (
    Found,
    by_initials,
    by_meaning,
    by_sound,
    by_text,
    by_words,
)
from knowledge_base.search.snapshot import Entry, Snapshot
from knowledge_base.search.strategy import Boosts, Fusion, SearchStrategy
from knowledge_base.search.vectors import Vectors, query_vectors

RankedBy = Literal["name", "words", "meaning", "spelling", "synonym", "pinned"]

_SAID: tuple[tuple[int, RankedBy], ...] = (
    (NAMED, "name"),
    (SOUNDED, "spelling"),
    (EXPLAINED, "synonym"),
    (MEANT, "meaning"),
)
_NO_SENTENCE = np.empty(0, np.float32)


class Ranked(NamedTuple):
    """A row with its calibrated score."""

    row: int
    score: float
    matched_by: RankedBy


@dataclass(frozen=True, slots=True)
class _Look:
    """Candidates as one look at them has weighed them."""

    found: Found
    raw: list[float]
    flags: list[int]
    fusion: Fusion

    @property
    def best(self) -> float:
        return _calibrated(max(self.raw), self.fusion) if self.raw else 0.0

    def ranked(self, limit: int) -> list[Ranked]:
        """Best first."""
        order = sorted(range(len(self.raw)), key=self.raw.__getitem__, reverse=True)
        rows = self.found.rows.tolist()
        return [
            Ranked(rows[i], _calibrated(self.raw[i], self.fusion), _matched_by(self.flags[i]))
            for i in order[:limit]
        ]


class Ranking:
    """One query for one kind of thing over one snapshot.

    Args:
        snapshot: what is searched.
        strategy: how to weigh.
        kind: what is looked for.
        text: the query as `query_text` gives it, not empty.
        accept: what a filter asks of an entry.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        strategy: SearchStrategy,
        kind: SearchableKind,
        text: str,
        accept: Callable[[Entry], bool] | None = None,
    ) -> None:
        self._snapshot = snapshot
        self._strategy = strategy
        self._kind = kind
        self._weights = strategy.weights(kind)
        self._text = text
        self._accept = accept
        self._query = Query(
            text, strategy, self._weights.asking_worth, self._weights.synonym_worth > 0
        )
        self._meanings = snapshot.words.meanings(self._query.words)

    def ranked(self, limit: int) -> list[Ranked]:
        """Best first; what an editor pinned comes before everything found."""
        wanted = max(self._strategy.candidates, limit)
        weighed = self._weights.quick.text + self._weights.careful.text > 0
        found = by_words(self._snapshot, self._kind, self._query, wanted, weighed)
        look = self._look(self._accepted(found), self._weights.quick)
        if look.best < self._weights.sure:
            look = self._second_look(look, wanted)
        return self._with_pinned(look.ranked(limit))

    def _second_look(self, first: _Look, wanted: int) -> _Look:
        """With what sounds alike and means alike; then, if still unsure, by whole sentences."""
        kind = self._kind
        more = by_meaning(self._snapshot, kind, self._meanings, wanted)
        if kind != "passage":
            more += by_text(self._snapshot, kind, self._query, wanted)
            more += by_sound(self._snapshot, kind, self._query, wanted)
            more += by_initials(self._snapshot, kind, self._text, wanted)
        found = self._accepted(first.found.joined(more))
        if not len(found.rows):
            return first
        look = self._look(found, self._weights.quick, listening=True)
        if look.best >= self._weights.sure:
            return look
        return self._look(found, self._weights.careful, listening=True, careful=True)

    def _look(
        self, found: Found, fusion: Fusion, listening: bool = False, careful: bool = False
    ) -> _Look:
        """The candidates weighed; nothing is found where none are."""
        apart = self._kind == "passage"
        sound = self._strategy.sound_worth if listening and not apart else 0.0
        boosts = self._strategy.boosts
        asked = Asked(
            self._query.pairs,
            self._query.sounds if sound else NO_TOKENS,
            self._query.acts if self._kind == "item" else 0,
            self._meanings,
        )
        raw, flags = compare(
            found.rows,
            self._snapshot.comparable(self._kind, self._strategy.acts_of_titles),
            asked,
            self._near_sentences(found.rows) if careful else _NO_SENTENCE,
            found.shares * np.float32(fusion.text * (boosts.body if apart else 1.0)),
            _by_part(boosts),
            _worths(fusion, sound, self._weights.synonym_worth, self._strategy.act_worth),
            Shape(self._weights.neighbours, apart),
        )
        return _Look(found, raw.tolist(), flags.tolist(), fusion)

    def _accepted(self, found: Found) -> Found:
        if self._accept is None:
            return found
        entries = (self._snapshot.entries[row] for row in found.rows.tolist())
        return found.where(np.array([bool(e and self._accept(e)) for e in entries], np.bool_))

    def _with_pinned(self, ranked: list[Ranked]) -> list[Ranked]:
        keys = self._strategy.pinned_keys(self._text)
        rows = [self._snapshot.rows[k] for k in keys if k in self._snapshot.rows]
        pinned = [r for r in rows if (e := self._snapshot.entries[r]) and e.kind == self._kind]
        if not pinned:
            return ranked
        first = [Ranked(row, 1.0, "pinned") for row in pinned]
        return [*first, *(r for r in ranked if r.row not in pinned)]

    def _near_sentences(self, rows: NDArray[np.int64]) -> Vectors:
        """Cosines of what is asked with the sentences of all phrases of the rows."""
        snapshot = self._snapshot
        ends = snapshot.starts[rows + 1]
        numbers = np.concatenate(
            [
                snapshot.phrases["vector"][start:end]
                for start, end in zip(snapshot.starts[rows], ends, strict=True)
            ]
        )
        vectors: Vectors = snapshot.vectors[np.maximum(numbers, 0)].astype(np.float32)
        near: Vectors = vectors @ self._sentence
        near[numbers < 0] = 0.0
        return near

    @cached_property
    def _sentence(self) -> Vectors:
        """What is asked, and what it is asked about, each by its share."""
        share = np.float32(self._weights.topic_share)
        parts = [(self._query.explained, 1 - share), (self._query.explained_topic, share)]
        wanted = [(text, part) for text, part in parts if part]
        vectors = query_vectors().of([text for text, _ in wanted])
        shares = np.array([part for _, part in wanted], np.float32)
        asked: Vectors = shares @ np.stack(vectors)
        return asked


@lru_cache(maxsize=64)
def _worths(fusion: Fusion, sound: float, synonym: float, act: float) -> Worths:
    return Worths(
        fusion.covered,
        fusion.alike,
        fusion.words_meaning,
        fusion.sentence_meaning,
        fusion.named,
        sound,
        synonym,
        act,
    )


@lru_cache(maxsize=64)
def _by_part(boosts: Boosts) -> Vectors:
    parts = (boosts.title, boosts.aliases, boosts.asks, boosts.heading, boosts.body)
    return np.array(parts, np.float32)


def _calibrated(raw: float, fusion: Fusion) -> float:
    """Evidence as a share of certainty, by the logistic curve of its fusion."""
    return 1 / (1 + math.exp(-min(max((raw - fusion.middle) * fusion.slope, -30.0), 30.0)))


@cache
def _matched_by(flags: int) -> RankedBy:
    return next((name for flag, name in _SAID if flags & flag), "words")
