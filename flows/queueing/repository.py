"""Rows of queues. A citizen reaches own numbers through `access_ticket`; staff those of their hall.

Calls take their candidate with SKIP LOCKED: two processes that call at once get two numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from flows.queueing.errors import TicketUnknown
from flows.queueing.states import OPEN
from foundation.clock import now
from foundation.db import fresh
from foundation.models import (
    CallDesk,
    Counter,
    Duty,
    LineDay,
    QueueLine,
    QueueRule,
    Staff,
    Ticket,
    TicketReminder,
)
from foundation.viewer import Viewer

RECENT = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits in a line: how many, how many of them for whichever counter calls it, and since
    when the first."""

    people: int
    free: int
    since: datetime


async def lines_of(session: AsyncSession, hall_ids: Iterable[str]) -> Sequence[QueueLine]:
    rows = await session.scalars(
        select(QueueLine)
        .where(QueueLine.hall_id.in_(list(hall_ids)))
        .order_by(QueueLine.letter, QueueLine.id)
    )
    return rows.all()


async def line_by_id(
    session: AsyncSession, line_id: str, *, lock: bool = False
) -> QueueLine | None:
    query = select(QueueLine).where(QueueLine.id == line_id)
    return await session.scalar(fresh(query) if lock else query)


async def rule_of(session: AsyncSession, hall_id: str, *, lock: bool = False) -> QueueRule | None:
    query = select(QueueRule).where(QueueRule.hall_id == hall_id)
    return await session.scalar(fresh(query) if lock else query)


async def lock_day(session: AsyncSession, line_id: str, day: date) -> LineDay:
    """The line's count of the day; whoever draws a number there waits for its turn."""
    await _begin(session, LineDay, line_id=line_id, day=day, last=0)
    query = select(LineDay).where(LineDay.line_id == line_id, LineDay.day == day)
    return (await session.scalars(fresh(query))).one()


async def drew_on(session: AsyncSession, line_id: str, day: date) -> bool:
    """Whether a line gave numbers on a day."""
    counted = await session.get(LineDay, (line_id, day))
    return counted is not None and counted.last > 0


async def lock_desk(session: AsyncSession, counter_id: str) -> CallDesk:
    """The counter's own desk: its calls come one after another."""
    await _begin(session, CallDesk, counter_id=counter_id, favoured_run=0)
    return (await session.scalars(fresh(select(CallDesk).where(
        CallDesk.counter_id == counter_id
    )))).one()  # fmt: skip


async def remind_once(session: AsyncSession, ticket_id: str) -> bool:
    """True for the first who asks."""
    insert = _insert(session)
    made = await session.execute(
        insert(TicketReminder)
        .values(ticket_id=ticket_id, at=now())
        .on_conflict_do_nothing()
        .returning(TicketReminder.ticket_id)
    )
    return made.first() is not None


async def remind_again(session: AsyncSession, ticket_id: str) -> None:
    """Its place is another one: what was told of the last one does not count."""
    await session.execute(delete(TicketReminder).where(TicketReminder.ticket_id == ticket_id))


