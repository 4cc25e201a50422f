"""Who hears that something moved: the hall's boards, the counter, the person, the clerks.

Announcements carry ids and what hangs on the board anyway, nothing about a person.
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.halls.duty import counter_channel
from foundation.announcements import announce_after_commit
from foundation.models import Ticket
from foundation.queue import promise

MOVED, CALLED, CLOSED = "queueing.moved", "queueing.called", "queueing.closed"


def hall_channel(hall_id: str) -> str:
    """Where everything that changes in a hall's queues is announced."""
    return f"hall:{hall_id}"


def tell(session: AsyncSession, ticket: Ticket, counter_id: str = "") -> None:
    """The number moved; `counter_id` is one it left by it."""
    told = {"hall_id": ticket.hall_id, "line_id": ticket.line_id, "number": ticket.number}
    announce_after_commit(session, hall_channel(ticket.hall_id), "queue", told)
    announce_after_commit(session, "staff", "queue", told)
    for at in {ticket.counter_id, counter_id} - {""}:
        announce_after_commit(session, counter_channel(at), "ticket", told)
    if ticket.user_id:
        announce_after_commit(session, f"user:{ticket.user_id}", "ticket", {"id": ticket.id})


def promise_words(session: AsyncSession, ticket: Ticket, *, is_recall: bool) -> None:
    """A number was called: its owner is told, unless just told, and those whose turn comes now."""
    promise(session, MOVED, {"hall_id": ticket.hall_id, "line_id": ticket.line_id})
    if ticket.user_id and not is_recall:
        promise(session, CALLED, {"ticket_id": ticket.id, "calls": ticket.calls})
