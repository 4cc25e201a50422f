"""Devices as tests enrol and play them: a bare socket that speaks the contract."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import websockets
from websockets.typing import Subprotocol

from flows.devices import service
from flows.devices.service import Enrolled
from foundation import db
from foundation.viewer import PERMISSIONS, StaffMember
from tests.factories.halls import COUNTER, HALL

LEAD = StaffMember(
    "lead", "lead", "黄文英", "supervisor", "综合窗口", "", PERMISSIONS["supervisor"]
)


def clock_ms() -> int:
    return round(time.time() * 1000)


async def enrolled(
    kind: service.Kind, name: str = "A12设备", counter_id: str = COUNTER
) -> Enrolled:
    """A device that spent a code of its own."""
    async with db.writing() as session:
        drawn = await service.draw_code(session, LEAD, HALL, counter_id, kind, name)
    async with db.writing() as session:
        return await service.enrol(session, drawn.code, "", [])


class Line:
    """One connection of a device."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket

    async def say(self, type_: str, **said: Any) -> None:
        await self._socket.send(json.dumps({"type": type_, **said}))

    async def hello(self, *capabilities: str, clock: int | None = None, **parts: str) -> Any:
        status = {"parts": parts, "note": ""}
        await self.say(
            "hello", model="模拟", firmware="1.0", capabilities=capabilities, status=status,
            clock=clock_ms() if clock is None else clock,
        )  # fmt: skip
        return await self.hear("welcome")

    async def heartbeat(self, clock: int | None = None, **parts: str) -> Any:
        status = {"parts": parts, "note": ""}
        await self.say("heartbeat", clock=clock_ms() if clock is None else clock, status=status)
        return await self.hear("heartbeat")

    async def hear(self, type_: str, seconds: float = 5) -> Any:
        """The next message of this type; others before it are passed over."""
        while True:
            said = json.loads(await asyncio.wait_for(self._socket.recv(), seconds))
            if said["type"] == type_:
                return said

    async def ack(self, command_id: str, state: str, **said: Any) -> Any:
        await self.say("ack", id=command_id, state=state, **said)
        return await self.hear("received")

    async def until_closed(self, seconds: float = 5) -> int:
        """The code with which the other side closed."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    await self._socket.recv()
        except websockets.ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006


@asynccontextmanager
async def line_of(bridge: str, device: Enrolled, token: str = "") -> AsyncIterator[Line]:
    url = f"{bridge.replace('http', 'ws')}/hall/v1/devices/{device.device_id}"
    subprotocols = [Subprotocol("bearer"), Subprotocol(token or device.token)]
    async with websockets.connect(url, subprotocols=subprotocols, proxy=None) as socket:
        yield Line(socket)
