"""Vault (我的资料): a citizen's own files, where each was used, and uploads on their way."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class VaultFile(Base):
    """One file of a citizen, kept once however often it is used.

    `is_reusable` is the citizen's consent to use it in further cases. `document_kind` is filled by
    the reader (`flows/prereview/readings.py`) or by the citizen. `scan` is clean, off, unreachable.
    """

    __tablename__ = "vault_files"
    __table_args__ = (UniqueConstraint("user_id", "sha256"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(Encrypted)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    thumbnail_sha256: Mapped[str | None] = mapped_column(String(64))
    pages: Mapped[int | None] = mapped_column(Integer)
    notes: Mapped[list[str]] = mapped_column(JSON, default=list)
    scan: Mapped[str] = mapped_column(String(16), default="off")
    document_kind: Mapped[str | None] = mapped_column(String(32))
    valid_until: Mapped[date | None] = mapped_column(Date)
    is_reusable: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)


class FileUse(Base):
    """Where a vault file was used: one material of one case."""

    __tablename__ = "file_uses"
    __table_args__ = (UniqueConstraint("vault_file_id", "case_number", "material_id"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    vault_file_id: Mapped[str] = mapped_column(ForeignKey("vault_files.id"), index=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), index=True)
    item_name: Mapped[str] = mapped_column(String(200))
    material_id: Mapped[str] = mapped_column(String(48))
    material_name: Mapped[str] = mapped_column(String(200))
    used_at: Mapped[datetime] = mapped_column(Moment, default=now)


class VaultConsent(Base):
    """What a citizen said when asked, once, whether files may be used again; may be changed."""

    __tablename__ = "vault_consents"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    is_given: Mapped[bool] = mapped_column(Boolean)
    said_at: Mapped[datetime] = mapped_column(Moment, default=now)


class FileUpload(Base):
    """A file on its way in parts (续传): `received` bytes, `parts` their SHA-256s in order.

    Finished it names its vault files (a ZIP is several) and holds no bytes any more.
    """

    __tablename__ = "file_uploads"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(Encrypted)
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str | None] = mapped_column(String(64))
    received: Mapped[int] = mapped_column(Integer, default=0)
    parts: Mapped[list[str]] = mapped_column(JSON, default=list)
    vault_file_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
