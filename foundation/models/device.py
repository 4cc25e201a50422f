"""Devices of a hall: tablets, readers, cameras, pads, printers, terminals, and how each got in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Key, Moment, new_id


class Device(Base):
    """One machine. An empty `counter_id` is the hall itself (a terminal, a board).

    `token_hash` is the hash of the secret it got when it enrolled; a revoked device keeps its row.
    """

    __tablename__ = "devices"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    hall_id: Mapped[str] = mapped_column(ForeignKey("halls.id"), index=True)
    counter_id: Mapped[str] = mapped_column(String(24), default="", index=True)
    kind: Mapped[str] = mapped_column(String(24))
    name: Mapped[str] = mapped_column(String(60))
    model: Mapped[str] = mapped_column(String(60), default="")
    capabilities: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(16), default="active")  # active | revoked
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    enrolled_at: Mapped[datetime] = mapped_column(Moment, default=now)


class DevicePulse(Base):
    """What a device last said of itself: firmware, faults, how far its clock is off. Never a word
    about a person."""

    __tablename__ = "device_pulses"

    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"), primary_key=True)
    firmware: Mapped[str] = mapped_column(String(40), default="")
    status: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    skew_ms: Mapped[int] = mapped_column(Integer, default=0)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Enrolment(Base):
    """入网码: a code with which one device enrols, once, within its time, at the place it names."""

    __tablename__ = "enrolments"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    hall_id: Mapped[str] = mapped_column(ForeignKey("halls.id"))
    counter_id: Mapped[str] = mapped_column(String(24), default="")
    kind: Mapped[str] = mapped_column(String(24))
    name: Mapped[str] = mapped_column(String(60))
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    device_id: Mapped[str | None] = mapped_column(Key)
