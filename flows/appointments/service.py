"""Booking, cancelling, booking another time: the quota of a slot is never exceeded."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from flows.appointments import repository
from flows.appointments.errors import AlreadyBooked, AppointmentMoved, SlotFull
from flows.appointments.presenter import LABELS, show
from flows.appointments.slots import must_not_be_barred, slot_of
from flows.appointments.views import AppointmentList, AppointmentView
from flows.halls.service import find_hall
from flows.queueing import repository as queueing
from flows.queueing.errors import LineUnknown
from flows.queueing.standing import rule_of
from flows.queueing.states import Priority
from flows.queueing.taking import line_for
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.idempotency import once
from foundation.models import Appointment, QueueLine, new_id
from foundation.viewer import Viewer
from knowledge_base.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class Wish:
    hall_id: str
    item_code: str
    day: date
    starts: str
    priority: Priority = ""


async def book(
    session: AsyncSession, viewer: Viewer, key: str | None, wish: Wish
) -> AppointmentView:
    """The same key books once. Raises: SignInRequired, HallUnknown, LineUnknown, SlotUnknown,
    SlotFull, AlreadyBooked, Barred, InvalidInput."""
    viewer.must_be_signed_in()

    async def act() -> dict[str, str]:
        return {"id": (await _book(session, viewer, wish)).id}

    body = {
        "hall": wish.hall_id, "item": wish.item_code, "day": wish.day, "at": wish.starts,
        "priority": wish.priority,
    }  # fmt: skip
    done = await once(session, viewer.user_id, key, body, act)
    return await look_at(session, viewer, done["id"])


async def look_at(session: AsyncSession, viewer: Viewer, appointment_id: str) -> AppointmentView:
    """Raises: AppointmentUnknown."""
    found = await repository.access_appointment(session, viewer, appointment_id)
    return await show(session, found)


async def list_own(session: AsyncSession, viewer: Viewer) -> AppointmentList:
    """The latest day first."""
    own = await repository.access_appointments(session, viewer)
    return AppointmentList(items=[await show(session, one) for one in own])


async def cancel(session: AsyncSession, viewer: Viewer, appointment_id: str) -> AppointmentView:
    """Give a slot back; again changes nothing. Raises: AppointmentUnknown, AppointmentMoved."""
    found = await repository.access_appointment(session, viewer, appointment_id, lock=True)
    if found.state != "cancelled":
        _must_be_booked(found)
        found.state, found.ended_at = "cancelled", now()
        await session.flush()
        await repository.give_back(session, found.line_id, found.day, found.starts)
    return await show(session, found)


async def reschedule(
    session: AsyncSession, viewer: Viewer, appointment_id: str, day: date, starts: str
) -> AppointmentView:
    """The same appointment at another time; its own time again changes nothing.

    Raises: AppointmentUnknown, AppointmentMoved, SlotUnknown, SlotFull, AlreadyBooked, Barred.
    """
    found = await repository.access_appointment(session, viewer, appointment_id, lock=True)
    _must_be_booked(found)
    if (found.day, found.starts) == (day, starts):
        return await show(session, found)
    rule = await rule_of(session, found.hall_id)
    await must_not_be_barred(session, viewer, rule)
    line = await queueing.line_by_id(session, found.line_id)
    if line is None or line.state != "open":
        raise LineUnknown
    slot = await slot_of(session, line, rule, day, starts)
    await _must_have_none(session, viewer, line, found.item_code, (day, starts), found)
    await _move(session, found, day, starts, slot.quota)
    found.day, found.starts, found.ends = day, starts, slot.ends
    await session.flush()
    return await show(session, found)


async def _book(session: AsyncSession, viewer: Viewer, wish: Wish) -> Appointment:
    if wish.item_code and catalogue().find(wish.item_code) is None:
        raise InvalidInput({"item_code": "没有这个事项，请重新选择"})
    hall = await find_hall(session, wish.hall_id)
    line = await line_for(session, hall.id, wish.item_code)
    rule = await rule_of(session, hall.id)
    await must_not_be_barred(session, viewer, rule)
    slot = await slot_of(session, line, rule, wish.day, wish.starts)
    await _must_have_none(session, viewer, line, wish.item_code, (wish.day, wish.starts))
    if not await repository.take_one(session, line.id, wish.day, wish.starts, slot.quota):
        raise SlotFull
    made = Appointment(
        id=new_id(), hall_id=hall.id, line_id=line.id, item_code=wish.item_code,
        user_id=viewer.user_id, day=wish.day, starts=slot.starts, ends=slot.ends, state="booked",
        priority=wish.priority, code=secrets.token_hex(10), created_at=now(),
    )  # fmt: skip
    session.add(made)
    await session.flush()
    return made


async def _must_have_none(
    session: AsyncSession, viewer: Viewer, line: QueueLine, item_code: str,
    time: tuple[date, str], moved: Appointment | None = None,
) -> None:  # fmt: skip
    """Nobody is in two places at once, or comes twice a day for the same. Two requests of one
    person at once wait for each other on the line's day.

    Raises: AlreadyBooked.
    """
    day, starts = time
    await queueing.lock_day(session, line.id, day)
    own = await repository.booked_of(session, viewer.user_id, day)
    others = [one for one in own if moved is None or one.id != moved.id]
    if any(one.item_code == item_code for one in others):
        raise AlreadyBooked
    if any(one.starts == starts for one in others):
        raise AlreadyBooked(f"您{starts}已经约了别的事，请选别的时段，或先到「我的预约」改约。")


async def _move(
    session: AsyncSession, found: Appointment, day: date, starts: str, quota: int
) -> None:
    """Both slots in one order, so that two who swap never wait for each other for ever.

    Raises: SlotFull.
    """
    old, new = (found.day, found.starts), (day, starts)
    if old < new:
        await repository.give_back(session, found.line_id, *old)
    if not await repository.take_one(session, found.line_id, day, starts, quota):
        raise SlotFull
    if old > new:
        await repository.give_back(session, found.line_id, *old)


def _must_be_booked(found: Appointment) -> None:
    if found.state != "booked":
        raise AppointmentMoved(f"这个预约{LABELS[found.state]}，不能再改，请重新预约。")
