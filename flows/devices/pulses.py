"""A device comes, says how it is, and goes: who speaks for it, and how far its clock is off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from flows.devices import repository
from flows.devices.commands import fail_waiting
from flows.devices.contract import (
    Heartbeat,
    Hello,
    Status,
    device_channel,
    hall_devices_channel,
)
from flows.devices.errors import DeviceUnknown
from flows.devices.views import parts_of
from flows.halls.duty import counter_channel
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.models import Device


async def greet(
    session: AsyncSession, device_id: str, connection: str, hello: Hello, skew_ms: int
) -> bool:
    """From now on this connection speaks for the device; the one before is told to go. Returns
    whether something waits for the device. Raises: DeviceUnknown.

    Args:
        skew_ms: how far its clock was off when it said so (`skew_of`).
    """
    found = await repository.device_and_pulse(session, device_id)
    if found is None:
        raise DeviceUnknown
    device, before, has_waiting = found
    if hello.model and device.model != hello.model:
        device.model = hello.model
    if device.capabilities != list(hello.capabilities):
        device.capabilities = list(hello.capabilities)
    await repository.put_pulse(
        session, device_id,
        {
            "firmware": hello.firmware, "status": hello.status.model_dump(), "skew_ms": skew_ms,
            "seen_at": now(), "connection": connection,
        },
    )  # fmt: skip
    await _fail_what_cannot_be(session, device, hello.status)
    if before is not None and before.connection not in ("", connection):
        channel = device_channel(device_id)
        announce_after_commit(session, channel, "superseded", {"connection": connection})
    tell(session, device)
    return has_waiting


async def beat(
    session: AsyncSession, device_id: str, connection: str, said: Heartbeat, skew_ms: int
) -> bool:
    """The device is there and so it is; False when another connection speaks for it by now.

    Raises: DeviceUnknown.
    """
    found = await repository.device_and_pulse(session, device_id)
    if found is None:
        raise DeviceUnknown
    device, before = found[0], parts_of(found[1])
    status = said.status.model_dump()
    values = {"status": status, "skew_ms": skew_ms, "seen_at": now()}
    if not await repository.beat(session, device_id, connection, values):
        return False
    if before != status["parts"]:
        await _fail_what_cannot_be(session, device, said.status)
        tell(session, device)
    return True


async def beat_all(session: AsyncSession, beats: Mapping[str, str], since: datetime) -> set[str]:
    """Devices (`beats`: connection → device) were there and as before, all of them at `since` or
    later. Returns the connections with nothing to look after: they speak for an active device, and
    nothing waits that they have not carried."""
    seen = {name: beats[name] for name in await repository.beat_all(session, beats, since)}
    return seen.keys() - await repository.not_carried(session, seen, now())


async def speaks(session: AsyncSession, device_id: str, connection: str) -> bool:
    """False when another connection speaks for the device. Raises: DeviceUnknown."""
    found = await repository.device_and_pulse(session, device_id)
    if found is None:
        raise DeviceUnknown
    return found[1] is not None and found[1].connection == connection


async def leave(session: AsyncSession, device_id: str, connection: str) -> None:
    """The connection ended; nothing when another speaks for the device already."""
    gone = await repository.beat(session, device_id, connection, {"connection": ""})
    device = await repository.device_by_id(session, device_id)
    if gone and device is not None:
        tell(session, device)


async def must_be_active(session: AsyncSession, device_id: str) -> Device:
    """Raises: DeviceUnknown, for one that was revoked meanwhile."""
    device = await repository.device_by_id(session, device_id)
    if device is None or device.state != "active":
        raise DeviceUnknown
    return device


def skew_of(clock: int) -> int:
    """Ours less the device's, in ms. What the message took on its way is in it: some ms."""
    skew = round(now().timestamp() * 1000) - clock
    return max(-(2**31), min(2**31 - 1, skew))


def tell(session: AsyncSession, device: Device) -> None:
    """Those who look at the counter or at the hall's devices look again."""
    said = {"device_id": device.id}
    announce_after_commit(session, hall_devices_channel(device.hall_id), "device", said)
    if device.counter_id:
        announce_after_commit(session, counter_channel(device.counter_id), "device", said)


async def _fail_what_cannot_be(session: AsyncSession, device: Device, status: Status) -> None:
    parts: dict[str, str] = {part: state for part, state in status.parts.items() if state != "ok"}
    if parts:
        await fail_waiting(session, device, parts)
