"""Who sits at which counter: one person at one counter, and everybody in the hall may know it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.halls import repository
from flows.halls.errors import (
    CounterClosed,
    CounterTaken,
    CounterUnknown,
    NotYourCounter,
    NoWindow,
)
from flows.halls.reach import SERVE, may_sit_at
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.models import Counter, Duty, Staff
from foundation.viewer import StaffMember

State = Literal["serving", "paused"]


class OnDuty(BaseModel):
    """What hangs at a counter about whoever sits there."""

    counter_id: str
    counter_number: str
    counter_name: str
    hall_id: str
    staff_id: str
    display_name: str
    work_number: str
    state: State
    since: datetime


class Place(BaseModel):
    """A counter to sit down at; `taken_by` is empty where it is free."""

    id: str
    number: str
    name: str
    hall_name: str
    taken_by: str


def counter_channel(counter_id: str) -> str:
    """Where everything that changes at a counter is announced."""
    return f"counter:{counter_id}"


async def sit_down(session: AsyncSession, staff: StaffMember, counter_id: str) -> OnDuty:
    """Take a free counter, or come back to one's own; another one is left by it.

    Raises: Forbidden, CounterUnknown, CounterClosed, NoWindow, NotYourCounter, CounterTaken.
    """
    staff.must_hold(SERVE)
    counter = await repository.counter_by_id(session, counter_id, lock=True)
    if counter is None:
        raise CounterUnknown
    if counter.state != "open":
        raise CounterClosed
    if not counter.is_window:
        raise NoWindow
    hall = await repository.hall_by_id(session, counter.hall_id)
    if hall is None or not may_sit_at(staff, hall, counter):
        raise NotYourCounter
    taken = await repository.duty_at(session, counter_id)
    if taken is not None and taken.staff_id != staff.staff_id:
        raise CounterTaken(
            f"{counter.number}窗口现在有人值班，请先请同事离岗，或选别的窗口；"
            "人已经走了的，请管理大厅的同事在「大厅看板」上请他离岗。"
        )
    mine = taken or await repository.duty_of(session, staff.staff_id)
    if mine is not None and mine.counter_id != counter_id:
        await stand_up(session, staff)
        mine = None
    if mine is None:
        mine = Duty(counter_id=counter_id, staff_id=staff.staff_id, since=now(), state="serving")
        session.add(mine)
    mine.state = "serving"
    await session.flush()
    _tell(session, counter_id)
    return await _shown(session, counter, mine)


async def stand_up(session: AsyncSession, staff: StaffMember) -> None:
    """Leave one's counter; nothing when at none. Raises: Forbidden."""
    staff.must_hold(SERVE)
    mine = await repository.duty_of(session, staff.staff_id)
    if mine is not None:
        await session.delete(mine)
        await session.flush()
        _tell(session, mine.counter_id)


async def vacate(session: AsyncSession, counter_id: str) -> None:
    """Nobody sits there any more; the caller knows that it may be."""
    found = await repository.duty_at(session, counter_id)
    if found is not None:
        await session.delete(found)
        await session.flush()
        _tell(session, counter_id)


async def pause(session: AsyncSession, staff: StaffMember, state: State) -> OnDuty | None:
    """Stop being called for a while, or go on. Raises: Forbidden."""
    staff.must_hold(SERVE)
    mine = await repository.duty_of(session, staff.staff_id)
    if mine is not None and mine.state != state:
        mine.state = state
        _tell(session, mine.counter_id)
    return await my_duty(session, staff)


async def my_duty(session: AsyncSession, staff: StaffMember) -> OnDuty | None:
    """Raises: Forbidden."""
    staff.must_hold(SERVE)
    mine = await repository.duty_of(session, staff.staff_id)
    if mine is None:
        return None
    counter = await repository.counter_by_id(session, mine.counter_id)
    return await _shown(session, counter, mine) if counter else None


async def counters_to_choose(session: AsyncSession, staff: StaffMember) -> list[Place]:
    """The open windows of one's reach, and who sits there. Raises: Forbidden."""
    staff.must_hold(SERVE)
    halls = {hall.id: hall for hall in await repository.halls(session) if hall.state == "open"}
    windows = await repository.open_windows(session, halls)
    counters = [one for one in windows if may_sit_at(staff, halls[one.hall_id], one)]
    taken = {d.counter_id: d for d in await repository.duties(session, [c.id for c in counters])}
    people = {d.staff_id: await session.get_one(Staff, d.staff_id) for d in taken.values()}
    return [
        Place(
            id=c.id, number=c.number, name=c.name, hall_name=halls[c.hall_id].name,
            taken_by=people[taken[c.id].staff_id].display_name if c.id in taken else "",
        )
        for c in counters
    ]  # fmt: skip


async def duty_at(session: AsyncSession, counter_id: str) -> OnDuty | None:
    """Who sits there: told to everybody in the hall. Raises: CounterUnknown."""
    counter = await repository.counter_by_id(session, counter_id)
    if counter is None:
        raise CounterUnknown
    found = await repository.duty_at(session, counter_id)
    return await _shown(session, counter, found) if found else None


def _tell(session: AsyncSession, counter_id: str) -> None:
    announce_after_commit(session, counter_channel(counter_id), "duty", {"counter_id": counter_id})


async def _shown(session: AsyncSession, counter: Counter, duty: Duty) -> OnDuty:
    person = await session.get_one(Staff, duty.staff_id)
    return OnDuty(
        counter_id=counter.id, counter_number=counter.number, counter_name=counter.name,
        hall_id=counter.hall_id, staff_id=person.id, display_name=person.display_name,
        work_number=person.work_number, since=duty.since,
        state="paused" if duty.state == "paused" else "serving",
    )  # fmt: skip
