"""The socket of a device: what it says is kept, what waits for it is carried to it.

Two processes may hold sockets of the same device for a moment (it came back before the old one
was missed). The pulse names the connection that speaks; the other carries nothing and is closed.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, WebSocket, WebSocketDisconnect
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from flows.devices import commands, events, pulses
from flows.devices.contract import (
    HEARTBEAT_SECONDS,
    MESSAGE,
    SILENT_AFTER,
    Ack,
    Event,
    Heartbeat,
    Hello,
    Status,
    device_channel,
)
from flows.devices.errors import DeviceUnknown
from flows.self_service import collecting
from foundation import db
from foundation.clock import now
from foundation.crypto import sealing_key
from foundation.errors import Problem
from foundation.logging import logger
from foundation.models import DeviceCommand, new_id
from foundation.viewer import DeviceMember
from hall_bridge.auth import prove_device, proves_itself_in_the_socket
from hall_bridge.deps import TheHeartbeats, TheHub
from hall_bridge.heartbeats import Heartbeats
from hall_bridge.hub import Ear, Hub
from hall_bridge.sockets import REFUSED, refuse, token_of

router = APIRouter(prefix="/hall/v1/devices", tags=["devices"])

SUPERSEDED = 4409
"""Another connection speaks for the device by now."""
_HELLO_WITHIN = 10.0
_LONGEST = 15 * 1024 * 1024
_SAME_CLOCK_MS = 5_000

log = logger("devices")
DeviceId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.websocket("/{device_id}", dependencies=[Depends(proves_itself_in_the_socket)])
async def device_socket(
    websocket: WebSocket, device_id: DeviceId, hub: TheHub, heartbeats: TheHeartbeats
) -> None:
    """The whole contract with one device (flows/devices/contract.py)."""
    try:
        async with hub.readers:
            device = await prove_device(token_of(websocket))
        if device.device_id != device_id:
            raise DeviceUnknown
    except Problem as problem:
        return await refuse(websocket, problem)
    await websocket.accept(subprotocol="bearer")
    await _Line(websocket, hub, heartbeats, device).run()


class _Superseded(Exception):
    """Somebody else speaks for the device."""


class _Line:
    """One connection of one device."""

    def __init__(
        self, websocket: WebSocket, hub: Hub, heartbeats: Heartbeats, device: DeviceMember
    ) -> None:
        self._socket = websocket
        self._hub = hub
        self._heartbeats = heartbeats
        self._id = device.device_id
        self._device = device
        self._connection = new_id()
        self._status = Status()
        self._skew = 0

    async def run(self) -> None:
        try:
            hello = await asyncio.wait_for(self._hear(), _HELLO_WITHIN)
            if not isinstance(hello, Hello):
                return await self._socket.close(1002, "请先发送 hello")
            async with self._hub.listening(device_channel(self._id)) as ear:
                await self._greet(hello)
                feeding = asyncio.create_task(self._feed(ear))
                listening = asyncio.create_task(self._listen(ear))
                await _first_of(feeding, listening)
        except _Superseded:
            await self._close(SUPERSEDED, "设备已在别处连接")
        except Problem as problem:
            await self._close(REFUSED, problem.detail[:40])
        except (WebSocketDisconnect, RuntimeError, TimeoutError):
            await self._close(1001, "设备很久没有消息")
        except Exception as error:
            log.warning("device_line_broken", device=self._id, error=repr(error))
            await self._close(1011, "服务繁忙，请稍后重连")
        finally:
            await self._leave()

    async def _listen(self, ear: Ear) -> None:
        while True:
            said = await asyncio.wait_for(self._hear(), SILENT_AFTER.total_seconds())
            if said is None:
                continue
            try:
                await self._answer(said, ear)
            except DBAPIError as error:
                if not str(getattr(error.orig, "sqlstate", None) or "").startswith("22"):
                    raise
                await self._refuse(error)

    async def _hear(self) -> Hello | Heartbeat | Ack | Event | None:
        """What the device says; None, and the device told so, when it makes no sense."""
        text = await self._socket.receive_text()
        try:
            if len(text) > _LONGEST:
                raise ValueError("消息太大")
            return MESSAGE.validate_json(text)
        except (ValidationError, ValueError) as error:
            await self._refuse(error)
            return None

    async def _refuse(self, error: Exception) -> None:
        """One message that makes no sense, or holds what no text may, costs no connection."""
        log.warning("device_unclear", device=self._id, error=type(error).__name__)
        await self._say("refused", detail="这条消息看不懂，请把设备代理升级到最新版本。")

    async def _greet(self, hello: Hello) -> None:
        self._status, self._skew = hello.status, pulses.skew_of(hello.clock)
        waiting: Sequence[DeviceCommand] = ()
        async with self._hub.writers, db.writing() as session:
            if await pulses.greet(session, self._id, self._connection, hello, self._skew):
                waiting = await commands.take(session, self._id, self._connection)
        await self._say(
            "welcome", device_id=self._id, name=self._device.name, kind=self._device.kind,
            hall_id=self._device.hall_id, counter_id=self._device.counter_id, skew_ms=self._skew,
            heartbeat_seconds=HEARTBEAT_SECONDS, clock=round(now().timestamp() * 1000),
            sealing_key=sealing_key(),
        )  # fmt: skip
        await self._hand_over(waiting)

    async def _answer(self, said: Hello | Heartbeat | Ack | Event, ear: Ear) -> None:
        match said:
            case Heartbeat():
                await self._beat(said, ear)
            case Ack():
                said = commands.opened(said)
                async with self._hub.writers, db.writing() as session:
                    await pulses.must_be_active(session, self._id)
                    state = await commands.acknowledge(session, self._id, said)
                    if said.state != "accepted" and state != "unknown":
                        await collecting.settle(session, said.id, is_made=said.state == "done")
                await self._say("received", id=said.id, said=said.state, state=state)
            case Event():
                async with self._hub.writers, db.writing() as session:
                    await events.take_event(session, self._id, said, self._skew)
                await self._say("event_received", id=said.id)
            case Hello():
                await self._greet(said)

    async def _beat(self, said: Heartbeat, ear: Ear) -> None:
        """A change is written at once, that nothing changed together with the other devices'."""
        skew = pulses.skew_of(said.clock)
        if said.status == self._status and abs(skew - self._skew) < _SAME_CLOCK_MS:
            self._heartbeats.keep(self._id, self._connection, ear)
        else:
            async with self._hub.writers, db.writing() as session:
                if not await pulses.beat(session, self._id, self._connection, said, skew):
                    raise _Superseded
            self._status, self._skew = said.status, skew
        await self._say("heartbeat", skew_ms=skew)

    async def _feed(self, ear: Ear) -> None:
        """Carry what waits whenever something is asked or may have been missed."""
        while True:
            name, data = await ear.get()
            if name == "revoked":
                raise DeviceUnknown
            if name == "superseded":
                if data["connection"] != self._connection:
                    raise _Superseded
                continue
            if name == "again":
                async with self._hub.readers, db.reading() as session:
                    if not await pulses.speaks(session, self._id, self._connection):
                        raise _Superseded
            async with self._hub.writers, db.writing() as session:
                waiting = await commands.take(session, self._id, self._connection)
            await self._hand_over(waiting)

    async def _hand_over(self, waiting: Sequence[DeviceCommand]) -> None:
        for command in waiting:
            await self._say(
                "command", id=command.id, verb=command.verb, arguments=command.arguments or {},
                expires_at=round(command.expires_at.timestamp() * 1000),
            )  # fmt: skip

    async def _say(self, type_: str, **said: Any) -> None:
        await self._socket.send_json({"type": type_, **said})

    async def _leave(self) -> None:
        """A lost one counts as away once it was silent for long enough."""
        try:
            async with self._hub.writers, db.writing() as session:
                await pulses.leave(session, self._id, self._connection)
        except Exception as error:
            log.warning("device_leave_unwritten", device=self._id, error=repr(error))

    async def _close(self, code: int, words: str) -> None:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await self._socket.close(code, words)


async def _first_of(*tasks: asyncio.Task[None]) -> None:
    """Until one ends; the other ends with it, and what went wrong is raised."""
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            if task.done():
                task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
