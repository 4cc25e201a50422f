"""What is shown of devices: to a counter, to whoever manages halls, to whoever asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from flows.devices.contract import (
    FAULTS,
    LARGE_SKEW_MS,
    SILENT_AFTER,
    VERBS,
    State,
    fault_of,
)
from foundation.clock import LocalMoment, now
from foundation.models import Device, DeviceCommand, DevicePulse

Presence = Literal["online", "away", "never", "revoked"]


class DeviceView(BaseModel):
    """`trouble` says in words what is wrong; empty when nothing is."""

    id: str
    name: str
    kind: str
    model: str
    firmware: str
    hall_id: str
    counter_id: str
    capabilities: list[str]
    parts: dict[str, str]
    presence: Presence
    seen_at: LocalMoment | None
    skew_ms: int
    is_skewed: bool
    trouble: str


class CommandView(BaseModel):
    """How far a command is; never what it carries."""

    id: str
    device_id: str
    verb: str
    label: str
    state: State
    reason: str
    concerns: str
    asked_by: str
    attempts: int
    created_at: LocalMoment
    ended_at: LocalMoment | None


class CommandResult(CommandView):
    """With what the device read; None before the end, and once it was forgotten."""

    result: dict[str, Any] | None
    forget_at: LocalMoment | None


class EventView(BaseModel):
    id: str
    kind: str
    happened_at: LocalMoment
    received_at: LocalMoment


def is_online(pulse: DevicePulse | None, moment: datetime | None = None) -> bool:
    if pulse is None or not pulse.connection:
        return False
    return pulse.seen_at > (moment or now()) - SILENT_AFTER


def parts_of(pulse: DevicePulse | None) -> dict[str, str]:
    return dict(pulse.status.get("parts", {})) if pulse else {}


def device_view(device: Device, pulse: DevicePulse | None) -> DeviceView:
    skew = pulse.skew_ms if pulse else 0
    is_skewed = abs(skew) >= LARGE_SKEW_MS
    return DeviceView(
        id=device.id, name=device.name, kind=device.kind, model=device.model,
        firmware=pulse.firmware if pulse else "", hall_id=device.hall_id,
        counter_id=device.counter_id, capabilities=device.capabilities, parts=parts_of(pulse),
        presence=_presence(device, pulse), seen_at=pulse.seen_at if pulse else None,
        skew_ms=skew, is_skewed=is_skewed, trouble=_trouble(pulse, is_skewed),
    )  # fmt: skip


def command_view(row: DeviceCommand | Any) -> CommandView:
    return CommandView(
        id=row.id, device_id=row.device_id, verb=row.verb, label=VERBS[row.verb].label,
        state=row.state, reason=row.reason, concerns=row.concerns, asked_by=row.asked_by,
        attempts=row.attempts, created_at=row.created_at, ended_at=row.ended_at,
    )  # fmt: skip


def _presence(device: Device, pulse: DevicePulse | None) -> Presence:
    if device.state == "revoked":
        return "revoked"
    if pulse is None:
        return "never"
    return "online" if is_online(pulse) else "away"


def _trouble(pulse: DevicePulse | None, is_skewed: bool) -> str:
    if pulse is None:
        return ""
    said = [fault_of(part, state) for part, state in parts_of(pulse).items() if state in FAULTS]
    if is_skewed:
        said.append("设备的时钟差得较多，请在设备上打开自动校时。")
    return "".join(said)
