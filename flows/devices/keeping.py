"""Devices as whoever manages halls keeps them: where each stands, how it is, what it did lately."""

from __future__ import annotations

import asyncio

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.codes.service import device_token, qr_svg, token_url
from flows.devices import repository
from flows.devices.commands import withdraw_all
from flows.devices.contract import device_channel
from flows.devices.errors import NoSuchDevice
from flows.devices.pulses import tell
from flows.devices.service import Kind, draw_code
from flows.devices.views import CommandView, DeviceView, EventView, command_view, device_view
from flows.halls.repository import counters
from flows.halls.service import MANAGE, find_counter, find_hall
from flows.halls.sheets import Card, sheet_of
from foundation.announcements import announce_after_commit
from foundation.clock import LocalMoment, local, now
from foundation.errors import InvalidInput
from foundation.models import Device
from foundation.settings import settings
from foundation.viewer import StaffMember

AT_ONCE = 50
SCAN_FOR_TERMINAL = "手机扫码：把手机上办到一半的，在这台自助机上继续"
SCAN_FOR_DEVICE = "扫码：这是哪台设备、放在哪里；有故障请告诉工作人员"


class DeviceList(BaseModel):
    """Devices of a hall, those of the hall itself (`counter_id` empty) first."""

    devices: list[DeviceView]
    now: LocalMoment


class DrawnCode(BaseModel):
    """An enrolment code, shown once; `qr_svg` opens the device's own page with it."""

    code: str
    expires_at: LocalMoment
    qr_svg: str


class DeviceLog(BaseModel):
    """What a device did lately, without anything it read."""

    device: DeviceView
    commands: list[CommandView]
    events: list[EventView]
    code_svg: str


async def list_devices(session: AsyncSession, staff: StaffMember, hall_id: str) -> DeviceList:
    """Raises: Forbidden, HallUnknown."""
    staff.must_hold(MANAGE)
    hall = await find_hall(session, hall_id)
    devices = await repository.devices_of(session, hall.id)
    pulses = await repository.pulses_of(session, [device.id for device in devices])
    return DeviceList(devices=[device_view(d, pulses.get(d.id)) for d in devices], now=now())


async def draw(
    session: AsyncSession, staff: StaffMember, hall_id: str, counter_id: str, kind: Kind, name: str
) -> DrawnCode:
    """A code for one device at one place. Raises: Forbidden, HallUnknown, CounterUnknown."""
    drawn = await draw_code(session, staff, hall_id, counter_id, kind, name)
    address = f"{settings().hall_public_url}/counter/#/enrol?code={drawn.code}"
    return DrawnCode(code=drawn.code, expires_at=drawn.expires_at, qr_svg=qr_svg(address))


async def change(
    session: AsyncSession,
    staff: StaffMember,
    hall_id: str,
    device_id: str,
    name: str,
    counter_id: str,
) -> DeviceView:
    """Call it something else, or put it elsewhere; the same again changes nothing. What waited for
    it where it stood ends. Raises: Forbidden, NoSuchDevice, CounterUnknown."""
    device = await _managed(session, staff, hall_id, device_id)
    if counter_id:
        await find_counter(session, hall_id, counter_id)
    if counter_id != device.counter_id:
        await withdraw_all(session, device, "设备刚被移到别处，请换一台设备或换个方式。")
        tell(session, device)
    device.name, device.counter_id = name, counter_id
    await session.flush()
    tell(session, device)
    return await _shown(session, device)


async def revoke(
    session: AsyncSession, staff: StaffMember, hall_id: str, device_id: str, is_revoked: bool
) -> DeviceView:
    """Cut a device off at once, or let it in again with the secret it has; said again it changes
    nothing. Raises: Forbidden, NoSuchDevice."""
    device = await _managed(session, staff, hall_id, device_id)
    wanted = "revoked" if is_revoked else "active"
    if device.state != wanted:
        device.state = wanted
        if is_revoked:
            await withdraw_all(session, device, "设备刚被停用，请换一台设备或换个方式。")
            announce_after_commit(session, device_channel(device.id), "revoked", {})
        await session.flush()
        tell(session, device)
    return await _shown(session, device)


async def log_of(
    session: AsyncSession, staff: StaffMember, hall_id: str, device_id: str
) -> DeviceLog:
    """Raises: Forbidden, NoSuchDevice."""
    staff.must_hold(MANAGE)
    device = await repository.device_by_id(session, device_id)
    if device is None or device.hall_id != hall_id:
        raise NoSuchDevice
    commands = await repository.last_commands(session, device.id, AT_ONCE)
    events = await repository.last_events(session, device.id, AT_ONCE)
    return DeviceLog(
        device=await _shown(session, device),
        commands=[command_view(row) for row in commands],
        events=[EventView.model_validate(row, from_attributes=True) for row in events],
        code_svg=qr_svg(token_url(device_token(device.id))),
    )


async def sheet(session: AsyncSession, staff: StaffMember, hall_id: str) -> tuple[str, bytes]:
    """The file name and PDF of the codes of a hall's devices. Raises: Forbidden, HallUnknown,
    InvalidInput when there is none."""
    staff.must_hold(MANAGE)
    hall = await find_hall(session, hall_id)
    places = await _places(session, hall_id)
    cards = [
        Card(
            token_url(device_token(device.id)), device.name,
            places.get(device.counter_id, hall.name),
            SCAN_FOR_TERMINAL if device.kind == "terminal" else SCAN_FOR_DEVICE,
        )
        for device in await repository.devices_of(session, hall.id)
        if device.state == "active"
    ]  # fmt: skip
    if not cards:
        raise InvalidInput({"kind": "还没有可打印的设备码，请先入网设备"})
    return f"{hall.name}设备码.pdf", await asyncio.to_thread(
        sheet_of, hall.name, cards, local(now())
    )


async def devices_at(session: AsyncSession, counter_id: str) -> list[DeviceView]:
    """The devices of a counter, for whoever works there."""
    devices = await repository.devices_at(session, counter_id)
    pulses = await repository.pulses_of(session, [device.id for device in devices])
    return [device_view(device, pulses.get(device.id)) for device in devices]


async def _places(session: AsyncSession, hall_id: str) -> dict[str, str]:
    return {w.id: w.place for w in await counters(session, [hall_id])}


async def _managed(
    session: AsyncSession, staff: StaffMember, hall_id: str, device_id: str
) -> Device:
    staff.must_hold(MANAGE)
    device = await repository.device_by_id(session, device_id, lock=True)
    if device is None or device.hall_id != hall_id:
        raise NoSuchDevice
    return device


async def _shown(session: AsyncSession, device: Device) -> DeviceView:
    return device_view(device, await repository.pulse_of(session, device.id))
