"""The organisation (组织架构): units in a tree, their history, and posts with who holds them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Key, Moment, new_id


class Unit(Base):
    """A unit (机构): the district, a department, an office below it, a street, a hall.

    `code` is the department's code that cases carry; a unit without one stands under the next
    above it. `region` names the street of a street office. A merged unit stays, below the one it
    went into, because cases still carry its code.
    """

    __tablename__ = "units"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("units.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))  # district | department | office | street | hall
    name: Mapped[str] = mapped_column(String(100))
    code: Mapped[str | None] = mapped_column(String(18), index=True)
    region: Mapped[str | None] = mapped_column(String(40))
    place: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[str] = mapped_column(String(16), default="open")  # open | closed | merged
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)

    __mapper_args__ = {"version_id_col": version}


class UnitEvent(Base):
    """机构沿革: one change of a unit, never changed itself; `before` is what undoing needs."""

    __tablename__ = "unit_events"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.id"), index=True)
    act: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(String(300), default="")
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class Post(Base):
    """A post (岗位) of a unit."""

    __tablename__ = "posts"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class PostHolding(Base):
    """任职: somebody holds a post, from a moment until one."""

    __tablename__ = "post_holdings"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    post_id: Mapped[str] = mapped_column(ForeignKey("posts.id"), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    since: Mapped[datetime] = mapped_column(Moment, default=now)
    until: Mapped[datetime | None] = mapped_column(Moment)
