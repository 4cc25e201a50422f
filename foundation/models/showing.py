"""Showings (上屏): what a clerk puts on the counter's tablet, and what came back from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id

UNDECIDED = "outcome = 'conflict' AND decision IS NULL"


class Showing(Base):
    """One thing on a counter's tablet. While it stands, `stands_at` names the counter, so that a
    tablet shows one thing. `content_sha256` names exactly what is shown; an answer repeats it.
    `pad_hash` is the phone's secret once one has taken it over."""

    __tablename__ = "showings"
    __table_args__ = (Index("ix_showings_counter_id_shown_at", "counter_id", "shown_at"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    hall_id: Mapped[str] = mapped_column(ForeignKey("halls.id"))
    counter_id: Mapped[str] = mapped_column(ForeignKey("counters.id"))
    stands_at: Mapped[str | None] = mapped_column(String(24), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    case_number: Mapped[str | None] = mapped_column(ForeignKey("cases.number"), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    content: Mapped[dict[str, Any]] = mapped_column(Encrypted)
    content_sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default="shown")  # answered | taken_back
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    pad_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    answer: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    shown_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class Delivery(Base):
    """送达记录: an answer, signature or photo a tablet delivered, once by its key. One that no
    longer fitted (`outcome` conflict) is kept whole until a clerk takes it or leaves it: `decision`
    and whose it was, with the reason where it was left."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_counter_id_received_at", "counter_id", "received_at"),
        Index(
            "ix_deliveries_undecided",
            "counter_id",
            "received_at",
            postgresql_where=text(UNDECIDED),
            sqlite_where=text(UNDECIDED),
        ),
    )

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    showing_id: Mapped[str] = mapped_column(ForeignKey("showings.id"), index=True)
    counter_id: Mapped[str] = mapped_column(ForeignKey("counters.id"))
    kind: Mapped[str] = mapped_column(String(16))
    body_sha256: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(16))  # accepted | duplicate | conflict
    detail: Mapped[str] = mapped_column(String(200), default="")
    kept: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    made_at: Mapped[datetime | None] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment, default=now)
    decision: Mapped[str | None] = mapped_column(String(16))  # adopted | discarded
    decided_by: Mapped[str | None] = mapped_column(String(100))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str | None] = mapped_column(Encrypted)


class Signature(Base):
    """手写签名: bound to the very document it was made under. `record` is all the document was made
    from; `strokes` and `picture` the writing; `binding` proves that these belong together. It was
    written on a showing, or under the list of a parcel."""

    __tablename__ = "signatures"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    showing_id: Mapped[str | None] = mapped_column(ForeignKey("showings.id"), unique=True)
    parcel_key: Mapped[str | None] = mapped_column(ForeignKey("parcels.key"), unique=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    purpose: Mapped[str] = mapped_column(String(16))
    """acceptance | commitment | application | parcel"""
    record: Mapped[dict[str, Any]] = mapped_column(Encrypted)
    document_sha256: Mapped[str] = mapped_column(String(64))
    content_sha256: Mapped[str] = mapped_column(String(64))
    strokes: Mapped[dict[str, Any]] = mapped_column(Encrypted)
    picture: Mapped[str] = mapped_column(Encrypted)
    binding: Mapped[str] = mapped_column(String(64))
    way: Mapped[str] = mapped_column(String(16))  # tablet | phone | desk
    witness: Mapped[str] = mapped_column(String(100))
    signed_sha256: Mapped[str] = mapped_column(String(64))
    sealed_sha256: Mapped[str | None] = mapped_column(String(64))
    problem: Mapped[str | None] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment, default=now)
