"""Roles as an office shaped them, and grants: who holds which role, how far it reaches."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Key, Moment, new_id


class StaffRole(Base):
    """A role (角色): a shipped one (`base`, told in code) with what an office added and removed.

    Only the difference is kept, so that what a later version ships reaches every role that did
    not refuse it. A role without a row is as shipped; one of the office's own has another id than
    its base, and counts as its base wherever steps and talks ask for a role.
    """

    __tablename__ = "staff_roles"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    base: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(200), default="")
    added: Mapped[list[str]] = mapped_column(JSON, default=list)
    removed: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_closed: Mapped[bool] = mapped_column(Boolean, default=False)
    version: Mapped[int] = mapped_column(Integer, default=1)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now)

    __mapper_args__ = {"version_id_col": version}


class StaffGrant(Base):
    """A grant (授权): role and scope. Empty lists are no limit.

    `units` is what was chosen; `departments` the codes below them, worked out anew whenever the
    tree changes (None: no limit). `fields` are rules `{"item", "field", "shown"}`.
    """

    __tablename__ = "staff_grants"
    __table_args__ = (Index("ix_staff_grants_staff_state", "staff_id", "state"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    role_id: Mapped[str] = mapped_column(String(32), index=True)
    units: Mapped[list[str]] = mapped_column(JSON, default=list)
    departments: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    items: Mapped[list[str]] = mapped_column(JSON, default=list)
    regions: Mapped[list[str]] = mapped_column(JSON, default=list)
    fields: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(16))  # asked | active | refused | revoked
    note: Mapped[str] = mapped_column(String(200), default="")
    asked_by: Mapped[str] = mapped_column(String(32))
    decided_by: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
