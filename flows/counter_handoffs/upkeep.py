"""What time does to handoffs, asked every few seconds; safe to repeat."""

from __future__ import annotations

from datetime import timedelta

from flows.counter_handoffs import repository
from flows.counter_handoffs.seats import finish
from foundation import db
from foundation.clock import now
from foundation.settings import settings

SWEEP_SECONDS = 20.0
_KEPT = timedelta(hours=1)
"""A code that ran out is told so by its signature; its row is needed no longer."""


async def end_idle() -> None:
    """Handoffs nobody touches end, and codes nobody scanned go."""
    limit = now() - timedelta(minutes=settings().counter_handoff_idle_minutes)
    async with db.writing() as session:
        for handoff in await repository.idle(session, limit):
            await finish(session, handoff, None, "idle", "长时间没有操作，自动结束")
        await repository.remove_unclaimed(session, now() - _KEPT)
