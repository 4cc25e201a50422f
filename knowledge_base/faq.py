"""The questions everyone asks, and which of them a sentence is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from knowledge_base.schemas import Faq
from knowledge_base.search.items import search_items
from knowledge_base.search.normalise import normalise
from knowledge_base.search.shelf import find
from knowledge_base.search.topic import names_something
from knowledge_base.sheets import load_faqs

# Calibrated on ways of asking that no FAQ holds (nine of ten are then answered, none is mistaken)
# and on every way of asking for an item (none is taken for a FAQ).
SURE, MARGIN, ITEM_LEAD = 0.60, 0.15, 0.10

CERTAIN = 0.93
"""Almost a FAQ's own words («可以代办吗»): asked of what names nothing («怎么预约»), and enough to
need no lead over an item."""


@dataclass(frozen=True, slots=True)
class FaqMatch:
    """A FAQ a query may be; `score` in [0, 1], comparable with an item's."""

    faq: Faq
    score: float


_served: dict[str, Faq] | None = None


@cache
def shipped_faqs() -> dict[str, Faq]:
    """Those of the content folder by id."""
    return {faq.id: faq for faq in load_faqs()}


def faqs_by_id() -> dict[str, Faq]:
    """Those this process serves: the shipped ones, until published ones are taken in."""
    return shipped_faqs() if _served is None else _served


def serve_faqs(faqs: dict[str, Faq] | None) -> None:
    """Serve these from now on; None goes back to the shipped ones."""
    global _served
    _served = faqs


def search_faqs(query: str, limit: int = 10) -> list[FaqMatch]:
    """Best first. An empty or meaningless query finds nothing."""
    hits = [h for h in find(query, ("faq",), limit) if h.validity == "valid"]
    found = ((faqs_by_id().get(hit.key.removeprefix("faq:")), hit.score) for hit in hits)
    return [FaqMatch(faq, score) for faq, score in found if faq]


def meant_faq(query: str) -> Faq | None:
    """The FAQ a sentence surely is.

    It must be clearly nearer than any item: what an item says for itself is the better answer.
    """
    first, second = [*search_faqs(query, 2), None, None][:2]
    sure = SURE if names_something(normalise(query)) else CERTAIN
    if first is None or first.score < sure:
        return None
    lead = 0.0 if first.score >= CERTAIN else ITEM_LEAD
    if first.score < _nearest_item(query) + lead:
        return None
    return first.faq if second is None or first.score - second.score >= MARGIN else None


def _nearest_item(query: str) -> float:
    return next((match.score for match in search_items(query, 1)), 0.0)
