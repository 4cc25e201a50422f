"""After what is published has changed: everybody serves it anew, and search finds it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from foundation.queue import promise
from knowledge_base import repository

SEARCH_CHANGED = "search.changed"
REBUILD_FROM = 500
"""So many changes at once are cheaper as a whole new index."""


async def publish_changes(session: AsyncSession, names: Sequence[str]) -> None:
    """Count a generation and promise the index's part. `names`: changed entries as `kind:key`."""
    await repository.next_generation(session)
    tell_search(session, names)


def tell_search(session: AsyncSession, names: Sequence[str]) -> None:
    """Promise that search follows; without names, that it is built anew."""
    few = list(names) if len(names) <= REBUILD_FROM else []
    promise(session, SEARCH_CHANGED, {"names": few})
