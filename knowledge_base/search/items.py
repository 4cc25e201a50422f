"""Which items a sentence is about."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge_base.search.searcher import MatchedBy
from knowledge_base.search.shelf import searcher


@dataclass(frozen=True, slots=True)
class Match:
    """An item a query may be about; `score` in [0, 1]."""

    code: str
    score: float
    matched_by: MatchedBy


def search_items(query: str, limit: int = 10) -> list[Match]:
    """Best first. An empty or meaningless query finds nothing."""
    hits = searcher().search(query, kinds=("item",), limit=limit)
    return [Match(h.key.removeprefix("item:"), h.score, h.matched_by) for h in hits]
