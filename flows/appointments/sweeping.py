"""What becomes of appointments nobody asks about: the hall is shut after all, or nobody came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from flows.appointments import repository
from flows.appointments.presenter import window_of
from flows.calendar.service import working_days
from flows.halls import repository as halls
from flows.queueing import repository as queueing
from flows.queueing.standing import rule_of
from foundation import db
from foundation.clock import now, today
from foundation.models import Appointment
from foundation.queue import promise

MISSED, CALLED_OFF = "appointments.missed", "appointments.called_off"
BATCH = 500


async def call_off() -> int:
    """End appointments of days on which their line serves nobody after all: a day taken off the
    calendar, a line or hall that was closed. Whoever booked is told and stayed away from nothing.

    Returns how many. Safe to repeat, and in two workers; comes before `note_missed`.
    """
    async with db.writing() as session:
        works, ended = await working_days(session), 0
        for line_id, day in await repository.booked_days(session):
            if await _serves(session, line_id, day, works):
                continue
            for found in await repository.lock_booked(session, line_id, day):
                await _call_off(session, found)
                ended += 1
    return ended


async def note_missed() -> int:
    """Appointments whose window has passed count by the rule. Returns how many. Safe to repeat,
    and in two workers; tomorrow's stay."""
    async with db.writing() as session:
        missed = 0
        for found in await repository.booked_until(session, today(), BATCH):
            rule = await rule_of(session, found.hall_id)
            if window_of(found, rule)[1] >= now():
                continue
            found.state, found.ended_at = "missed", now()
            promise(session, MISSED, {"appointment_id": found.id})
            missed += 1
    return missed


async def _serves(
    session: AsyncSession, line_id: str, day: date, works: Callable[[date], bool]
) -> bool:
    line = await queueing.line_by_id(session, line_id)
    hall = await halls.hall_by_id(session, line.hall_id) if line else None
    if line is None or hall is None:
        return False
    return (line.state, hall.state) == ("open", "open") and (line.every_day or works(day))


async def _call_off(session: AsyncSession, found: Appointment) -> None:
    found.state, found.ended_at = "cancelled", now()
    await session.flush()
    await repository.give_back(session, found.line_id, found.day, found.starts)
    promise(session, CALLED_OFF, {"appointment_id": found.id})
