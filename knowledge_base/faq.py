"""The questions everyone asks, and which of them a sentence is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge_base.catalogue import CONTENT
from knowledge_base.schemas import Faq
from knowledge_base.search.index import search_items
from knowledge_base.search.normalise import normalise
from knowledge_base.search.phrases import PhraseIndex, query_text, unique_phrases
from knowledge_base.search.topic import names_something
from knowledge_base.sheets import load_sheets

# Calibrated by leaving out, in turn, every ask of every FAQ and every phrase of every item:
# half of the FAQ's were then still answered, and no item's phrase was taken for a FAQ.
MEANING_WEIGHT = 0.70
NEIGHBOURS = 2
SURE, MARGIN, ITEM_LEAD = 0.45, 0.03, 0.05

# What names nothing (「怎么预约」) must be almost a FAQ's own words (「可以代办吗」).
SURE_OF_NOTHING_NAMED = 0.75


@dataclass(frozen=True, slots=True)
class FaqMatch:
    """A FAQ a query may be; `score` in [0, 1], comparable with an item's."""

    faq: Faq
    score: float


class FaqIndex:
    """Search over the questions and the known ways of putting them."""

    def __init__(self, entries: list[Faq]) -> None:
        self._entries = entries
        groups = [unique_phrases([e.question, *e.asks]) for e in entries]
        self._phrases = PhraseIndex(groups, MEANING_WEIGHT, NEIGHBOURS)

    def search(self, query: str, limit: int = 10) -> list[FaqMatch]:
        """Best first. An empty or meaningless query finds nothing."""
        text = query_text(query)
        if not text or not self._entries:
            return []
        scores = self._phrases.nearness(text).score
        matches = [
            FaqMatch(entry, round(min(max(float(score), 0.0), 1.0), 4))
            for entry, score in zip(self._entries, scores, strict=True)
        ]
        return sorted(matches, key=lambda m: -m.score)[:limit]


def load_faqs(root: Path = CONTENT) -> list[Faq]:
    """Raises: ContentInvalid."""
    return load_sheets(root / "faq", Faq)


@cache
def faq_index() -> FaqIndex:
    """The index of this process."""
    return FaqIndex(load_faqs())


def meant_faq(query: str) -> Faq | None:
    """The FAQ a sentence surely is.

    It must be clearly nearer than any item: what an item says for itself is the better answer.
    """
    first, second = [*faq_index().search(query, 2), None, None][:2]
    sure = SURE if names_something(normalise(query)) else SURE_OF_NOTHING_NAMED
    if first is None or first.score < sure:
        return None
    if first.score < _nearest_item(query) + ITEM_LEAD:
        return None
    return first.faq if second is None or first.score - second.score >= MARGIN else None


def _nearest_item(query: str) -> float:
    return next((match.score for match in search_items(query, 1)), 0.0)
