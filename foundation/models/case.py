"""Case (办件): the application, its files and its timeline."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class Case(Base):
    """`form` holds what the applicant wrote, encrypted; `status` is one of the contract's words.

    `region` is the street the case is about, as its form told when handed in; often nobody knows.
    Grants by street and lists read it here and nowhere else.
    `due_at` ends the promised time, `statutory_due_at` the lawful one, both counted from
    `clock_started_at`; from `yellow_at` and `red_at` on staff are warned, and `warned` says how
    far they were told. No warning moments: the clock stands still.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_submitted", "submitted_at", "number"),
        Index("ix_cases_status_submitted", "status", "submitted_at", "number"),
        Index("ix_cases_department_submitted", "department_code", "submitted_at", "number"),
        Index("ix_cases_department_status", "department_code", "status", "submitted_at", "number"),
        Index("ix_cases_region_submitted", "region", "submitted_at", "number"),
        Index("ix_cases_department_region", "department_code", "region", "submitted_at", "number"),
        Index("ix_cases_item_submitted", "item_code", "submitted_at", "number"),
        Index(
            "ix_cases_due",
            "due_at",
            "number",
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
        Index("ix_cases_due_all", "due_at", "number"),
        Index("ix_cases_warned_yellow", "warned", "yellow_at"),
        Index(
            "ix_cases_yellow",
            "yellow_at",
            postgresql_where=text("yellow_at IS NOT NULL"),
            sqlite_where=text("yellow_at IS NOT NULL"),
        ),
        UniqueConstraint("user_id", "guidance_run_id"),
    )

    number: Mapped[str] = mapped_column(String(17), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    item_code: Mapped[str] = mapped_column(String(31))
    item_name: Mapped[str] = mapped_column(String(200))
    department_code: Mapped[str] = mapped_column(String(18))
    region: Mapped[str | None] = mapped_column(String(40))
    revision: Mapped[str] = mapped_column(String(12))
    guidance_run_id: Mapped[str | None] = mapped_column(ForeignKey("guidance_runs.id"))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    form: Mapped[dict[str, Any]] = mapped_column(Encrypted)
    prefilled: Mapped[list[str]] = mapped_column(JSON, default=list)
    status: Mapped[str] = mapped_column(String(24), default="draft")
    channel: Mapped[str] = mapped_column(String(32))
    supplement: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    statutory_due_at: Mapped[datetime | None] = mapped_column(Moment)
    clock_started_at: Mapped[datetime | None] = mapped_column(Moment)
    yellow_at: Mapped[datetime | None] = mapped_column(Moment)
    red_at: Mapped[datetime | None] = mapped_column(Moment)
    warned: Mapped[str] = mapped_column(String(8), default="", server_default="")
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now)

    __mapper_args__ = {"version_id_col": version}


class CaseFile(Base):
    """One uploaded file of one material; the bytes lie encrypted under `sha256` in the store.

    `vault_file_id` is the citizen's own copy while there is one; this one outlives it. `scan` is
    clean, off (no scanner), or unreachable (kept, not yet scanned).
    """

    __tablename__ = "case_files"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    material_id: Mapped[str] = mapped_column(String(48))
    name: Mapped[str] = mapped_column(Encrypted)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    thumbnail_sha256: Mapped[str | None] = mapped_column(String(64))
    scan: Mapped[str] = mapped_column(String(16), default="off", server_default="off")
    vault_file_id: Mapped[str | None] = mapped_column(Key, index=True)
    uploaded_at: Mapped[datetime] = mapped_column(Moment, default=now)


class CaseEvent(Base):
    """办件流转: one step of the timeline, never changed."""

    __tablename__ = "case_events"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(24))
    actor: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class CaseSuspension(Base):
    """中止计时: from the day after it began to the day it ended no clock of the case counts.

    `kind` is supplement, or one of those of 《行政许可法》第45条. `resumes` is the status a case
    goes back to when its applicant has supplemented.
    """

    __tablename__ = "case_suspensions"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Encrypted)
    resumes: Mapped[str] = mapped_column(String(24), default="")
    expected_days: Mapped[int | None] = mapped_column(Integer)
    started_by: Mapped[str] = mapped_column(String(100))
    started_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_by: Mapped[str | None] = mapped_column(String(100))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
