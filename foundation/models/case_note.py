"""CaseNote (办件备注): what colleagues tell each other about a case, and what it said before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class CaseNote(Base):
    """Never shown to the applicant. `mentions` are the ids of colleagues named with @."""

    __tablename__ = "case_notes"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    author_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str] = mapped_column(Encrypted)
    mentions: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_pinned: Mapped[bool] = mapped_column(Boolean, default=False)
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    __mapper_args__ = {"version_id_col": version}


class CaseNoteVersion(Base):
    """What a note said before somebody changed or removed it; only added to."""

    __tablename__ = "case_note_versions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    note_id: Mapped[str] = mapped_column(ForeignKey("case_notes.id"), index=True)
    text: Mapped[str] = mapped_column(Encrypted)
    changed_by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class NoteMention(Base):
    """提到我的: a note a colleague was named in, until it was looked at."""

    __tablename__ = "note_mentions"

    note_id: Mapped[str] = mapped_column(ForeignKey("case_notes.id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True, index=True)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
