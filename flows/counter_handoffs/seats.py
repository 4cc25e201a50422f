"""Who sits across from whom: a seat taken, and left for good."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.counter_handoffs import repository
from flows.counter_handoffs.errors import (
    AlreadyInHandoff,
    CounterBusy,
    HandoffOver,
    HandoffUnknown,
    NobodyThere,
    NotAtCounter,
)
from flows.counter_handoffs.repository import LIVE
from flows.counter_handoffs.telling import Party, note, tell
from flows.halls import duty
from flows.halls import repository as halls
from flows.halls.duty import OnDuty
from flows.halls.errors import CounterUnknown
from foundation.clock import now
from foundation.models import CounterHandoff, new_id
from foundation.settings import settings
from foundation.viewer import StaffMember


def code_ends() -> datetime:
    return now() + timedelta(seconds=settings().counter_handoff_code_seconds)


def is_idle(handoff: CounterHandoff) -> bool:
    """Whether nobody did anything for so long that it is over, noted already or not."""
    return handoff.updated_at + timedelta(minutes=settings().counter_handoff_idle_minutes) < now()


def is_live(handoff: CounterHandoff) -> bool:
    return handoff.state in LIVE and not is_idle(handoff)


def new_handoff(origin: str, shown_on: str, state: str) -> CounterHandoff:
    moment = now()
    return CounterHandoff(
        id=new_id(), origin=origin, shown_on=shown_on, state=state, code_expires_at=code_ends(),
        opened_at=moment, updated_at=moment, ended_by="", version=1,
    )  # fmt: skip


async def must_be_staffed(session: AsyncSession, counter_id: str) -> OnDuty:
    """Raises: CounterUnknown, NobodyThere."""
    sitting = await duty.duty_at(session, counter_id)
    if sitting is None:
        raise NobodyThere
    return sitting


async def my_counter(session: AsyncSession, staff: StaffMember) -> OnDuty:
    """Raises: Forbidden, NotAtCounter."""
    mine = await duty.my_duty(session, staff)
    if mine is None:
        raise NotAtCounter
    return mine


async def take_seat(
    session: AsyncSession, handoff: CounterHandoff, counter_id: str, user_id: str
) -> OnDuty:
    """The two sides know each other from here on; nothing is shared yet. One citizen at a counter,
    one counter for a citizen. `handoff` is locked.

    Raises: CounterUnknown, NobodyThere, CounterBusy, AlreadyInHandoff.
    """
    if await halls.counter_by_id(session, counter_id, lock=True) is None:
        raise CounterUnknown
    sitting = await must_be_staffed(session, counter_id)
    if await _is_taken(session, await repository.seated_at(session, counter_id)):
        raise CounterBusy
    await repository.lock_user(session, user_id)
    held = await repository.held_by(session, user_id)
    if held is not None and await _is_taken(session, held):
        raise AlreadyInHandoff(handoff_id=held.id)
    handoff.state, handoff.seat, handoff.holder = "claimed", counter_id, user_id
    handoff.counter_id, handoff.user_id, handoff.staff_id = counter_id, user_id, sitting.staff_id
    handoff.claimed_at, handoff.code_expires_at = now(), None
    return sitting


async def _is_taken(session: AsyncSession, other: CounterHandoff | None) -> bool:
    """An idle one makes room at once, the sweep may come later."""
    if other is None:
        return False
    if not is_idle(other):
        return True
    await finish(session, other, None, "idle", "长时间没有操作，自动结束")
    return False


async def finish(
    session: AsyncSession, handoff: CounterHandoff, party: Party | None, why: str, text: str
) -> None:
    """From now on the counter sees nothing more."""
    handoff.state, handoff.ended_at, handoff.ended_by = "ended", now(), why
    handoff.seat = handoff.holder = None
    await repository.forget_locks(session, handoff.id)
    note(session, handoff, party, "end", text)
    tell(session, handoff)
    await session.flush()


async def seat_of_staff(
    session: AsyncSession, staff: StaffMember, handoff_id: str, *, lock: bool = False
) -> tuple[CounterHandoff, OnDuty]:
    """A handoff under way at the counter where this person sits, and with this person: who sits
    down there later must be consented to anew.

    Raises: Forbidden, NotAtCounter, HandoffUnknown, HandoffOver.
    """
    mine = await my_counter(session, staff)
    handoff = await repository.handoff_at(session, mine.counter_id, handoff_id, lock=lock)
    if handoff is None:
        raise HandoffUnknown
    if not is_live(handoff):
        raise HandoffOver
    if handoff.staff_id != staff.staff_id:
        raise HandoffOver("这次接力是和前一位同事进行的。请点「接着办」，由群众重新同意。")
    return handoff, mine


async def live_handoff_at(
    session: AsyncSession, counter_id: str, handoff_id: str, *, lock: bool = False
) -> CounterHandoff:
    """For the tablet of the counter. Raises: HandoffUnknown, HandoffOver."""
    handoff = await repository.handoff_at(session, counter_id, handoff_id, lock=lock)
    if handoff is None:
        raise HandoffUnknown
    sitting = await duty.duty_at(session, counter_id)
    if not is_live(handoff) or sitting is None or sitting.staff_id != handoff.staff_id:
        raise HandoffOver
    return handoff
