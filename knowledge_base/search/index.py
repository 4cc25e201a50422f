"""Which items a sentence is about: meaning (sentence vectors) and words (rare bigrams), fused."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from knowledge_base.catalogue import Catalogue, CatalogueEntry, catalogue
from knowledge_base.search.normalise import normalise
from knowledge_base.search.phrases import PhraseIndex, query_text, unique_phrases
from knowledge_base.search.topic import topic_of

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
        self._phrases = PhraseIndex(
            [_phrases(e) for e in self._entries], MEANING_WEIGHT, NEIGHBOURS
        )

    def search(self, query: str, limit: int = 10) -> list[Match]:
        """Best first. An empty or meaningless query finds nothing."""
        text = query_text(query)
        if not text:
            return []
        near = self._phrases.nearness(text, topic_of(text))
        matches = [
            self._match(i, text, float(near.score[i]), float(near.meaning[i]), float(near.words[i]))
            for i in range(len(self._entries))
        ]
        return sorted(matches, key=lambda m: -m.score)[:limit]

    def _match(self, i: int, text: str, score: float, meaning: float, words: float) -> Match:
        if any(name in text for name in self._names[i]):
            return Match(self._entries[i].code, round(min(score + 0.25, 1.0), 4), "name")
        by: MatchedBy = "meaning" if meaning >= words else "words"
        return Match(self._entries[i].code, round(max(score, 0.0), 4), by)


def _names(entry: CatalogueEntry) -> list[str]:
    item = entry.document.item
    return [normalise(n) for n in (item.name, item.short_name, *item.aliases) if len(n) >= 3]


def _phrases(entry: CatalogueEntry) -> list[str]:
    item = entry.document.item
    return unique_phrases([item.name, item.short_name, *item.aliases, *(a.text for a in item.asks)])


@cache
def item_index() -> ItemIndex:
    """The index of this process."""
    return ItemIndex(catalogue())


def search_items(query: str, limit: int = 10) -> list[Match]:
    return item_index().search(query, limit)
