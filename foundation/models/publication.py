"""Publication (公示): results made public, the trace of it, objections; licences issued."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class Publication(Base):
    """A result as the public reads it, already redacted: nothing here is personal.

    `state` is waiting (for a second person), published, refused (not for the public) or withdrawn.
    `report` is the 双公示 platform's part: none, waiting, sent or failed (`problem` says why).
    """

    __tablename__ = "publications"
    __table_args__ = (Index("ix_publications_state_decided_on", "state", "decided_on"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    letter_id: Mapped[str] = mapped_column(ForeignKey("letters.id"), unique=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    item_code: Mapped[str] = mapped_column(String(31), index=True)
    item_name: Mapped[str] = mapped_column(String(200))
    department_code: Mapped[str] = mapped_column(String(18), index=True)
    department: Mapped[str] = mapped_column(String(200))
    subject_kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(200))
    credit_code: Mapped[str] = mapped_column(String(18), default="")
    document: Mapped[str] = mapped_column(String(60))
    document_number: Mapped[str] = mapped_column(String(60))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    decided_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    decided_by: Mapped[str | None] = mapped_column(Key)
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    note: Mapped[str] = mapped_column(String(200), default="")
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    report: Mapped[str] = mapped_column(String(16), default="none", index=True)
    report_number: Mapped[str] = mapped_column(String(64), default="")
    problem: Mapped[str | None] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)

    __mapper_args__ = {"version_id_col": version}


class PublicationEvent(Base):
    """One step of a publication, never changed."""

    __tablename__ = "publication_events"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"), index=True)
    act: Mapped[str] = mapped_column(String(24))
    actor: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class PublicationObjection(Base):
    """异议: somebody says a publication is wrong; `state` is open, upheld or dismissed."""

    __tablename__ = "publication_objections"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    text: Mapped[str] = mapped_column(Encrypted)
    state: Mapped[str] = mapped_column(String(16), default="open", index=True)
    answer: Mapped[str | None] = mapped_column(Encrypted)
    answered_by: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)


class IssuedLicence(Base):
    """A licence (证照) that 电子证照 issues because a letter of ours says so.

    `state` is waiting, issued, revoked or failed. `collection` is how its paper stands: '' not
    asked for, making (`collection_command` says by which command), unclear (a machine does not know
    whether it came out) or collected (when, by whom, where).
    """

    __tablename__ = "issued_licences"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    letter_id: Mapped[str] = mapped_column(ForeignKey("letters.id"), unique=True)
    replaces_id: Mapped[str | None] = mapped_column(ForeignKey("issued_licences.id"))
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(60))
    valid_until: Mapped[str] = mapped_column(String(32), default="")
    platform_code: Mapped[str] = mapped_column(String(64), default="")
    state: Mapped[str] = mapped_column(String(16), default="waiting", index=True)
    problem: Mapped[str | None] = mapped_column(String(200))
    collection: Mapped[str] = mapped_column(String(16), default="")
    collection_command: Mapped[str | None] = mapped_column(Key, index=True)
    collected_at: Mapped[datetime | None] = mapped_column(Moment)
    collected_by: Mapped[str] = mapped_column(String(100), default="")
    collected_where: Mapped[str] = mapped_column(String(160), default="")
    issued_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
