"""Queues of a hall: lines, the numbers drawn in them, and what each counter calls by."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id

_CALLED = text("state = 'called'")


class QueueLine(Base):
    """队列 (a line): people with the same kind of business wait in it. `items` is empty for 综合;
    `letter` begins its numbers; `hours` are the local hours in which numbers are given, on working
    days or `every_day`."""

    __tablename__ = "queue_lines"
    __table_args__ = (UniqueConstraint("hall_id", "letter"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    hall_id: Mapped[str] = mapped_column(ForeignKey("halls.id"), index=True)
    letter: Mapped[str] = mapped_column(String(2))
    digits: Mapped[int] = mapped_column(Integer, default=3)
    name: Mapped[str] = mapped_column(String(60))
    items: Mapped[list[str]] = mapped_column(JSON, default=list)
    hours: Mapped[str] = mapped_column(String(60), default="09:00-12:00,13:00-17:00")
    every_day: Mapped[bool] = mapped_column(Boolean, default=False)
    wait_limit_minutes: Mapped[int] = mapped_column(Integer, default=30)
    state: Mapped[str] = mapped_column(String(16), default="open")  # open | closed
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class QueueRule(Base):
    """叫号规则: how a hall calls and what it does about people who do not come; one a hall."""

    __tablename__ = "queue_rules"

    hall_id: Mapped[str] = mapped_column(ForeignKey("halls.id"), primary_key=True)
    favoured_in_a_row: Mapped[int] = mapped_column(Integer, default=2)
    back_behind: Mapped[int] = mapped_column(Integer, default=3)
    remind_ahead: Mapped[int] = mapped_column(Integer, default=3)
    book_days: Mapped[int] = mapped_column(Integer, default=14)
    check_in_before: Mapped[int] = mapped_column(Integer, default=30)
    check_in_after: Mapped[int] = mapped_column(Integer, default=15)
    missed_limit: Mapped[int] = mapped_column(Integer, default=3)
    missed_days: Mapped[int] = mapped_column(Integer, default=90)
    barred_days: Mapped[int] = mapped_column(Integer, default=30)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class LineDay(Base):
    """How far a line has counted on a day of Guangzhou; whoever draws a number locks it."""

    __tablename__ = "line_days"

    line_id: Mapped[str] = mapped_column(ForeignKey("queue_lines.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    last: Mapped[int] = mapped_column(Integer, default=0)


class Ticket(Base):
    """排队号 (a number): one person's turn on one day.

    `place_at` orders the line: the moment it was drawn, or behind whom it came back. `priority` is
    why somebody is favoured (sensitive: disability, pregnancy), `is_favoured` only that they are.
    `counter_id` is where it was called, or where alone it may be called after a transfer. `slip` is
    the secret in the code on paper. One counter has one ticket called at a time (the index).
    """

    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("hall_id", "day", "number"),
        Index("ix_tickets_waiting", "line_id", "day", "state", "is_favoured", "place_at"),
        Index("ix_tickets_hall_id_day", "hall_id", "day", "state"),
        Index(
            "uq_tickets_called_at", "counter_id", unique=True,
            postgresql_where=_CALLED, sqlite_where=_CALLED,
        ),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    hall_id: Mapped[str] = mapped_column(ForeignKey("halls.id"))
    line_id: Mapped[str] = mapped_column(ForeignKey("queue_lines.id"))
    day: Mapped[date] = mapped_column(Date)
    number: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    way: Mapped[str] = mapped_column(String(16))  # phone | door | appointment
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"), index=True)
    item_code: Mapped[str] = mapped_column(String(31), default="")
    priority: Mapped[str] = mapped_column(Encrypted)
    is_favoured: Mapped[bool] = mapped_column(Boolean, default=False)
    place_at: Mapped[datetime] = mapped_column(Moment, default=now)
    counter_id: Mapped[str] = mapped_column(String(24), default="")
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    calls: Mapped[int] = mapped_column(Integer, default=0)
    returns: Mapped[int] = mapped_column(Integer, default=0)
    slip: Mapped[str] = mapped_column(String(24), unique=True)
    taken_at: Mapped[datetime] = mapped_column(Moment, default=now)
    first_called_at: Mapped[datetime | None] = mapped_column(Moment)
    called_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class CallDesk(Base):
    """叫号台: how many favoured people a counter called in a row; locked by each of its calls."""

    __tablename__ = "call_desks"

    counter_id: Mapped[str] = mapped_column(ForeignKey("counters.id"), primary_key=True)
    favoured_run: Mapped[int] = mapped_column(Integer, default=0)


class TicketReminder(Base):
    """Who was told that their turn comes, once a ticket. It names the ticket without a foreign
    key: that would lock the ticket, and calls pass over what is locked."""

    __tablename__ = "ticket_reminders"

    ticket_id: Mapped[str] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
