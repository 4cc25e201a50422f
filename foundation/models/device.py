"""Devices of a hall: tablets, readers, cameras, pads, printers, terminals, and how each got in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


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
    about a person. `connection` names the socket that speaks for it now, empty after it left."""

    __tablename__ = "device_pulses"

    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"), primary_key=True)
    firmware: Mapped[str] = mapped_column(String(40), default="")
    status: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    skew_ms: Mapped[int] = mapped_column(Integer, default=0)
    seen_at: Mapped[datetime] = mapped_column(Moment, default=now)
    connection: Mapped[str] = mapped_column(String(32), default="")


class DeviceCommand(Base):
    """设备指令: one thing a device is asked to do, from the question to its end.

    `state`: queued → sent → acknowledged → done | failed | expired. `sent_by` is the connection
    that carried it last: each carries it once, until the device says that it has it. `concerns` is
    what it is for (`case:TH…`, `handoff:…`). `arguments` and `result` may speak of people: they are
    encrypted, and gone after `forget_at`. `request_id` makes the same question the same command.
    """

    __tablename__ = "device_commands"
    __table_args__ = (
        Index("ix_device_commands_device_id_state", "device_id", "state"),
        Index("ix_device_commands_counter_id_created_at", "counter_id", "created_at"),
        Index("ix_device_commands_state_expires_at", "state", "expires_at"),
        UniqueConstraint("asked_by", "request_id"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"))
    counter_id: Mapped[str] = mapped_column(String(24), default="")
    verb: Mapped[str] = mapped_column(String(24))
    arguments: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    concerns: Mapped[str] = mapped_column(String(64), default="")
    asked_by: Mapped[str] = mapped_column(String(64))
    request_id: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default="queued")
    reason: Mapped[str] = mapped_column(String(200), default="")
    result: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    sent_by: Mapped[str] = mapped_column(String(32), default="")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    forget_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class DeviceEvent(Base):
    """设备事件: what a device told by itself, once: it says it again until it is answered.

    `event_id` is the device's own; `happened_at` is put right by how far its clock is off. `data`
    (a scanned code) is gone after `forget_at`.
    """

    __tablename__ = "device_events"
    __table_args__ = (
        UniqueConstraint("device_id", "event_id"),
        Index("ix_device_events_counter_id_received_at", "counter_id", "received_at"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"))
    counter_id: Mapped[str] = mapped_column(String(24), default="")
    event_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(24))
    data: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    happened_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment, default=now)
    forget_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class TerminalVisit(Base):
    """自助办理: one citizen's time at a self-service terminal.

    `way`: `code` (a phone takes the one on the screen) or `card` (an identity card lies on the
    reader; its holder's phone, or a member of staff beside them, says that it is they).
    `state`: waiting → claimed (by whom `answered_by` says) → open → ended. `session_hash` names
    the session lent to the terminal, which ends with the visit. `card` is what the reader gave,
    gone when the visit is claimed or ends; `holder_index` finds its holder's account.
    """

    __tablename__ = "terminal_visits"
    __table_args__ = (
        Index("ix_terminal_visits_device_id_started_at", "device_id", "started_at"),
        Index("ix_terminal_visits_holder_index", "holder_index", "started_at"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(16), default="waiting", index=True)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    session_hash: Mapped[str] = mapped_column(String(64), default="")
    started_at: Mapped[datetime] = mapped_column(Moment, default=now)
    last_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(String(16), default="")
    """left | idle | replaced | lapsed | denied (by the phone) | refused (by staff)"""
    way: Mapped[str] = mapped_column(String(8), default="code")
    holder_index: Mapped[str] = mapped_column(String(64), default="")
    card: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    answered_by: Mapped[str] = mapped_column(String(100), default="")


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
