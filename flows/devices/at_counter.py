"""Devices for whoever works beside them: a clerk at their counter, a tablet or terminal at its
place. Each reaches the devices there and no others, and sees the results of its own questions."""

from __future__ import annotations

import asyncio
import base64
from typing import Any, get_args

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.devices.commands import ask_device, result_of
from flows.devices.contract import VERBS, AskedVerb
from flows.devices.errors import CommandUnknown
from flows.devices.keeping import devices_at
from flows.devices.slips import slip_of
from flows.devices.views import CommandResult, CommandView, DeviceView
from flows.halls.duty import my_duty
from flows.halls.reach import SERVE
from foundation.clock import local, now
from foundation.errors import Conflict, Forbidden
from foundation.viewer import DeviceMember, StaffMember

_MAY_ASK: dict[str, frozenset[str]] = {
    "tablet": frozenset({"take_picture", "sign", "print"}),
    "terminal": frozenset(get_args(AskedVerb)),
}
"""What a device in front of a citizen may ask of its neighbours: a tablet reads no identity card,
the clerk beside it does."""


class NotAtACounter(Conflict):
    code = "not_at_a_counter"
    title = "还没有上岗"
    default_detail = "您还没有在窗口上岗，请先选窗口上岗，再用窗口的设备。"


class CounterDevices(BaseModel):
    counter_id: str
    devices: list[DeviceView]


class Question(BaseModel):
    """`lines` are what a slip says under its title, when `verb` is print."""

    verb: AskedVerb
    concerns: str
    request_id: str
    title: str = ""
    lines: list[str] = []


async def my_devices(session: AsyncSession, staff: StaffMember) -> CounterDevices:
    """Raises: Forbidden, NotAtACounter."""
    counter_id = await _counter(session, staff)
    return CounterDevices(counter_id=counter_id, devices=await devices_at(session, counter_id))


async def ask_mine(session: AsyncSession, staff: StaffMember, wish: Question) -> CommandView:
    """Raises: Forbidden, NotAtACounter, NoDeviceHere, DeviceAway."""
    counter_id = await _counter(session, staff)
    return await ask_device(
        session, counter_id, VERBS[wish.verb].capability, wish.verb, await _arguments(wish),
        f"staff:{staff.username}", request_id=wish.request_id, concerns=wish.concerns,
    )  # fmt: skip


async def my_result(session: AsyncSession, staff: StaffMember, command_id: str) -> CommandResult:
    """Raises: Forbidden, CommandUnknown."""
    staff.must_hold(SERVE)
    return await result_of(session, command_id, f"staff:{staff.username}")


async def ask_neighbour(session: AsyncSession, device: DeviceMember, wish: Question) -> CommandView:
    """A tablet's or terminal's own question. Raises: Forbidden, NoDeviceHere, DeviceAway."""
    if wish.verb not in _MAY_ASK.get(device.kind, frozenset()):
        raise Forbidden("这台设备不能发出这个指令，请由窗口工作人员操作。")
    own = device.device_id if device.kind == "terminal" and not device.counter_id else ""
    return await ask_device(
        session, device.counter_id, VERBS[wish.verb].capability, wish.verb,
        await _arguments(wish), f"device:{device.device_id}", request_id=wish.request_id,
        concerns=wish.concerns, device_id=own,
    )  # fmt: skip


async def neighbours_result(
    session: AsyncSession, device: DeviceMember, command_id: str
) -> CommandResult:
    """Raises: CommandUnknown."""
    if device.kind not in _MAY_ASK:
        raise CommandUnknown
    return await result_of(session, command_id, f"device:{device.device_id}")


async def _arguments(wish: Question) -> dict[str, Any]:
    if wish.verb == "print":
        slip = await asyncio.to_thread(slip_of, wish.title, tuple(wish.lines), local(now()))
        return {"title": wish.title, "pdf": base64.b64encode(slip).decode()}
    return {"title": wish.title} if wish.title else {}


async def _counter(session: AsyncSession, staff: StaffMember) -> str:
    duty = await my_duty(session, staff)
    if duty is None:
        raise NotAtACounter
    return duty.counter_id
