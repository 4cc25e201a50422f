"""Appointments (预约): the weekly plan of slots, what is taken of each, and who comes when."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id

_BOOKED = text("state = 'booked'")


class SlotPlan(Base):
    """放号计划: on this weekday (Monday is 0) the line takes `quota` people from `starts` to `ends`
    (local HH:MM)."""

    __tablename__ = "slot_plans"
    __table_args__ = (UniqueConstraint("line_id", "weekday", "starts"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    line_id: Mapped[str] = mapped_column(ForeignKey("queue_lines.id"))
    weekday: Mapped[int] = mapped_column(Integer)
    starts: Mapped[str] = mapped_column(String(5))
    ends: Mapped[str] = mapped_column(String(5))
    quota: Mapped[int] = mapped_column(Integer)


class SlotDay(Base):
    """How many booked a slot of one day; whoever books moves it by one within the quota."""

    __tablename__ = "slot_days"

    line_id: Mapped[str] = mapped_column(ForeignKey("queue_lines.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    starts: Mapped[str] = mapped_column(String(5), primary_key=True)
    taken: Mapped[int] = mapped_column(Integer, default=0)


class Appointment(Base):
    """预约: one person comes about one item to one slot. `code` is the secret in the QR shown at
    the door; `ticket_id` the number it became. One active for a person, item and day (the index).
    """

    __tablename__ = "appointments"
    __table_args__ = (
        Index("ix_appointments_user_id", "user_id", "day"),
        Index("ix_appointments_line_id", "line_id", "day", "state"),
        Index(
            "uq_appointments_booked", "user_id", "item_code", "day", unique=True,
            postgresql_where=_BOOKED, sqlite_where=_BOOKED,
        ),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    hall_id: Mapped[str] = mapped_column(ForeignKey("halls.id"))
    line_id: Mapped[str] = mapped_column(ForeignKey("queue_lines.id"))
    item_code: Mapped[str] = mapped_column(String(31), default="")
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    day: Mapped[date] = mapped_column(Date)
    starts: Mapped[str] = mapped_column(String(5))
    ends: Mapped[str] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(16), default="booked")
    priority: Mapped[str] = mapped_column(Encrypted)
    code: Mapped[str] = mapped_column(String(24), unique=True)
    ticket_id: Mapped[str | None] = mapped_column(Key)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