async def candidate(
    session: AsyncSession, line_ids: Sequence[str], counter_id: str, day: date, is_favoured: bool
) -> Ticket | None:
    """Whoever is next of a kind at a counter, locked; numbers that another call holds are passed
    over. A number sent to another counter is not for this one while somebody sits there."""
    is_mine = or_(Ticket.counter_id == counter_id, _is_free() & Ticket.line_id.in_(line_ids))
    return await session.scalar(
        select(Ticket)
        .where(
            Ticket.day == day, Ticket.state == "waiting",
            Ticket.is_favoured.is_(is_favoured), is_mine,
        )
        .order_by(Ticket.place_at, Ticket.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )  # fmt: skip


async def called_at(session: AsyncSession, counter_id: str) -> Ticket | None:
    """What a counter has in hand, of whatever day."""
    return await session.scalar(
        select(Ticket).where(Ticket.counter_id == counter_id, Ticket.state == "called")
    )


async def lock_ticket(session: AsyncSession, ticket_id: str) -> Ticket:
    """Raises: TicketUnknown."""
    ticket = await session.scalar(fresh(select(Ticket).where(Ticket.id == ticket_id)))
    if ticket is None:
        raise TicketUnknown
    return ticket


async def ticket_by_id(session: AsyncSession, ticket_id: str) -> Ticket | None:
    return await session.get(Ticket, ticket_id)


async def access_ticket(
    session: AsyncSession, viewer: Viewer, ticket_id: str, *, lock: bool = False
) -> Ticket:
    """The viewer's own. Raises: TicketUnknown."""
    query = select(Ticket).where(Ticket.id == ticket_id, Ticket.user_id == viewer.user_id)
    ticket = await session.scalar(fresh(query) if lock else query)
    if ticket is None:
        raise TicketUnknown
    return ticket


async def access_tickets(session: AsyncSession, viewer: Viewer, day: date) -> Sequence[Ticket]:
    """The viewer's own since that day, the newest first."""
    rows = await session.scalars(
        select(Ticket)
        .where(Ticket.user_id == viewer.user_id, Ticket.day >= day)
        .order_by(Ticket.taken_at.desc(), Ticket.id)
        .limit(20)
    )
    return rows.all()


async def open_of_user(
    session: AsyncSession, user_id: str, hall_id: str, day: date
) -> Sequence[Ticket]:
    rows = await session.scalars(
        select(Ticket).where(
            Ticket.user_id == user_id, Ticket.hall_id == hall_id, Ticket.day == day,
            Ticket.state.in_(OPEN),
        )
    )  # fmt: skip
    return rows.all()


async def ticket_by_slip(session: AsyncSession, slip: str) -> Ticket | None:
    return await session.scalar(select(Ticket).where(Ticket.slip == slip))


async def tickets_of(
    session: AsyncSession, hall_id: str, day: date, states: Sequence[str]
) -> Sequence[Ticket]:
    """Of a hall's day in these states, in the order of their places."""
    rows = await session.scalars(
        select(Ticket)
        .where(Ticket.hall_id == hall_id, Ticket.day == day, Ticket.state.in_(states))
        .order_by(Ticket.place_at, Ticket.id)
    )
    return rows.all()


async def last_called(
    session: AsyncSession, hall_id: str, day: date, limit: int
) -> Sequence[Ticket]:
    """What the board shows: the numbers called last, the newest first."""
    rows = await session.scalars(
        select(Ticket)
        .where(
            Ticket.hall_id == hall_id, Ticket.day == day, Ticket.called_at.is_not(None),
            Ticket.state.in_(("called", "skipped", "finished", "held")),
        )
        .order_by(Ticket.called_at.desc(), Ticket.id)
        .limit(limit)
    )  # fmt: skip
    return rows.all()


async def waiting_counts(
    session: AsyncSession, hall_ids: Sequence[str], day: date
) -> dict[tuple[str, bool], Waiting]:
    """By line and whether they are favoured."""
    rows = await session.execute(
        select(
            Ticket.line_id, Ticket.is_favoured, func.count(), func.count().filter(_is_free()),
            func.min(Ticket.taken_at),
        )
        .where(Ticket.hall_id.in_(hall_ids), Ticket.day == day, Ticket.state == "waiting")
        .group_by(Ticket.line_id, Ticket.is_favoured)
    )  # fmt: skip
    return {(row[0], row[1]): Waiting(*row[2:]) for row in rows}


async def place_of(session: AsyncSession, ticket: Ticket) -> tuple[int, int]:
    """How many of its own kind wait before a number in its line, and how many of the other; who
    was sent to another counter at which somebody sits is called there."""
    same = Ticket.is_favoured.is_(ticket.is_favoured)
    before = or_(
        Ticket.place_at < ticket.place_at,
        (Ticket.place_at == ticket.place_at) & (Ticket.id < ticket.id),
    )
    row = (
        await session.execute(
            select(func.count().filter(same, before), func.count().filter(~same)).where(
                Ticket.line_id == ticket.line_id, Ticket.day == ticket.day,
                Ticket.state == "waiting",
                or_(_is_free(), (Ticket.counter_id == ticket.counter_id)),
            )
        )
    ).one()  # fmt: skip
    return row[0], row[1]


async def place_behind(session: AsyncSession, ticket: Ticket, people: int) -> datetime | None:
    """The place of the `people`-th other number that waits in a line; None where fewer do."""
    return await session.scalar(
        select(Ticket.place_at)
        .where(
            Ticket.line_id == ticket.line_id, Ticket.day == ticket.day,
            Ticket.state == "waiting", Ticket.is_favoured.is_(False),
        )
        .order_by(Ticket.place_at, Ticket.id)
        .offset(people - 1)
        .limit(1)
    )  # fmt: skip


async def recent_services(
    session: AsyncSession, line_ids: Sequence[str], since: date
) -> list[tuple[str, datetime, datetime]]:
    """(line, called, ended) of the last services of each line."""
    place = func.row_number().over(partition_by=Ticket.line_id, order_by=Ticket.ended_at.desc())
    served = (
        select(Ticket.line_id, Ticket.first_called_at, Ticket.ended_at, place.label("place"))
        .where(
            Ticket.line_id.in_(line_ids), Ticket.day >= since, Ticket.state == "finished",
            Ticket.first_called_at.is_not(None),
        )
        .subquery()
    )  # fmt: skip
    rows = await session.execute(
        select(served.c.line_id, served.c.first_called_at, served.c.ended_at).where(
            served.c.place <= RECENT
        )
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def counts_of_day(
    session: AsyncSession, hall_id: str, day: date
) -> Sequence[tuple[str, str, int]]:
    """(line, state, how many)."""
    rows = await session.execute(
        select(Ticket.line_id, Ticket.state, func.count())
        .where(Ticket.hall_id == hall_id, Ticket.day == day)
        .group_by(Ticket.line_id, Ticket.state)
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def served_at(session: AsyncSession, hall_id: str, day: date) -> dict[str, int]:
    """How many each counter finished on a day."""
    rows = await session.execute(
        select(Ticket.counter_id, func.count())
        .where(Ticket.hall_id == hall_id, Ticket.day == day, Ticket.state == "finished")
        .group_by(Ticket.counter_id)
    )
    return {row[0]: row[1] for row in rows}


async def serving_counters(session: AsyncSession, hall_ids: Sequence[str]) -> Sequence[Counter]:
    """Counters at which somebody sits and calls."""
    rows = await session.scalars(
        select(Counter)
        .join(Duty, Duty.counter_id == Counter.id)
        .where(
            Counter.hall_id.in_(hall_ids), Counter.state == "open", Duty.state == "serving"
        )
    )  # fmt: skip
    return rows.all()


async def staffed_counters(session: AsyncSession, hall_ids: Sequence[str]) -> frozenset[str]:
    """Counters at which somebody sits, calling or paused: what was sent there waits for them."""
    rows = await session.scalars(
        select(Duty.counter_id)
        .join(Counter, Counter.id == Duty.counter_id)
        .where(Counter.hall_id.in_(hall_ids))
    )
    return frozenset(rows)


async def staff_by_ids(session: AsyncSession, ids: Sequence[str]) -> dict[str, Staff]:
    rows = await session.scalars(select(Staff).where(Staff.id.in_(ids)))
    return {row.id: row for row in rows}


async def next_waiting(
    session: AsyncSession, line_id: str, day: date, is_favoured: bool, limit: int
) -> Sequence[Ticket]:
    """The head of a line, of one kind."""
    rows = await session.scalars(
        select(Ticket)
        .where(
            Ticket.line_id == line_id, Ticket.day == day, Ticket.state == "waiting",
            Ticket.is_favoured.is_(is_favoured),
        )
        .order_by(Ticket.place_at, Ticket.id)
        .limit(limit)
    )  # fmt: skip
    return rows.all()


async def left_open(session: AsyncSession, before: date, limit: int) -> Sequence[Ticket]:
    """Numbers of earlier days that nobody ended, locked; those another sweep holds are left."""
    rows = await session.scalars(
        select(Ticket)
        .where(Ticket.day < before, Ticket.state.in_(OPEN))
        .order_by(Ticket.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return rows.all()


def _is_free() -> ColumnElement[bool]:
    """Sent nowhere, or where nobody sits: whoever calls its line calls it."""
    return Ticket.counter_id.not_in(select(Duty.counter_id))


async def _begin(session: AsyncSession, model: Any, **values: Any) -> None:
    insert = _insert(session)
    await session.execute(insert(model).values(**values).on_conflict_do_nothing())


def _insert(session: AsyncSession) -> type[postgresql.Insert] | type[sqlite.Insert]:
    is_postgres = session.get_bind().dialect.name == "postgresql"
    return postgresql.Insert if is_postgres else sqlite.Insert
