"""Who did not come: appointments whose window has passed are missed, and count by the rule."""

from __future__ import annotations

from flows.appointments import repository
from flows.appointments.presenter import window_of
from flows.queueing.standing import rule_of
from foundation import db
from foundation.clock import now, today
from foundation.queue import promise

MISSED = "appointments.missed"
BATCH = 500


async def note_missed() -> int:
    """Returns how many. Safe to repeat, and in two workers; tomorrow's stay."""
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
