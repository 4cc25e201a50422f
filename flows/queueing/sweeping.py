"""The night: numbers belong to their day. What was not ended then is closed, and its owner told."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.queueing import repository
from flows.queueing.states import next_state
from flows.queueing.telling import CLOSED, tell
from foundation import db
from foundation.clock import now, today
from foundation.models import Ticket
from foundation.queue import promise

BATCH = 200


async def close_left() -> int:
    """Close numbers of earlier days; returns how many. Safe to repeat, and in two workers."""
    closed = 0
    while True:
        async with db.writing() as session:
            left = await repository.left_open(session, today(), BATCH)
            for ticket in left:
                close(session, ticket)
        closed += len(left)
        if len(left) < BATCH:
            return closed


def close(session: AsyncSession, ticket: Ticket) -> None:
    """End a number whose day is over; its owner is told, unless he was at the counter already."""
    was_served = ticket.state == "called"
    ticket.state, ticket.ended_at = next_state("close", ticket.state), now()
    tell(session, ticket)
    if ticket.user_id and not was_served:
        promise(session, CLOSED, {"ticket_id": ticket.id})
