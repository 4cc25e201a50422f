"""CaseRating (好差评): what an applicant thinks of how a case was handled, once, after its end."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class CaseRating(Base):
    """`satisfaction` from 5 (非常满意) to 1 (非常不满意); `channel` is where it was given, `phone`
    a number left to be asked again under. Never changed."""

    __tablename__ = "case_ratings"
    __table_args__ = (Index("ix_case_ratings_rated_at", "rated_at"),)

    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    satisfaction: Mapped[int] = mapped_column(Integer)
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    text: Mapped[str] = mapped_column(Encrypted)
    phone: Mapped[str | None] = mapped_column(Encrypted)
    channel: Mapped[str] = mapped_column(String(32))
    rated_at: Mapped[datetime] = mapped_column(Moment, default=now)


class CounterRating(Base):
    """窗口评价: what a visitor thinks of one event at a counter, once. `event` is the case's end or
    the visit. Nobody's name is in it; never changed."""

    __tablename__ = "counter_ratings"
    __table_args__ = (Index("ix_counter_ratings_hall_id_rated_at", "hall_id", "rated_at"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    event: Mapped[str] = mapped_column(String(48), unique=True)
    hall_id: Mapped[str] = mapped_column(ForeignKey("halls.id"))
    counter_id: Mapped[str] = mapped_column(ForeignKey("counters.id"))
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    item_code: Mapped[str] = mapped_column(String(31), default="")
    item_name: Mapped[str] = mapped_column(String(200), default="")
    satisfaction: Mapped[int] = mapped_column(Integer)
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    text: Mapped[str] = mapped_column(Encrypted)
    phone: Mapped[str | None] = mapped_column(Encrypted)
    rated_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Rectification(Base):
    """差评整改: a bad rating on its way 核实 → 整改 → 回访; `due_at` ends the present step.

    `rating_id` and `hall_id` name what was said at a counter, `case_number` the case whose end was
    rated, wherever: one of the two there always is, and both where a case was rated at a counter.
    """

    __tablename__ = "rectifications"
    __table_args__ = (Index("ix_rectifications_hall_id_state", "hall_id", "state"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    rating_id: Mapped[str | None] = mapped_column(ForeignKey("counter_ratings.id"), unique=True)
    hall_id: Mapped[str | None] = mapped_column(ForeignKey("halls.id"))
    case_number: Mapped[str | None] = mapped_column(ForeignKey("cases.number"), unique=True)
    state: Mapped[str] = mapped_column(String(16), default="verify")
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    opened_at: Mapped[datetime] = mapped_column(Moment, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class RectificationEvent(Base):
    """整改流转: one step of a rectification and the words of who took it, never changed."""

    __tablename__ = "rectification_events"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    rectification_id: Mapped[str] = mapped_column(ForeignKey("rectifications.id"), index=True)
    act: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Encrypted)
    was_late: Mapped[bool] = mapped_column(Boolean, default=False)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
