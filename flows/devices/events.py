"""What devices tell by themselves: kept once, at the moment it truly happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.devices import repository
from flows.devices.commands import unsealed
from flows.devices.contract import EVENT_KEPT, Event, hall_devices_channel
from flows.devices.pulses import must_be_active
from flows.halls.duty import counter_channel
from foundation.announcements import announce_after_commit
from foundation.clock import LocalMoment, now

_EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)


class Happened(BaseModel):
    """One event as other rooms are given it."""

    id: str
    device_id: str
    kind: str
    data: dict[str, Any]
    happened_at: LocalMoment


async def take_event(session: AsyncSession, device_id: str, said: Event, skew_ms: int) -> bool:
    """Keep what a device tells (its clock off by `skew_ms`); False, and nothing changed, when it
    told it before.

    Raises: DeviceUnknown.
    """
    device = await must_be_active(session, device_id)
    moment, data = now(), (unsealed(said.sealed) if said.sealed else said.data) or {}
    is_new = await repository.add_event(
        session,
        {
            "device_id": device_id, "counter_id": device.counter_id, "event_id": said.id,
            "kind": said.kind, "data": data or None, "received_at": moment,
            "happened_at": corrected(said.at, skew_ms, moment),
            "forget_at": moment + EVENT_KEPT if data else None,
        },
    )  # fmt: skip
    if is_new:
        told = {"device_id": device_id, "kind": said.kind, "event_id": said.id}
        announce_after_commit(session, hall_devices_channel(device.hall_id), "device_event", told)
        if device.counter_id:
            channel = counter_channel(device.counter_id)
            announce_after_commit(session, channel, "device_event", told)
    return is_new


async def events_since(
    session: AsyncSession, counter_id: str, since: datetime, *kinds: str
) -> list[Happened]:
    """What the devices of a counter told after a moment, the oldest first."""
    rows = await repository.events_at(session, counter_id, since, kinds)
    return [
        Happened(
            id=row.id, device_id=row.device_id, kind=row.kind, data=row.data or {},
            happened_at=row.happened_at,
        )
        for row in rows
    ]  # fmt: skip


def corrected(at: int, skew_ms: int, received: datetime) -> datetime:
    """The device's moment on our clock; never later than it reached us, and where its clock makes
    no sense at all, that."""
    try:
        moment = datetime.fromtimestamp(at / 1000, UTC) + timedelta(milliseconds=skew_ms)
    except (OverflowError, OSError, ValueError):
        return received
    return min(moment, received) if moment > _EARLIEST else received
