"""Live events that leave only once the change they speak of is committed."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.redis import announce

_under_way: set[asyncio.Task[None]] = set()


def announce_after_commit(
    session: AsyncSession, channel: str, name: str, data: dict[str, Any]
) -> None:
    """Tell the listeners of `channel` when this session's transaction has committed."""

    def tell(_session: Any) -> None:
        task = asyncio.get_running_loop().create_task(announce(channel, name, data))
        _under_way.add(task)
        task.add_done_callback(_under_way.discard)

    event.listen(session.sync_session, "after_commit", tell, once=True)


async def all_told() -> None:
    """Wait for what is on its way: a worker's loop stands still between its tasks."""
    await asyncio.gather(*_under_way)
