"""Audit (审计): who did or saw what of whom; the chain over it; its sealed heads and archives."""

from __future__ import annotations

import secrets
import time
from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Key, Moment, new_id

Count = BigInteger().with_variant(Integer, "sqlite")


def timed_id() -> str:
    """A fresh key, 32 hex digits, that sorts by the microsecond in which it was made."""
    return f"{time.time_ns() // 1000:014x}{secrets.token_hex(9)}"


class AuditRecord(Base):
    """One act (网络安全法第23条(三)): written in the act's own transaction, never changed.

    `viewer` is who: `staff:chenxm`, `user:<id>`, `worker:<topic>`, `system`. `subject` is the user
    whose data it was. `fields` is JSON: column → [before, after], each a keyed digest or, for words
    of the house such as a status, the word itself. `mac` proves that the application wrote it.
    """

    __tablename__ = "audit_records"
    __table_args__ = (
        Index("ix_audit_records_viewer_at", "viewer", "at"),
        Index("ix_audit_records_subject_at", "subject", "at"),
        Index("ix_audit_records_case_number_at", "case_number", "at"),
        Index("ix_audit_records_act_at", "act", "at"),
        Index("ix_audit_records_at", "at"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=timed_id)
    sort: Mapped[str] = mapped_column(String(8), default="act")
    viewer: Mapped[str] = mapped_column(String(64), default="")
    role: Mapped[str] = mapped_column(String(16), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    session_mark: Mapped[str] = mapped_column(String(16), default="")
    act: Mapped[str] = mapped_column(String(16), default="")
    subject: Mapped[str] = mapped_column(String(64), default="")
    object_type: Mapped[str] = mapped_column(String(40), default="")
    object_id: Mapped[str] = mapped_column(String(64), default="")
    case_number: Mapped[str] = mapped_column(String(17), default="")
    what: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")
    fields: Mapped[str] = mapped_column(Text, default="")
    trace_id: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    mac: Mapped[str] = mapped_column(String(32), default="")

    __mapper_args__ = {"polymorphic_on": "sort", "polymorphic_identity": "act"}


class AccessRecord(AuditRecord):
    """A look at somebody's personal data."""

    __mapper_args__ = {"polymorphic_identity": "view"}


class ChangeRecord(AuditRecord):
    """A row made, changed or removed."""

    __mapper_args__ = {"polymorphic_identity": "change"}


class AuditPending(Base):
    """A record that was committed and is not linked yet; written beside it, gone with its link."""

    __tablename__ = "audit_pending"

    record_id: Mapped[str] = mapped_column(Key, primary_key=True)


class AuditLink(Base):
    """The chain: `digest` is SM3 over the digest before, `seq`, and all of the record."""

    __tablename__ = "audit_links"

    seq: Mapped[int] = mapped_column(Count, primary_key=True, autoincrement=False)
    record_id: Mapped[str] = mapped_column(Key, unique=True)
    digest: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """How far the chain was at a moment, sealed with a key kept apart; a copy lies outside."""

    __tablename__ = "audit_heads"

    seq: Mapped[int] = mapped_column(Count, primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime] = mapped_column(Moment, default=now)
    mac: Mapped[str] = mapped_column(String(32))


class AuditArchive(Base):
    """A stretch of the chain that left for a sealed file, with the digests at its two ends."""

    __tablename__ = "audit_archives"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    first_seq: Mapped[int] = mapped_column(Count, unique=True)
    last_seq: Mapped[int] = mapped_column(Count, unique=True)
    before: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    latest_at: Mapped[datetime] = mapped_column(Moment)
    sha256: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(32))
    archived_at: Mapped[datetime] = mapped_column(Moment, default=now)
