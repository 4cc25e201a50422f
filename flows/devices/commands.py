"""Commands to devices: asked, carried until acknowledged, done at most once.

The row is the truth; Redis only rings. Each connection carries a command once, a new connection
carries again what was not acknowledged, and the device keeps the ids it has begun (ADR 39).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.devices import repository
from flows.devices.contract import (
    KEPT_WHEN_LATE,
    LATE_RESULT,
    PARTS,
    RESULT_KEPT,
    VERBS,
    Ack,
    Capability,
    VerbName,
    device_channel,
    fault_of,
    hall_devices_channel,
)
from flows.devices.errors import CommandUnknown, DeviceAway, NoDeviceHere
from flows.devices.views import (
    CommandResult,
    CommandView,
    command_view,
    is_online,
    parts_of,
)
from flows.halls.duty import counter_channel
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.crypto import CiphertextInvalid, unseal
from foundation.models import AccessRecord, Device, DeviceCommand, DevicePulse, new_id
from foundation.queue import promise

_LEFT = "设备过了时限才完成，结果没有采用，请看一看设备再决定要不要重做。"
_KEPT = "设备过了时限才完成，结果放在「断网时收下的」里，请看过再决定。"
_SHUT = "设备做完了，但结果封存后打不开，请重做一次；再出现请联系管理大厅的同事。"
_LATE = (_LEFT, _KEPT)
_NOT_REACHED = "设备没有接到指令，请检查设备是否开机、联网，再试一次。"
_NOT_ENDED = "设备接了指令但没有做完，请看一看设备，再试一次。"


async def ask_device(
    session: AsyncSession,
    counter_id: str,
    capability: Capability,
    verb: VerbName,
    arguments: dict[str, Any],
    asked_by: str,
    *,
    request_id: str = "",
    concerns: str = "",
    device_id: str = "",
) -> CommandView:
    """Ask a device at the counter, or (`device_id`) this very one. The same `request_id` of the
    same asker is the same command. How it goes on is announced on the counter's channel.

    Args:
        asked_by: `staff:<username>` or `device:<id>`; only they are given the result.
        concerns: `case:TH…` or `handoff:…`, for the record of who looked at what.

    Raises: NoDeviceHere, DeviceAway (not there, or without the part it needs).
    """
    request_id = request_id or new_id()
    if known := await repository.command_asked(session, asked_by, request_id):
        return command_view(known)
    device = await _choose(session, counter_id, capability, device_id)
    how, moment = VERBS[verb], now()
    command = DeviceCommand(
        id=new_id(), device_id=device.id, counter_id=counter_id, verb=verb, arguments=arguments,
        concerns=concerns, asked_by=asked_by, request_id=request_id, state="queued", reason="",
        sent_by="", attempts=0, created_at=moment, expires_at=moment + how.delivered_in,
        forget_at=moment + RESULT_KEPT,
    )  # fmt: skip
    session.add(command)
    await session.flush()
    announce_after_commit(session, device_channel(device.id), "command", {"id": command.id})
    _tell(session, device, command)
    return command_view(command)


async def result_of(session: AsyncSession, command_id: str, asked_by: str) -> CommandResult:
    """How far a command is, with what the device gave; looking at what it read of a person is
    recorded. Raises: CommandUnknown, also for somebody else's command."""
    command = await repository.command_by_id(session, command_id)
    if command is None or command.asked_by != asked_by:
        raise CommandUnknown
    if command.result:
        label = VERBS[command.verb].label
        session.add(
            AccessRecord(
                viewer=asked_by, subject=command.concerns[:64], object_type="device_commands",
                object_id=command.id, what=f"{label}的结果 {command.concerns}".strip(), at=now(),
            )
        )  # fmt: skip
    return CommandResult(
        **command_view(command).model_dump(), result=command.result, forget_at=command.forget_at
    )


async def take(session: AsyncSession, device_id: str, connection: str) -> Sequence[DeviceCommand]:
    """What this connection is to carry to its device now, each once."""
    return await repository.take_commands(session, device_id, connection, now())


def opened(said: Ack) -> Ack:
    """With the result an agent had sealed while it could not tell it."""
    if not said.sealed:
        return said
    result = unsealed(said.sealed)
    if result is None:
        return said.model_copy(update={"state": "failed", "reason": _SHUT, "sealed": ""})
    return said.model_copy(update={"result": result, "sealed": ""})


def unsealed(text: str) -> dict[str, Any] | None:
    """What an agent had sealed; None for what is not ours to open."""
    try:
        said = json.loads(unseal(base64.b64decode(text, validate=True)))
    except (CiphertextInvalid, ValueError):
        return None
    return said if isinstance(said, dict) else None


