"""How near a text is to groups of phrases: meaning (sentence vectors) and words (rare bigrams).

Small on purpose: everything searched lives in the memory of each process.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from knowledge_base.search.normalise import normalise
from knowledge_base.search.vectors import Vectors, encode_kept, encode_query

LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Nearness:
    """One number for each group, in the order of the groups; `score` is both, weighed."""

    meaning: Vectors
    words: Vectors
    score: Vectors


class PhraseIndex:
    """Groups of normalised phrases, each group standing for one thing that can be meant.

    Args:
        groups: the phrases of each thing, as `unique_phrases` gives them.
        meaning_weight: the share of meaning in the score, in [0, 1].
        neighbours: how many of a group's nearest phrases its meaning is the mean of.
    """

    def __init__(self, groups: list[list[str]], meaning_weight: float, neighbours: int) -> None:
        owners = np.array([i for i, group in enumerate(groups) for _ in group], dtype=np.intp)
        self._rows = [np.flatnonzero(owners == i) for i in range(len(groups))]
        self._vectors: Vectors = encode_kept([phrase for group in groups for phrase in group])
        self._grams = [grams_of(group) for group in groups]
        self._rarity = rarity(self._grams)
        self._unknown = max(self._rarity.values(), default=1.0) / 3
        self._meaning_weight = meaning_weight
        self._neighbours = neighbours

    def nearness(self, text: str, topic: str = "") -> Nearness:
        """How near each group is to a text that `query_text` gave.

        `topic`: the part of the text whose words count, where the words of asking should not.
        """
        meaning, words = self._meaning(text), self._words(topic or text)
        score = self._meaning_weight * meaning + (1 - self._meaning_weight) * words
        return Nearness(meaning, words, score)

    def _meaning(self, text: str) -> Vectors:
        """For each group the mean cosine of its nearest phrases."""
        cosines = self._vectors @ encode_query(text)
        nearest = [np.sort(cosines[rows])[-self._neighbours :].mean() for rows in self._rows]
        return np.array(nearest, dtype=np.float32)

    def _words(self, text: str) -> Vectors:
        """For each group the share of the text's rarity that its phrases hold."""
        grams = bigrams(text)
        weights = [self._rarity.get(g, self._unknown) for g in grams]
        held = [
            sum(w for g, w in zip(grams, weights, strict=True) if g in known)
            for known in self._grams
        ]
        return np.array(held, dtype=np.float32) / max(sum(weights), 1e-9)


def query_text(query: str) -> str:
    """What of a query is compared; empty when it holds no letter, digit or character."""
    text = normalise(query)[:LONGEST_QUERY]
    return text if any(c.isalnum() for c in text) else ""


def unique_phrases(phrases: list[str]) -> list[str]:
    """Normalised, each once, in their order."""
    return list(dict.fromkeys(normalise(p) for p in phrases))


def bigrams(text: str) -> list[str]:
    """Neighbouring pairs of letters, punctuation left out; a single letter is its own pair."""
    kept = "".join(c for c in text if c.isalnum())
    return [kept[i : i + 2] for i in range(len(kept) - 1)] or [kept]


def grams_of(phrases: list[str]) -> set[str]:
    return {g for phrase in phrases for g in bigrams(phrase)}


def rarity(documents: list[set[str]]) -> dict[str, float]:
    """Inverse document frequency of each bigram over the documents."""
    count = Counter(g for grams in documents for g in grams)
    return {g: math.log(1 + len(documents) / n) - 0.6 for g, n in count.items()}
