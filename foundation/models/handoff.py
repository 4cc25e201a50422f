"""Handoff (转人工): a citizen's wait for and talk with a person, its steps, notes and phrases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class Handoff(Base):
    """One wait and talk. `staff_id` is who speaks (or spoke last); while waiting there is none.

    `topic` is a department's code, or `general` (综合). `video` is none, invited, agreed, declined.
    """

    __tablename__ = "handoffs"
    __table_args__ = (Index("ix_handoffs_queue", "state", "topic", "opened_at"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    conversation_id: Mapped[str] = mapped_column(String(32), index=True)
    kind: Mapped[str] = mapped_column(String(16), default="to_staff")
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    topic: Mapped[str] = mapped_column(String(32))
    topic_name: Mapped[str] = mapped_column(String(100))
    item_code: Mapped[str | None] = mapped_column(String(31))
    asked_by: Mapped[str] = mapped_column(String(16), default="citizen")  # citizen | policy
    reason: Mapped[str] = mapped_column(Encrypted)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    work_order_number: Mapped[str | None] = mapped_column(String(17))
    video: Mapped[str] = mapped_column(String(16), default="none")
    satisfaction: Mapped[int | None] = mapped_column(Integer)
    rating: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    opened_at: Mapped[datetime] = mapped_column(Moment, default=now)
    nudged_at: Mapped[datetime | None] = mapped_column(Moment)
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class HandoffEvent(Base):
    """转人工流转: one step of a handoff, never changed."""

    __tablename__ = "handoff_events"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    handoff_id: Mapped[str] = mapped_column(ForeignKey("handoffs.id"), index=True)
    act: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(100))
    staff_id: Mapped[str | None] = mapped_column(Key)
    text: Mapped[str] = mapped_column(Encrypted)
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class HandoffNote(Base):
    """内部备注: what colleagues tell each other; never shown to the citizen."""

    __tablename__ = "handoff_notes"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    handoff_id: Mapped[str] = mapped_column(ForeignKey("handoffs.id"), index=True)
    author_name: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Encrypted)
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class CannedReply(Base):
    """常用语: a reply a department keeps ready. An empty `department_code` is everybody's."""

    __tablename__ = "canned_replies"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    department_code: Mapped[str] = mapped_column(String(18), default="", index=True)
    title: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(1000))
    author_name: Mapped[str] = mapped_column(String(100))
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)
