"""Inspection (云勘察): looking at an applicant's premises from afar, its stills and its record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class Inspection(Base):
    """One inspection of a case, from the invitation to the signed record.

    `checklist` is the item's list as it stood when invited; `answers` are verdict and note by its
    point. `consents` say picture, sound and position each by itself. `position` is what the
    applicant's device told last (WGS 84 degrees, metres of accuracy, moment). `record` is all that
    the record's template is given and `record_sha256` names its very bytes; `signature` holds the
    strokes and the hash of the record they were made under. `sealed_sha256` names the signed record
    under the office's seal; `problem` says why it has none yet. `record_number` is drawn with the
    signature, `token` opens the page on which anybody checks the record.
    """

    __tablename__ = "inspections"
    __table_args__ = (
        Index("ix_inspections_state", "state", "expires_at"),
        Index("ix_inspections_token", "token", unique=True),
        Index("ix_inspections_sealed", "sealed_sha256"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    staff_name: Mapped[str] = mapped_column(String(100))
    staff_number: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default="invited")
    reason: Mapped[str] = mapped_column(Encrypted)
    focus: Mapped[str] = mapped_column(Encrypted)
    proposed_at: Mapped[datetime | None] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    consents: Mapped[dict[str, bool]] = mapped_column(JSON, default=dict)
    position: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    checklist: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    answers: Mapped[dict[str, Any]] = mapped_column(Encrypted)
    notes: Mapped[str] = mapped_column(Encrypted)
    record: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    record_sha256: Mapped[str | None] = mapped_column(String(64))
    recorded_at: Mapped[datetime | None] = mapped_column(Moment)
    signature: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    sealed_sha256: Mapped[str | None] = mapped_column(String(64))
    record_number: Mapped[str | None] = mapped_column(String(60))
    token: Mapped[str | None] = mapped_column(String(32))
    problem: Mapped[str | None] = mapped_column(String(200))
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class InspectionStill(Base):
    """现场照片: one still. `original_sha256` names it as taken in, `shown_sha256` with time, place
    and case number burnt in, `sent_sha256` the bytes as they came. `place` is where the applicant's
    device was (as `Inspection.position`), or none where it was not to be told."""

    __tablename__ = "inspection_stills"
    __table_args__ = (UniqueConstraint("inspection_id", "client_id"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"), index=True)
    client_id: Mapped[str] = mapped_column(String(64))
    sequence: Mapped[int] = mapped_column(Integer)
    taken_by: Mapped[str] = mapped_column(String(16))  # staff | citizen
    point_id: Mapped[str | None] = mapped_column(String(48))
    taken_at: Mapped[datetime] = mapped_column(Moment)
    place: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    caption: Mapped[str] = mapped_column(Encrypted)
    sent_sha256: Mapped[str] = mapped_column(String(64))
    original_sha256: Mapped[str] = mapped_column(String(64))
    shown_sha256: Mapped[str] = mapped_column(String(64))
    thumbnail_sha256: Mapped[str | None] = mapped_column(String(64))
    scan: Mapped[str] = mapped_column(String(16), default="off")
    size: Mapped[int] = mapped_column(Integer)
    received_at: Mapped[datetime] = mapped_column(Moment, default=now)


class InspectionEvent(Base):
    """勘察流转: one step of an inspection, never changed."""

    __tablename__ = "inspection_events"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"), index=True)
    act: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Encrypted)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
