"""Time passes for a handoff, and what the audit kept of looks at somebody."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, update

from foundation import db
from foundation.clock import now
from foundation.models import AccessRecord, CounterHandoff, FieldLock


async def age_code(handoff_id: str, minutes: int = 3) -> None:
    """Its code ran out some minutes ago."""
    await _set(handoff_id, code_expires_at=now() - timedelta(minutes=minutes))


async def age_handoff(handoff_id: str, minutes: int) -> None:
    """Nobody touched it for so long."""
    await _set(handoff_id, updated_at=now() - timedelta(minutes=minutes))


async def _set(handoff_id: str, **values: object) -> None:
    async with db.writing() as session:
        await session.execute(
            update(CounterHandoff).where(CounterHandoff.id == handoff_id).values(**values)
        )


async def looks_at(user_id: str) -> int:
    """How many looks in handoffs are written down about this person."""
    async with db.reading() as session:
        query = select(func.count()).select_from(AccessRecord)
        about = query.where(AccessRecord.subject == user_id, AccessRecord.what.like("扫码接力%"))
        return await session.scalar(about) or 0


async def age_locks(handoff_id: str, by: timedelta) -> None:
    """Nobody renewed them for so long."""
    async with db.writing() as session:
        await session.execute(
            update(FieldLock).where(FieldLock.handoff_id == handoff_id).values(until=now() - by)
        )