async def acknowledge(session: AsyncSession, device_id: str, said: Ack) -> str:
    """The device has it, or is through with it; said again it changes nothing. Returns the
    command's state, `unknown` for one that is not this device's: the device forgets it."""
    command = await repository.command_by_id(session, said.id, lock=True)
    device = await repository.device_by_id(session, device_id)
    if command is None or device is None or command.device_id != device_id:
        return "unknown"
    moment = now()
    if said.state == "accepted":
        if command.state in repository.WAITING:
            command.state, command.acknowledged_at = "acknowledged", moment
            command.expires_at = moment + VERBS[command.verb].done_in
            _tell(session, device, command)
    elif command.state in repository.OPEN:
        _end(command, said.state, said.reason)
        if said.state == "done":
            command.result = said.result or None
            command.forget_at = moment + RESULT_KEPT
        _tell(session, device, command)
    elif said.state == "done" and _was_given_up(command):
        _take_late(session, command, said)
        _tell(session, device, command)
    return command.state


def _was_given_up(command: DeviceCommand) -> bool:
    """Ended by us while the device was at it: nobody else has what it gave."""
    is_ours = command.state == "failed" and command.acknowledged_at is None
    return (command.state == "expired" or is_ours) and command.reason not in _LATE


async def expire(session: AsyncSession) -> int:
    """End what is over its time; returns how many."""
    late = await repository.overdue(session, now())
    for command in late:
        words = _NOT_REACHED if command.state in repository.WAITING else _NOT_ENDED
        _end(command, "expired", words)
        device = await repository.device_by_id(session, command.device_id)
        if device is not None:
            _tell(session, device, command)
    return len(late)


async def fail_waiting(session: AsyncSession, device: Device, parts: Mapping[str, str]) -> None:
    """End what waits for a part that is not there, with a sentence that says which."""
    for command in await repository.waiting_for(session, device.id):
        capability = VERBS[command.verb].capability
        if words := fault_of(capability, parts.get(capability, "")):
            _end(command, "failed", words)
            _tell(session, device, command)


async def withdraw_all(session: AsyncSession, device: Device, words: str) -> None:
    """End everything that waits for a device."""
    for command in await repository.waiting_for(session, device.id):
        _end(command, "failed", words)
        _tell(session, device, command)


async def under_way(session: AsyncSession, counter_id: str) -> list[CommandView]:
    """Commands of a counter, open or ended in the last minutes, the newest first."""
    rows = await repository.open_at(session, counter_id, now() - timedelta(minutes=10))
    return [command_view(row) for row in rows]


async def _choose(
    session: AsyncSession, counter_id: str, capability: Capability, device_id: str
) -> Device:
    """One that is there and whole before one that is not. Raises: NoDeviceHere, DeviceAway."""
    if device_id:
        one = await repository.device_by_id(session, device_id)
        found = [one] if one is not None and one.state == "active" else []
    else:
        found = list(await repository.devices_at(session, counter_id)) if counter_id else []
    able = [device for device in found if capability in device.capabilities]
    label = PARTS[capability]
    if not able:
        raise NoDeviceHere(
            f"这个窗口没有{label}。请到工作台「大厅」的设备页入网一台，或请市民换个方式提供。"
        )
    pulses = await repository.pulses_of(session, [device.id for device in able])
    reasons = {device.id: _why_not(pulses.get(device.id), capability) for device in able}
    ready = next((device for device in able if not reasons[device.id]), None)
    if ready is None:
        raise DeviceAway(min(reasons.values(), key=len))
    return ready


def _why_not(pulse: DevicePulse | None, capability: Capability) -> str:
    if not is_online(pulse):
        return f"{PARTS[capability]}不在线，请检查它所在的电脑是否开机、联网，再试一次。"
    return fault_of(capability, parts_of(pulse).get(capability, "ok"))


def _take_late(session: AsyncSession, command: DeviceCommand, said: Ack) -> None:
    """What somebody wrote or laid down is kept for the clerk; anything else is only told of."""
    if command.verb not in KEPT_WHEN_LATE or not said.result or not command.counter_id:
        command.reason = _LEFT
        return
    command.reason, command.result = _KEPT, said.result
    command.forget_at = now() + RESULT_KEPT
    promise(session, LATE_RESULT, {"command_id": command.id})


def _end(command: DeviceCommand, state: str, reason: str) -> None:
    command.state, command.reason, command.ended_at = state, reason[:200], now()
    command.arguments = None


def _tell(session: AsyncSession, device: Device, command: DeviceCommand) -> None:
    said = {"command_id": command.id, "device_id": device.id, "state": command.state}
    announce_after_commit(session, hall_devices_channel(device.hall_id), "command", said)
    if command.counter_id:
        announce_after_commit(session, counter_channel(command.counter_id), "command", said)
