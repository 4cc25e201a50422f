"""What is known (知识库): entries, their revisions, who did what, imports, regions, links."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Key, Moment, new_id


class KnowledgeEntry(Base):
    """One thing that is known, whatever is being said of it at the moment.

    `kind` is item, faq, document, place or rules; `key` is the item code or the content's own id.
    `origin` tells who brought it: `content`, `import:<source>` or `console`.
    """

    __tablename__ = "knowledge_entries"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(300))
    region: Mapped[str] = mapped_column(String(6), index=True)
    origin: Mapped[str] = mapped_column(String(64), index=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)

    __mapper_args__ = {"version_id_col": version}


class KnowledgeRevision(Base):
    """What is said of an entry, as it stood; never changed once published, never deleted then.

    `shape` names the schema of `body`: item, brief, faq, document, place or rules. `raw` is what an
    import was made from, untouched. `effective_from` is the first day it holds, `expires_on`
    the first day it no longer does.
    """

    __tablename__ = "knowledge_revisions"
    __table_args__ = (
        UniqueConstraint("entry_id", "number"),
        Index("ix_knowledge_revisions_state_shape", "state", "shape"),
        Index("ix_knowledge_revisions_entry_state", "entry_id", "state"),
        Index("ix_knowledge_revisions_entry_fingerprint", "entry_id", "fingerprint"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    entry_id: Mapped[str] = mapped_column(ForeignKey("knowledge_entries.id"))
    number: Mapped[int] = mapped_column(Integer)
    shape: Mapped[str] = mapped_column(String(16))
    fingerprint: Mapped[str] = mapped_column(String(12))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    raw: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    state: Mapped[str] = mapped_column(String(16))
    effective_from: Mapped[date | None] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date, index=True)
    author: Mapped[str] = mapped_column(String(64))
    author_name: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)
    published_at: Mapped[datetime | None] = mapped_column(Moment)

    __mapper_args__ = {"version_id_col": version}


class KnowledgeEvent(Base):
    """Who did what with an entry, and when; only added to."""

    __tablename__ = "knowledge_events"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("knowledge_entries.id"), index=True)
    revision: Mapped[int] = mapped_column(Integer)
    action: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(64))
    actor_name: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class KnowledgeGeneration(Base):
    """One row: how often what is published has changed. Processes ask it whether to read anew."""

    __tablename__ = "knowledge_generation"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(Integer)


class ImportBatch(Base):
    """One import (导入批次): the file, how far it is, and its report."""

    __tablename__ = "import_batches"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(16))
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    actor: Mapped[str] = mapped_column(String(64))
    actor_name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)


class Region(Base):
    """A district, street or community (行政区划) by its statistical code."""

    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), index=True)
    level: Mapped[str] = mapped_column(String(16))
    parent: Mapped[str] = mapped_column(String(12), index=True)


class LinkCheck(Base):
    """What came of asking an address that content points to (链接检查)."""

    __tablename__ = "link_checks"

    url_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    url: Mapped[str] = mapped_column(String(2000))
    is_broken: Mapped[bool]
    detail: Mapped[str] = mapped_column(String(200))
    checked_at: Mapped[datetime] = mapped_column(Moment, default=now)
