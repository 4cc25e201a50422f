"""What speaks for each candidate: names held and covered, meanings near, text found."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.search.document import SearchableKind
from knowledge_base.search.generation import ALIAS, CHUNK, KINDS
from knowledge_base.search.query import Reading, Weighed
from knowledge_base.search.snapshot import Snapshot
from knowledge_base.search.strategy import Boosts, Fusion
from knowledge_base.search.tokens import TOKEN_SPACE, TokenArray
from knowledge_base.search.vectors import Vectors

WHOLE = 0.999
"""The share of a name that must be held for the name to be there; the rest is rounding."""

NAME_ITSELF = 0.3
"""What a whole name counts however long the query around it is."""

NOTHING = np.float32(-1e9)

Indices = NDArray[np.int64]


class _Scratch(threading.local):
    """An array that holds the weights of one query's tokens and zero everywhere else."""

    def __init__(self) -> None:
        self.weights = np.zeros(TOKEN_SPACE, dtype=np.float32)


_scratch = _Scratch()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One number for each candidate, in the order of the rows: the whole, and its parts.

    `named`: a whole title or alias stands in the query. `meant`: nearness in meaning is the
    larger part. `explained`: found through synonyms. `sounded`: found by sound.
    """

    score: Vectors
    named: NDArray[np.bool_]
    meant: NDArray[np.bool_]
    explained: NDArray[np.bool_]
    sounded: NDArray[np.bool_]


class Candidates:
    """The phrases of candidate rows, laid out for comparing.

    Args:
        snapshot: where they lie.
        kind: the kind of all of them.
        rows: which rows; at least one.
    """

    def __init__(self, snapshot: Snapshot, kind: SearchableKind, rows: Sequence[int]) -> None:
        self._snapshot = snapshot
        self._rarity = snapshot.rarity[KINDS.index(kind)]
        self.rows = np.asarray(rows, dtype=np.int64)
        starts = snapshot.starts[self.rows]
        counts = snapshot.starts[self.rows + 1] - starts
        self._phrases = _flat(starts, counts)
        self._firsts = np.cumsum(counts) - counts
        self._counts = counts
        chosen = snapshot.phrases[self._phrases]
        self._chosen = chosen
        self._parts: NDArray[np.int32] = chosen["part"]
        self._is_chunk = self._parts == CHUNK
        self._grams = snapshot.grams[_flat(chosen["grams_at"], chosen["grams"])]
        self._meanings = snapshot.meanings[self._phrases]

    def best(self, phrases: Vectors, neighbours: int = 1) -> Vectors:
        """The best of each row's phrases, or the mean of the best two."""
        best: Vectors = np.maximum.reduceat(phrases, self._firsts)
        if neighbours == 1:
            return best
        others = np.where(phrases == np.repeat(best, self._counts), NOTHING, phrases)
        second = np.maximum.reduceat(others, self._firsts)
        both: Vectors = (best + np.where(second == NOTHING, best, second)) * np.float32(0.5)
        return both

    def boosts(self, boosts: Boosts) -> Vectors:
        by_part = np.array(
            [boosts.title, boosts.aliases, boosts.asks, boosts.heading, boosts.body], np.float32
        )
        boosted: Vectors = by_part[self._parts]
        return boosted

    def held(self, asked: Weighed) -> tuple[Vectors, float]:
        """What each phrase holds of the tokens, by rarity; and what all of them weigh."""
        return self._weigh(asked, self._grams, self._chosen["grams"])

    def held_sounds(self, asked: Weighed) -> tuple[Vectors, float]:
        sounds = self._snapshot.sounds[_flat(self._chosen["sounds_at"], self._chosen["sounds"])]
        return self._weigh(asked, sounds, self._chosen["sounds"])

    def covered_and_alike(
        self, held: Vectors, weight: float, mass: Vectors
    ) -> tuple[Vectors, Vectors]:
        """The share of the query held, and the share of both that they have in common."""
        both = np.maximum(mass + weight, 1e-6)
        return held / max(weight, 1e-6), 2 * held / both

    @property
    def mass(self) -> Vectors:
        mass: Vectors = self._chosen["mass"]
        return mass

    @property
    def sound_mass(self) -> Vectors:
        mass: Vectors = self._chosen["sound_mass"]
        return mass

    def near(self, meaning: Vectors) -> Vectors:
        """Cosine of each phrase's words' meaning."""
        cosines: Vectors = self._meanings @ meaning
        return cosines

    def near_sentence(self, vector: Vectors) -> Vectors:
        """Cosine of each phrase's sentence vector; nothing where none is kept."""
        numbers = self._chosen["vector"]
        kept = np.maximum(numbers, 0)
        cosines: Vectors = self._snapshot.vectors[kept].astype(np.float32) @ vector
        cosines[numbers < 0] = 0.0
        return cosines

    def named(self, asked: Weighed) -> Vectors:
        """How much of the query is a whole title or alias of the row; nothing where none is.

        A name that is only a small part of what is asked says little.
        """
        plain = Weighed(asked.numbers, np.ones(len(asked.numbers), np.float32))
        held, weight = self.held(plain)
        whole = (held >= WHOLE * self.mass) & (self._parts <= ALIAS) & (self._chosen["grams"] > 1)
        share = NAME_ITSELF + (1 - NAME_ITSELF) * held / max(weight, 1e-6)
        return self.best(np.where(whole, share, 0.0).astype(np.float32))

    def only(self, phrases: Vectors, chunks: bool) -> Vectors:
        """Phrases that are pieces of text, or those that are not; the others count nothing."""
        kept: Vectors = np.where(self._is_chunk == chunks, phrases, np.float32(0.0))
        return kept

    def _weigh(
        self, asked: Weighed, tokens: TokenArray, counts: NDArray[np.int32]
    ) -> tuple[Vectors, float]:
        weights = self._rarity[asked.numbers] * asked.worth
        scratch = _scratch.weights
        scratch[asked.numbers] = weights
        held = np.zeros(len(tokens) + 1, dtype=np.float64)
        np.cumsum(scratch[tokens], out=held[1:])
        scratch[asked.numbers] = 0.0
        ends = np.cumsum(counts)
        return (held[ends] - held[ends - counts]).astype(np.float32), float(weights.sum())


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query brings to the comparison, beside its readings.

    `meanings` and `sentences` stand in the order of the readings; without `sentences` only words
    are compared. `by_sound` lets sounds stand in for characters at the worth given. `neighbours`:
    the best phrase of a row speaks for it, or the mean of the best two.
    """

    readings: Sequence[Reading]
    meanings: Sequence[Vectors]
    sentences: Sequence[Vectors] = ()
    by_sound: float = 0.0
    neighbours: int = 1


def weigh(
    candidates: Candidates, asked: Asked, text: Vectors, fusion: Fusion, boosts: Boosts
) -> Evidence:
    """All evidence for things that have names, fused; `text` is BM25's, as a share of the ideal.

    The best reading speaks for a row.
    """
    size = len(candidates.rows)
    best = np.full(size, -1.0, dtype=np.float32)
    flags = np.zeros((4, size), dtype=bool)
    boost = candidates.boosts(boosts)
    for number, reading in enumerate(asked.readings):
        held, weight = candidates.held(reading.tokens)
        words = _in_common(candidates, held, weight, candidates.mass, fusion)
        sounded = np.zeros(size, dtype=bool)
        if asked.by_sound:
            by_sound = asked.by_sound * _in_common(
                candidates,
                *candidates.held_sounds(reading.sounds),
                candidates.sound_mass,
                fusion,
            )
            sounded = candidates.best(by_sound) > candidates.best(words) + 0.05
            words = np.maximum(words, by_sound)
        meaning = _meaning(candidates, asked, number, fusion)
        whole = candidates.best((words + meaning) * boost, asked.neighbours)
        score = reading.worth * whole
        named = candidates.named(reading.tokens)
        score = score + fusion.named * named
        better = score > best
        best = np.where(better, score, best)
        found = (
            named > 0,
            candidates.best(meaning) > candidates.best(words),
            np.full(size, number > 0),
            sounded,
        )
        for flag, value in zip(flags, found, strict=True):
            np.copyto(flag, value, where=better)
    return Evidence(best + fusion.text * text, *flags)


def weigh_passages(
    candidates: Candidates, asked: Asked, text: Vectors, fusion: Fusion, boosts: Boosts
) -> Evidence:
    """All evidence for passages: their text is searched and compared, their heading helps."""
    size = len(candidates.rows)
    best = np.full(size, -1.0, dtype=np.float32)
    meant = np.zeros(size, dtype=bool)
    explained = np.zeros(size, dtype=bool)
    boost = candidates.boosts(boosts)
    for number, reading in enumerate(asked.readings):
        held, weight = candidates.held(reading.tokens)
        words = _in_common(candidates, held, weight, candidates.mass, fusion)
        meaning = candidates.best(
            candidates.only(_meaning(candidates, asked, number, fusion) * boost, chunks=True)
        )
        score = reading.worth * (candidates.best(words * boost) + meaning)
        better = score > best
        best = np.where(better, score, best)
        np.copyto(meant, meaning > fusion.text * text, where=better)
        np.copyto(explained, np.full(size, number > 0), where=better)
    nothing = np.zeros(size, dtype=bool)
    return Evidence(best + boosts.body * fusion.text * text, nothing, meant, explained, nothing)


def _in_common(
    candidates: Candidates, held: Vectors, weight: float, mass: Vectors, fusion: Fusion
) -> Vectors:
    covered, alike = candidates.covered_and_alike(held, weight, mass)
    return fusion.covered * covered + fusion.alike * alike


def _meaning(candidates: Candidates, asked: Asked, number: int, fusion: Fusion) -> Vectors:
    near = fusion.words_meaning * candidates.near(asked.meanings[number])
    if asked.sentences:
        near = near + fusion.sentence_meaning * candidates.near_sentence(asked.sentences[number])
    positive: Vectors = np.maximum(near, 0.0)
    return positive


def _flat(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> Indices:
    """The numbers of all ranges, one after another."""
    ends = np.cumsum(counts)
    offsets = np.repeat(starts - (ends - counts), counts)
    numbers: Indices = np.arange(ends[-1], dtype=np.int64) + offsets
    return numbers
