"""Which items a sentence is about."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge_base.search.searcher import MatchedBy
from knowledge_base.search.shelf import find


@dataclass(frozen=True, slots=True)
class Match:
    """An item a query may be about; `score` in [0, 1].

    `is_here` is false for what belongs to another place.
    """

    code: str
    name: str
    score: float
    matched_by: MatchedBy
    is_here: bool = True
    summary: str = ""
    short_name: str = ""


def search_items(query: str, limit: int = 10) -> list[Match]:
    """Best first. An empty or meaningless query finds nothing."""
    return [
        Match(
            hit.key.removeprefix("item:"),
            hit.title,
            hit.score,
            hit.matched_by,
            hit.region_scope == "home",
            hit.display.get("summary", ""),
            hit.display.get("short_name", ""),
        )
        for hit in find(query, ("item",), limit)
    ]
