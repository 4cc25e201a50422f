"""Which items a sentence is about: meaning (sentence vectors) and words (rare bigrams), fused.

Small on purpose: the whole catalogue of hot items lives in memory of each process.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from knowledge_base.catalogue import Catalogue, CatalogueEntry, catalogue
from knowledge_base.search.normalise import normalise
from knowledge_base.search.vectors import Vectors, encode_kept, encode_query

MEANING_WEIGHT = 0.55
NEIGHBOURS = 3

MatchedBy = Literal["name", "meaning", "words"]


@dataclass(frozen=True, slots=True)
class Match:
    """An item a query may be about; `score` in [0, 1]."""

    code: str
    score: float
    matched_by: MatchedBy


class ItemIndex:
    """Search over the phrases of a catalogue: names, aliases and known ways of asking."""

    def __init__(self, items: Catalogue) -> None:
        self._entries = list(items)
        self._names = [_names(e) for e in self._entries]
        phrases = [(p, i) for i, e in enumerate(self._entries) for p in _phrases(e)]
        self._owner = np.array([i for _, i in phrases], dtype=np.intp)
        self._vectors: Vectors = encode_kept([p for p, _ in phrases])
        self._grams = [_grams_of(_phrases(e)) for e in self._entries]
        self._rarity = _rarity(self._grams)
        self._unknown = max(self._rarity.values(), default=1.0) / 3
        self._rows = [np.flatnonzero(self._owner == i) for i in range(len(self._entries))]

    def search(self, query: str, limit: int = 10) -> list[Match]:
        """Best first. An empty or meaningless query finds nothing."""
        text = normalise(query)[:200]
        if not any(c.isalnum() for c in text):
            return []
        meaning = self._meaning(text)
        words = self._words(text)
        scores = MEANING_WEIGHT * meaning + (1 - MEANING_WEIGHT) * words
        matches = [
            self._match(i, text, float(scores[i]), float(meaning[i]), float(words[i]))
            for i in range(len(self._entries))
        ]
        return sorted(matches, key=lambda m: -m.score)[:limit]

    def _match(self, i: int, text: str, score: float, meaning: float, words: float) -> Match:
        if any(name in text for name in self._names[i]):
            return Match(self._entries[i].code, round(min(score + 0.25, 1.0), 4), "name")
        by: MatchedBy = "meaning" if meaning >= words else "words"
        return Match(self._entries[i].code, round(max(score, 0.0), 4), by)

    def _meaning(self, text: str) -> Vectors:
        """For each item the mean cosine of its nearest phrases."""
        cosines = self._vectors @ encode_query(text)
        nearest = [np.sort(cosines[rows])[-NEIGHBOURS:].mean() for rows in self._rows]
        return np.array(nearest, dtype=np.float32)

    def _words(self, text: str) -> Vectors:
        """For each item the share of the query's rarity that its phrases hold."""
        grams = _bigrams(text)
        weights = [self._rarity.get(g, self._unknown) for g in grams]
        held = [
            sum(w for g, w in zip(grams, weights, strict=True) if g in known)
            for known in self._grams
        ]
        return np.array(held, dtype=np.float32) / max(sum(weights), 1e-9)


def _names(entry: CatalogueEntry) -> list[str]:
    item = entry.document.item
    return [normalise(n) for n in (item.name, item.short_name, *item.aliases) if len(n) >= 3]


def _phrases(entry: CatalogueEntry) -> list[str]:
    item = entry.document.item
    phrases = [item.name, item.short_name, *item.aliases, *(a.text for a in item.asks)]
    return list(dict.fromkeys(normalise(p) for p in phrases))


def _bigrams(text: str) -> list[str]:
    kept = "".join(c for c in text if c.isalnum())
    return [kept[i : i + 2] for i in range(len(kept) - 1)] or [kept]


def _grams_of(phrases: list[str]) -> set[str]:
    return {g for phrase in phrases for g in _bigrams(phrase)}


def _rarity(documents: list[set[str]]) -> dict[str, float]:
    """Inverse document frequency of each bigram over the items."""
    count = Counter(g for grams in documents for g in grams)
    return {g: math.log(1 + len(documents) / n) - 0.6 for g, n in count.items()}


@cache
def item_index() -> ItemIndex:
    """The index of this process."""
    return ItemIndex(catalogue())


def search_items(query: str, limit: int = 10) -> list[Match]:
    return item_index().search(query, limit)
