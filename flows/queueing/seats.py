"""Sitting down and leaving, for a counter that calls: nobody leaves with a number in hand.

Nobody else could end it, and its owner would stand before an empty counter until the night. Whoever
goes home without leaving is put off the counter by whoever manages halls, or by the night.
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.halls import duty
from flows.halls import repository as halls
from flows.halls.duty import OnDuty
from flows.halls.errors import CounterUnknown
from flows.halls.service import MANAGE
from flows.queueing import repository
from flows.queueing.errors import CounterBusy
from flows.queueing.states import next_state
from flows.queueing.sweeping import close
from flows.queueing.telling import tell
from foundation import db
from foundation.clock import start_of_day, today
from foundation.models import Ticket
from foundation.viewer import StaffMember


async def sit(session: AsyncSession, staff: StaffMember, counter_id: str) -> OnDuty:
    """Raises: CounterBusy where that means leaving another counter, and as `duty.sit_down`."""
    await _must_be_done(session, staff, counter_id)
    return await duty.sit_down(session, staff, counter_id)


async def leave(session: AsyncSession, staff: StaffMember) -> None:
    """Raises: Forbidden, CounterBusy."""
    await _must_be_done(session, staff, "")
    await duty.stand_up(session, staff)


async def _must_be_done(session: AsyncSession, staff: StaffMember, next_counter: str) -> None:
    """The desk is locked, so that no call comes in between."""
    mine = await duty.my_duty(session, staff)
    if mine is None or mine.counter_id == next_counter:
        return
    await repository.lock_desk(session, mine.counter_id)
    current = await repository.called_at(session, mine.counter_id)
    if current is not None and current.day == today():
        raise CounterBusy(
            f"{mine.counter_number}窗口手上还有{current.number}号，"
            "请先办结、过号、挂起或转走，再离开窗口。"
        )


async def release(session: AsyncSession, staff: StaffMember, counter_id: str) -> None:
    """Free a counter whose clerk is away; again changes nothing.

    Raises: Forbidden, CounterUnknown.
    """
    staff.must_hold(MANAGE)
    if await halls.counter_by_id(session, counter_id) is None:
        raise CounterUnknown
    await _free(session, counter_id)


async def free_deserted() -> int:
    """Counters at which somebody sits since an earlier day, who is signed in nowhere any more:
    gone home without leaving. Returns how many; safe to repeat."""
    async with db.writing() as session:
        left = await halls.deserted(session, start_of_day(today()))
        for found in left:
            await _free(session, found)
    return len(left)


async def _free(session: AsyncSession, counter_id: str) -> None:
    """What was in hand there is called first, by whoever serves its line."""
    await repository.lock_desk(session, counter_id)
    current = await repository.called_at(session, counter_id)
    if current is not None:
        current = await repository.lock_ticket(session, current.id)
        if current.day < today():
            close(session, current)
        elif current.state == "called":
            _send_back(session, current)
            await repository.remind_again(session, current.id)
    await duty.vacate(session, counter_id)


def _send_back(session: AsyncSession, ticket: Ticket) -> None:
    """Into its line again, before those who only have their place: it was its turn."""
    left = ticket.counter_id
    ticket.state, ticket.counter_id = next_state("transfer", ticket.state), ""
    ticket.staff_id, ticket.is_favoured = None, True
    tell(session, ticket, left)
