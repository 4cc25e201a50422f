"""Which slots there are: the weekly plan on days the office works, and what is left of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.appointments import repository
from flows.appointments.errors import Barred, SlotUnknown
from flows.appointments.views import DayView, SlotsView, SlotView
from flows.calendar.service import working_days
from flows.halls.service import find_hall
from flows.queueing.standing import rule_of
from flows.queueing.taking import line_for
from foundation.clock import GUANGZHOU, now, today
from foundation.models import QueueLine, QueueRule, SlotPlan
from foundation.viewer import Viewer

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
Taken = dict[tuple[date, str], int]


def moment_of(day: date, clock: str) -> datetime:
    """HH:MM of a day in Guangzhou."""
    hour, minute = map(int, clock.split(":"))
    if hour >= 24:
        return datetime(day.year, day.month, day.day, tzinfo=GUANGZHOU) + timedelta(days=1)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=GUANGZHOU)


async def look_at_slots(
    session: AsyncSession, viewer: Viewer, hall_id: str, item_code: str
) -> SlotsView:
    """Raises: HallUnknown, LineUnknown."""
    hall = await find_hall(session, hall_id)
    line = await line_for(session, hall.id, item_code)
    rule = await rule_of(session, hall.id)
    last = today() + timedelta(days=rule.book_days)
    taken = await repository.taken_of(session, line.id, today(), last)
    plan = await repository.plan_of(session, [line.id])
    works = await working_days(session)
    days = [today() + timedelta(days=n) for n in range(rule.book_days + 1)]
    missed, until = await missed_of(session, viewer, rule)
    return SlotsView(
        hall_id=hall.id, hall_name=hall.name, line_id=line.id, line_name=line.name,
        days=[_day(day, line, plan, taken, works) for day in days],
        missed=missed, missed_limit=rule.missed_limit, barred_until=until,
        note=_note(rule, missed, until),
    )  # fmt: skip


async def missed_of(
    session: AsyncSession, viewer: Viewer, rule: QueueRule
) -> tuple[int, date | None]:
    """How many appointments somebody missed lately, and until when they may book none online."""
    since = today() - timedelta(days=rule.missed_days)
    days = await repository.missed_days(session, viewer.user_id, rule.hall_id, since)
    if len(days) < rule.missed_limit:
        return len(days), None
    until = days[0] + timedelta(days=rule.barred_days)
    return len(days), until if until >= today() else None


async def must_not_be_barred(session: AsyncSession, viewer: Viewer, rule: QueueRule) -> None:
    """Raises: Barred."""
    missed, until = await missed_of(session, viewer, rule)
    if until is not None:
        raise Barred(_note(rule, missed, until))


async def slot_of(
    session: AsyncSession, line: QueueLine, rule: QueueRule, day: date, starts: str
) -> SlotPlan:
    """The planned slot, if it can still be booked. Raises: SlotUnknown."""
    works = await working_days(session)
    plan = await repository.plan_of(session, [line.id])
    found = next((s for s in plan if (s.weekday, s.starts) == (day.weekday(), starts)), None)
    is_ahead = today() <= day <= today() + timedelta(days=rule.book_days)
    if found is None or not is_ahead or _closed(day, line, works) or _is_over(day, found):
        raise SlotUnknown
    return found


def _day(
    day: date,
    line: QueueLine,
    plan: Sequence[SlotPlan],
    taken: Taken,
    works: Callable[[date], bool],
) -> DayView:
    closed = _closed(day, line, works)
    of_day = [slot for slot in plan if slot.weekday == day.weekday() and not closed]
    slots = [
        SlotView(
            starts=slot.starts, ends=slot.ends, is_over=_is_over(day, slot),
            left=max(slot.quota - taken.get((day, slot.starts), 0), 0),
        )
        for slot in of_day
    ]  # fmt: skip
    if not closed and not slots:
        closed = "不开放预约"
    return DayView(day=day, weekday=WEEKDAYS[day.weekday()], closed=closed, slots=slots)


def _closed(day: date, line: QueueLine, works: Callable[[date], bool]) -> str:
    return "" if line.every_day or works(day) else "休息"


def _is_over(day: date, slot: SlotPlan) -> bool:
    return moment_of(day, slot.starts) <= now()


def _note(rule: QueueRule, missed: int, until: date | None) -> str:
    if until is not None:
        return (
            f"您{rule.missed_days}天内有{missed}次预约没有到，{until:%Y年%-m月%-d日}以前不能网上"
            "预约。急着办的，可以直接到大厅现场取号。"
        )
    counted = f"您已有{missed}次。" if missed else ""
    return (
        f"约了没来又没取消，{rule.missed_days}天内满{rule.missed_limit}次，"
        f"{rule.barred_days}天内不能网上预约，仍可现场取号。{counted}"
    )
