"""Whose turn comes: those so near the head of a line that they are told, once each."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.queueing import repository
from flows.queueing.ordering import ahead_of
from flows.queueing.standing import rule_of
from foundation.clock import today
from foundation.models import Ticket


async def due_reminders(
    session: AsyncSession, hall_id: str, line_id: str
) -> list[tuple[Ticket, int]]:
    """Numbers of a line with at most so many before them as the rule says, not told before.

    They count as told when the transaction commits. Tickets themselves are not locked: a call
    would pass over them.
    """
    rule = await rule_of(session, hall_id)
    head: list[Ticket] = []
    for is_favoured in (True, False):
        head += await repository.next_waiting(
            session, line_id, today(), is_favoured, (rule.remind_ahead + 1) * 2
        )
    due = []
    for ticket in head:
        before, others = await repository.place_of(session, ticket)
        ahead = ahead_of(before, others, rule.favoured_in_a_row, is_favoured=ticket.is_favoured)
        is_near = ticket.user_id is not None and ahead <= rule.remind_ahead
        if is_near and await repository.remind_once(session, ticket.id):
            due.append((ticket, ahead))
    return due
