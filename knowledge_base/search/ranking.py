"""Candidates found and put in order: quickly where words decide, with care where they do not."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from knowledge_base.search.document import SearchableKind
from knowledge_base.search.evidence import Asked, Candidates, Evidence, weigh, weigh_passages
from knowledge_base.search.query import read_query
from knowledge_base.search.retrieval import Found, by_initials, by_meaning, by_sound, by_words
from knowledge_base.search.snapshot import Entry, Snapshot
from knowledge_base.search.strategy import Fusion, SearchStrategy
from knowledge_base.search.vectors import Vectors, query_vectors

RankedBy = Literal["name", "words", "meaning", "spelling", "synonym", "pinned"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row with the sum of its evidence, and its calibrated score."""

    row: int
    evidence: float
    score: float
    matched_by: RankedBy


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
        self._readings = read_query(text, strategy, self._weights)
        self.was_careful = False

    def ranked(self, limit: int) -> list[Ranked]:
        """Best first; what an editor pinned comes before everything found."""
        wanted = max(self._strategy.candidates, limit)
        found = by_words(self._snapshot, self._kind, self._readings, wanted)
        found = self._accepted(found)
        asked = Asked(self._readings, self._meanings, neighbours=self._weights.neighbours)
        ranked = self._ranked(found, asked, self._weights.quick)
        if not self._is_decided(ranked):
            ranked = self._ranked_again(found, asked, wanted)
        return self._with_pinned(ranked)

    def _ranked_again(self, found: Found, asked: Asked, wanted: int) -> list[Ranked]:
        """With what sounds alike and means alike; then, if still undecided, by whole sentences."""
        kind = self._kind
        more = by_meaning(self._snapshot, kind, asked.meanings, wanted)
        if kind != "passage":
            more += by_sound(self._snapshot, kind, self._readings, wanted)
            more += by_initials(self._snapshot, kind, self._text, wanted)
        found = self._accepted(found.joined(more))
        asked = replace(asked, by_sound=self._strategy.sound_worth)
        ranked = self._ranked(found, asked, self._weights.quick)
        if self._is_decided(ranked):
            return ranked
        self.was_careful = True
        asked = replace(asked, meanings=self._fuller_meanings, sentences=self._sentences)
        return self._ranked(found, asked, self._weights.careful)

    def _ranked(self, found: Found, asked: Asked, fusion: Fusion) -> list[Ranked]:
        if not found.rows:
            return []
        candidates = Candidates(self._snapshot, self._kind, found.rows)
        weigher = weigh_passages if self._kind == "passage" else weigh
        text = np.array(found.shares, dtype=np.float32)
        evidence = weigher(candidates, asked, text, fusion, self._strategy.boosts)
        raw = evidence.score * self._preferred(found.rows)
        if self._kind == "item":
            raw = raw + self._agreement(found.rows)
        scores = _calibrated(raw, fusion)
        return [
            Ranked(
                int(candidates.rows[i]),
                float(raw[i]),
                float(scores[i]),
                _matched_by(evidence, int(i)),
            )
            for i in np.argsort(-raw, kind="stable")
        ]

    def _is_decided(self, ranked: Sequence[Ranked]) -> bool:
        """Whether the quick order needs no second look."""
        if not ranked:
            return False
        first = ranked[0]
        second = ranked[1].evidence if len(ranked) > 1 else 0.0
        return first.score >= self._weights.sure and first.evidence - second >= self._weights.lead

    def _preferred(self, rows: Sequence[int]) -> Vectors:
        entries = (self._snapshot.entries[row] for row in rows)
        return np.array([e.weight if e else 0.0 for e in entries], dtype=np.float32)

    def _agreement(self, rows: Sequence[int]) -> Vectors:
        """For each act a title shares with the query, and against each that was not asked for."""
        acts = self._strategy.acts_of_titles
        titles = (e.title if (e := self._snapshot.entries[row]) else "" for row in rows)
        agreed = [2 * (t & self._acts).bit_count() - t.bit_count() for t in map(acts, titles)]
        return self._strategy.act_worth * np.array(agreed, dtype=np.float32)

    @cached_property
    def _acts(self) -> int:
        asked = 0
        for reading in self._readings:
            asked |= self._strategy.acts_asked(reading.text)
        return asked

    def _accepted(self, found: Found) -> Found:
        entries = self._snapshot.entries

        def wanted(row: int) -> bool:
            entry = entries[row] if row < len(entries) else None
            return entry is not None and (self._accept is None or self._accept(entry))

        return found.where(wanted)

    def _with_pinned(self, ranked: list[Ranked]) -> list[Ranked]:
        keys = self._strategy.pinned_keys(self._text)
        rows = [self._snapshot.rows[k] for k in keys if k in self._snapshot.rows]
        pinned = [r for r in rows if (e := self._snapshot.entries[r]) and e.kind == self._kind]
        if not pinned:
            return ranked
        first = [Ranked(row, math.inf, 1.0, "pinned") for row in pinned]
        return [*first, *(r for r in ranked if r.row not in pinned)]

    @cached_property
    def _meanings(self) -> list[Vectors]:
        return [self._snapshot.words.meaning(r.words) for r in self._readings]

    @cached_property
    def _encoded(self) -> dict[str, Vectors]:
        """The vectors of the readings, of their topics and of words no document holds."""
        texts = [t for r in self._readings for t in (r.text, r.topic)]
        words = self._snapshot.words
        texts += [w for r in self._readings for w in words.unknown(r.words)]
        return dict(zip(texts, query_vectors().of(texts), strict=True))

    @cached_property
    def _sentences(self) -> list[Vectors]:
        """What is asked and, weighing more, what it is asked about."""
        share = np.float32(self._weights.topic_share)
        return [
            (1 - share) * self._encoded[r.text] + share * self._encoded[r.topic]
            for r in self._readings
        ]

    @cached_property
    def _fuller_meanings(self) -> list[Vectors]:
        """With the meanings of words that no document holds."""
        table, space = self._snapshot.words, self._snapshot.space
        return [
            table.meaning(
                r.words, [space.project(self._encoded[w]) for w in table.unknown(r.words)]
            )
            for r in self._readings
        ]


def _calibrated(raw: Vectors, fusion: Fusion) -> Vectors:
    """Evidence as a share of certainty, by the logistic curve of its fusion."""
    steps = np.clip((raw - fusion.middle) * fusion.slope, -30, 30)
    scores: Vectors = (1 / (1 + np.exp(-steps))).astype(np.float32)
    return scores


def _matched_by(evidence: Evidence, i: int) -> RankedBy:
    if evidence.named[i]:
        return "name"
    if evidence.sounded[i]:
        return "spelling"
    if evidence.explained[i]:
        return "synonym"
    return "meaning" if evidence.meant[i] else "words"
