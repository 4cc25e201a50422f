"""Reports (报表): definitions by version, runs of a period, each recipient's copy, mailboxes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class ReportVersion(Base):
    """A definition as it was saved; never changed, the highest number counts."""

    __tablename__ = "report_versions"
    __table_args__ = (UniqueConstraint("key", "number"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(48))
    number: Mapped[int] = mapped_column(Integer)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    author: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class ReportRun(Base):
    """A definition over one period: there is one, however often it is asked for.

    `state`: waiting, done or failed; `problem` tells staff why. `turn` counts how often it was
    computed anew.
    """

    __tablename__ = "report_runs"
    __table_args__ = (UniqueConstraint("key", "first_day", "last_day"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(48))
    version_id: Mapped[str] = mapped_column(ForeignKey("report_versions.id"))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    turn: Mapped[int] = mapped_column(Integer, default=1)
    problem: Mapped[str] = mapped_column(String(300), default="")
    asked_by: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    done_at: Mapped[datetime | None] = mapped_column(Moment)


class ReportCopy(Base):
    """A run as one member of staff may see it: the table, and its files in the file store.

    `mail`: none (looked at in the console only), waiting, sent, failed or no_address.
    """

    __tablename__ = "report_copies"
    __table_args__ = (
        UniqueConstraint("run_id", "staff_id", "turn"),
        Index("ix_report_copies_mail", "mail", "created_at"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    run_id: Mapped[str] = mapped_column(ForeignKey("report_runs.id"), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    turn: Mapped[int] = mapped_column(Integer, default=1)
    table: Mapped[dict[str, Any]] = mapped_column(Encrypted)
    xlsx_sha256: Mapped[str] = mapped_column(String(64))
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    mail: Mapped[str] = mapped_column(String(16), default="none")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    problem: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class StaffMailbox(Base):
    """Where a member of staff is written to."""

    __tablename__ = "staff_mailboxes"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    address: Mapped[str] = mapped_column(Encrypted)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)
