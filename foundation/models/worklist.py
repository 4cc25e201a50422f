"""What staff keep for their own lists: watched cases, saved views, pinned items, exports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class CaseWatch(Base):
    """关注: a case somebody wants to keep in sight."""

    __tablename__ = "case_watches"
    __table_args__ = (Index("ix_case_watches_staff", "staff_id", "created_at"),)

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class SavedView(Base):
    """常用视图: a list with its filters, order and columns under a name; a lead may share it."""

    __tablename__ = "saved_views"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    department_code: Mapped[str] = mapped_column(String(18), default="")
    name: Mapped[str] = mapped_column(String(40))
    list_name: Mapped[str] = mapped_column(String(16))
    query: Mapped[dict[str, Any]] = mapped_column(JSON)
    is_shared: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now)


class ItemPin(Base):
    """常办事项: an item somebody keeps at hand, whatever is done most."""

    __tablename__ = "item_pins"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    item_code: Mapped[str] = mapped_column(String(31), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class ParkMember(Base):
    """An enterprise a park counts as its own, wherever its papers say it sits."""

    __tablename__ = "park_members"

    park_id: Mapped[str] = mapped_column(String(48), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    added_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Export(Base):
    """导出: one list written to a file by the worker, for its owner alone, for a day.

    `state`: waiting, running, done, cancelled, failed, expired. `run` names the one attempt that
    may write; it holds until `held_until`. `request` is list, filters, columns and reason.
    """

    __tablename__ = "exports"
    __table_args__ = (Index("ix_exports_owner", "owner_id", "created_at"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    format: Mapped[str] = mapped_column(String(8))  # xlsx | csv
    request: Mapped[dict[str, Any]] = mapped_column(Encrypted)
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    problem: Mapped[str | None] = mapped_column(String(200))
    run: Mapped[str | None] = mapped_column(Key)
    held_until: Mapped[datetime | None] = mapped_column(Moment)
    done_rows: Mapped[int] = mapped_column(Integer, default=0)
    total_rows: Mapped[int] = mapped_column(Integer, default=0)
    size: Mapped[int] = mapped_column(Integer, default=0)
    sha256: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
