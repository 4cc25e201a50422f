"""Records of the house itself: outbox and idempotency keys."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class OutboxEntry(Base):
    """Work promised by a committed transaction; the row is the truth, the queue only a bell."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "done_at", "failed_at", "next_attempt_at"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    topic: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]] = mapped_column(Encrypted)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)
    next_attempt_at: Mapped[datetime] = mapped_column(Moment, default=now)
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    failed_at: Mapped[datetime | None] = mapped_column(Moment)


class IdempotencyRecord(Base):
    """The answer given to one Idempotency-Key of one caller."""

    __tablename__ = "idempotency_records"

    owner: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(Integer)
    answer: Mapped[dict[str, Any]] = mapped_column(Encrypted)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
