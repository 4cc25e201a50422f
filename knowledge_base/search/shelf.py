"""What this process searches: one index folder under `DATA_DIR`, and the strategy in use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from foundation.settings import settings
from knowledge_base.search.document import SearchableKind
from knowledge_base.search.searcher import Filters, Hit, Searcher
from knowledge_base.search.snapshot import Entry, Snapshot
from knowledge_base.search.strategy import SearchStrategy, default_strategy

_in_use: SearchStrategy | None = None


def index_folder() -> Path:
    return settings().data_dir / "search"


@cache
def searcher() -> Searcher:
    """The searcher of this process."""
    return Searcher(index_folder())


def strategy_in_use() -> SearchStrategy:
    """The published strategy, or the shipped one where none was ever published."""
    return _in_use or default_strategy()


def use_strategy(strategy: SearchStrategy | None) -> None:
    """Search by this strategy from now on; None goes back to the shipped one."""
    global _in_use
    _in_use = strategy


def find(
    query: str,
    kinds: Sequence[SearchableKind],
    limit: int = 10,
    filters: Filters | None = None,
    strategy: SearchStrategy | None = None,
) -> list[Hit]:
    """What fits the words, best first, as people of the home region should see it."""
    return searcher().search(
        query,
        kinds=kinds,
        limit=limit,
        filters=filters or Filters(),
        strategy=strategy or strategy_in_use(),
    )


def entries(kind: SearchableKind) -> list[Entry]:
    """Everything of a kind that can be found, in no order."""
    return _of_kind(searcher().snapshot(), kind)


def _of_kind(snapshot: Snapshot, kind: SearchableKind) -> list[Entry]:
    return [entry for entry in snapshot.entries if entry and entry.kind == kind]
