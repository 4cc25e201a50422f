"""Rows of days that differ from the notices; there are a few dozen a year at most."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.models import CalendarDay


async def adjusted(session: AsyncSession) -> dict[date, bool]:
    rows = await session.execute(select(CalendarDay.day, CalendarDay.is_working))
    return {row[0]: row[1] for row in rows}


async def days_of(session: AsyncSession, year: int) -> Sequence[CalendarDay]:
    rows = await session.scalars(
        select(CalendarDay)
        .where(CalendarDay.day >= date(year, 1, 1), CalendarDay.day <= date(year, 12, 31))
        .order_by(CalendarDay.day)
    )
    return rows.all()


async def lock_day(session: AsyncSession, day: date) -> CalendarDay | None:
    return await session.scalar(
        select(CalendarDay)
        .where(CalendarDay.day == day)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
