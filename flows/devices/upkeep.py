"""Commands over their time end, what was read of people goes, old rows leave."""

from __future__ import annotations

from flows.devices import commands, repository
from flows.devices.contract import ROWS_KEPT
from foundation import db
from foundation.clock import now

SWEEP_SECONDS = 5.0


async def tend() -> None:
    """Safe to repeat, and at the same time by two."""
    async with db.writing() as session:
        await commands.expire(session)
    async with db.writing() as session:
        await repository.forget(session, now())
        await repository.drop_old(session, now() - ROWS_KEPT)
