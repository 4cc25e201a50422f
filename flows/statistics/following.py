"""Keeping the facts: whatever moves a case counts it again. Safe to repeat and to kill at any
line; each batch is one transaction, and a batch lost is found by the next sweep."""

from __future__ import annotations

from datetime import timedelta

from flows.statistics import repository
from foundation import db
from foundation.clock import now

SWEEP_SECONDS = 10.0
BATCH, MARGIN = 1_000, 500
"""Events looked at in one transaction; how many ids may be drawn before it and committed after."""
OVERLAP, A_WHILE = timedelta(minutes=10), timedelta(days=3)
_MOVED, _REVIEWED = "case_events", "prereviews"


async def follow(most: int = 200) -> int:
    """Count again what moved since the last sweep; returns how many cases.

    Args:
        most: batches in one go, so that a first count of a large house leaves the worker to others.
    """
    total = 0
    for _ in range(most):
        async with db.writing() as session:
            mark = await repository.mark(session, _MOVED)
            before = mark.last_id
            numbers, mark.last_id = await repository.cases_moved(session, before, MARGIN, BATCH)
            total += await repository.count_again(session, numbers)
        if mark.last_id == before:
            break
    return total + await _follow_reviews()


async def _follow_reviews() -> int:
    """A review the machine finished leaves no event on the timeline."""
    async with db.writing() as session:
        mark = await repository.mark(session, _REVIEWED)
        since = (mark.moment or now() - A_WHILE) - OVERLAP
        mark.moment = now()
        return await repository.count_again(
            session, await repository.cases_reviewed(session, since)
        )


async def count_lately_again(days: int = 3) -> int:
    """Every night: whatever was touched in the last days, however it was."""
    async with db.reading() as session:
        numbers = sorted(await repository.cases_of_days(session, now() - timedelta(days=days)))
    total = 0
    for start in range(0, len(numbers), BATCH):
        async with db.writing() as session:
            total += await repository.count_again(session, numbers[start : start + BATCH])
    return total
