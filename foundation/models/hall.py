"""Halls (办事大厅), their counters, the codes printed for them, and how often those are scanned."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Key, Moment, new_id


class Hall(Base):
    """One hall. `place_id` names the place citizens are shown (办事地点), if there is one; `region`
    the street it belongs to, empty for the district's own."""

    __tablename__ = "halls"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(200))
    place_id: Mapped[str] = mapped_column(String(64), default="")
    region: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[str] = mapped_column(String(16), default="open")  # open | closed
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}


class Counter(Base):
    """窗口 (a counter): `number` as it hangs above it; `items` served there, empty for all.

    `is_for_terminals` marks a place where machines stand and nobody sits (自助服务位): it is shown
    where things stand, and is no window to sit at, to be sent to or to hand something over at.
    """

    __tablename__ = "counters"
    __table_args__ = (UniqueConstraint("hall_id", "number"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    hall_id: Mapped[str] = mapped_column(ForeignKey("halls.id"), index=True)
    number: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(60))
    items: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_for_terminals: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(16), default="open")  # open | closed
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    updated_at: Mapped[datetime] = mapped_column(Moment, default=now)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_window(self) -> bool:
        return not self.is_for_terminals

    @property
    def place(self) -> str:
        """How the hall's people call it: `A01窗口 综合咨询`, `Z01 自助服务`."""
        return f"{self.number}{'窗口' if self.is_window else ''} {self.name}"


class Duty(Base):
    """Who sits at a counter now: one person at one counter, until they leave or hand over."""

    __tablename__ = "duties"

    counter_id: Mapped[str] = mapped_column(ForeignKey("counters.id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), unique=True)
    since: Mapped[datetime] = mapped_column(Moment, default=now)
    state: Mapped[str] = mapped_column(String(16), default="serving")  # serving | paused


class PrintedCode(Base):
    """A code on a poster: it knows where it hangs, and can be withdrawn. The same place and
    target have one code, however often it is printed. An empty `counter_id` is the whole hall."""

    __tablename__ = "printed_codes"
    __table_args__ = (UniqueConstraint("hall_id", "counter_id", "item_code"),)

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    hall_id: Mapped[str] = mapped_column(ForeignKey("halls.id"))
    counter_id: Mapped[str] = mapped_column(String(24), default="")
    item_code: Mapped[str] = mapped_column(String(31))
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)


class ScanCount(Base):
    """How often a code was scanned on a day, by place, way and what came of it: numbers only,
    nobody's name. Empty columns are what the code does not tell."""

    __tablename__ = "scan_counts"
    __table_args__ = (
        UniqueConstraint(
            "day", "hall_id", "counter_id", "kind", "item_code", "way", "outcome",
            name="uq_scan_counts_what",
        ),
        Index("ix_scan_counts_hall_id_day", "hall_id", "day"),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    day: Mapped[date] = mapped_column(Date)
    hall_id: Mapped[str] = mapped_column(String(24), default="")
    counter_id: Mapped[str] = mapped_column(String(24), default="")
    kind: Mapped[str] = mapped_column(String(16), default="")
    item_code: Mapped[str] = mapped_column(String(31), default="")
    way: Mapped[str] = mapped_column(String(16))  # mini_program | wechat | yueshengshi | browser
    outcome: Mapped[str] = mapped_column(String(16))  # opened | refused
    count: Mapped[int] = mapped_column(Integer, default=0)
