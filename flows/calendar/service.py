"""Which days count: asked by every clock, changed by those who lead; then all is counted anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.calendar import repository
from flows.calendar.views import AdjustedDay, CalendarView
from foundation.clock import is_working_day, is_year_known, now, today
from foundation.errors import InvalidInput
from foundation.models import CalendarDay
from foundation.queue import promise
from foundation.viewer import StaffMember

MANAGE, CHANGED = "calendar.manage", "calendar.changed"
YEARS = range(2020, 2100)
BACK, AHEAD = timedelta(days=366), timedelta(days=3 * 366)


async def working_days(session: AsyncSession) -> Callable[[date], bool]:
    """What tells whether offices work on a day, adjustments included."""
    adjusted = await repository.adjusted(session)
    return lambda day: adjusted[day] if day in adjusted else is_working_day(day)


async def look_at_year(session: AsyncSession, staff: StaffMember, year: int) -> CalendarView:
    """Raises: Forbidden, InvalidInput."""
    staff.must_hold(MANAGE)
    if year not in YEARS:
        raise InvalidInput({"year": f"年份应在{YEARS[0]}至{YEARS[-1]}之间"})
    works = await working_days(session)
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range(366)]
    days = [day for day in days if day.year == year]
    return CalendarView(
        year=year,
        is_known=is_year_known(year),
        adjusted=[
            AdjustedDay.model_validate(row, from_attributes=True)
            for row in await repository.days_of(session, year)
        ],
        off=[day for day in days if day.weekday() < 5 and not works(day)],
        on=[day for day in days if day.weekday() >= 5 and works(day)],
    )


async def adjust(
    session: AsyncSession, staff: StaffMember, day: date, is_working: bool, reason: str
) -> CalendarView:
    """Make a day working or off; the same again changes nothing.

    Raises: Forbidden, InvalidInput.
    """
    staff.must_hold(MANAGE)
    words = reason.strip()
    if not 2 <= len(words) <= 200:
        raise InvalidInput({"reason": "请用2至200个字写明理由，例如「台风红色预警，全区停工」"})
    if not today() - BACK <= day <= today() + AHEAD:
        raise InvalidInput({"day": "只能调整过去一年到今后三年之内的日子"})
    held = await repository.lock_day(session, day)
    if held is None:
        held = CalendarDay(day=day)
        session.add(held)
    elif (held.is_working, held.reason) == (is_working, words):
        return await look_at_year(session, staff, day.year)
    held.is_working, held.reason = is_working, words
    held.changed_by, held.changed_at = staff.display_name, now()
    return await _changed(session, staff, day)


async def restore(session: AsyncSession, staff: StaffMember, day: date) -> CalendarView:
    """As the notices have it again; a day that was not adjusted stays. Raises: Forbidden."""
    staff.must_hold(MANAGE)
    held = await repository.lock_day(session, day)
    if held is None:
        return await look_at_year(session, staff, day.year)
    await session.delete(held)
    return await _changed(session, staff, day)


async def _changed(session: AsyncSession, staff: StaffMember, day: date) -> CalendarView:
    await session.flush()
    promise(session, CHANGED, {"day": day.isoformat()})
    return await look_at_year(session, staff, day.year)
