"""Rows of notices to staff."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.models import StaffNotice


async def told(session: AsyncSession, mark: str, people: Collection[str]) -> set[str]:
    """Which of these were told of this before."""
    rows = await session.scalars(
        select(StaffNotice.staff_id).where(
            StaffNotice.mark == mark, StaffNotice.staff_id.in_(people)
        )
    )
    return set(rows)


async def notices_of(
    session: AsyncSession, staff_id: str, offset: int, limit: int
) -> Sequence[StaffNotice]:
    rows = await session.scalars(
        select(StaffNotice)
        .where(StaffNotice.staff_id == staff_id)
        .order_by(StaffNotice.created_at.desc(), StaffNotice.id)
        .offset(offset)
        .limit(limit)
    )
    return rows.all()


async def count(session: AsyncSession, staff_id: str) -> tuple[int, int]:
    """How many there are, and how many were not seen."""
    counted = await session.execute(
        select(func.count(), func.count().filter(StaffNotice.seen_at.is_(None))).where(
            StaffNotice.staff_id == staff_id
        )
    )
    row = counted.one()
    return row[0], row[1]


async def see_all(session: AsyncSession, staff_id: str, moment: datetime) -> None:
    await session.execute(
        update(StaffNotice)
        .where(StaffNotice.staff_id == staff_id, StaffNotice.seen_at.is_(None))
        .values(seen_at=moment)
    )
