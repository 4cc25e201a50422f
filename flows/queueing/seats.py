"""Sitting down and leaving, for a counter that calls: nobody leaves with a number in hand.

Nobody else could end it, and its owner would stand before an empty counter until the night.
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.halls import duty
from flows.halls.duty import OnDuty
from flows.queueing import repository
from flows.queueing.errors import CounterBusy
from foundation.clock import today
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
