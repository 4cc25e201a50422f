"""One device's connection to the hall: it comes back by itself, and nothing counts twice.

A command is written into the journal before it is begun, so that an id that comes again is answered
from there. Events and ends are told until the server says that it has them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Mapping
from typing import Any

import websockets
from websockets.asyncio.client import ClientConnection
from websockets.typing import Subprotocol

from hall_bridge.agent.drivers.driver import Driver, DriverFault
from hall_bridge.agent.journal import Begun, Journal
from hall_bridge.agent.secrets import Credentials

_FIRST_PAUSE, _LONGEST_PAUSE = 0.32, 2.0
"""Spread, so that a hall does not come back in one moment; within three seconds all the same."""
_PAUSE_REFUSED = 15.0
"""For a device that was revoked, or that another process speaks for."""
_REFUSED, _SUPERSEDED = 4401, 4409
_OPENING, _SILENCE = 3.0, 20.0
_WATCHED_AGAIN = 2.0
_LARGEST = 16 * 1024 * 1024
_OVER = "指令到达时已经过了时限，没有执行，请再试一次。"
_CRASHED = "设备代理出了问题，请重新插拔设备后再试；还是不行请联系管理大厅的同事。"


class Line:
    """One device: its driver on one side, the server on the other."""

    def __init__(
        self, server: str, credentials: Credentials, driver: Driver, journal: Journal
    ) -> None:
        self.state = "connecting"
        self._url = f"{server.rstrip('/').replace('http', 'ws', 1)}/hall/v1/devices/"
        self._own, self._driver, self._journal = credentials, driver, journal
        self._parts: dict[str, str] = {}
        self._said: dict[str, str] = {}
        self._changed = asyncio.Event()
        self._to_do: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._queued: set[str] = set()
        self._hands = asyncio.Lock()
        self._socket: ClientConnection | None = None
        self.skew_ms, self.counter_id = 0, ""

    async def run(self) -> None:
        """For ever."""
        self._journal.interrupted(self._own.device_id)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._watch())
            tasks.create_task(self._work())
            tasks.create_task(self._stay_connected())

    async def _watch(self) -> None:
        """A driver that breaks is a fault of its device, and of no other."""
        while True:
            try:
                await self._driver.watch(self)
            except Exception as error:
                print(f"✗ {self._driver.model}：{error!r}", flush=True)
            for capability in self.capabilities:
                self.part(capability, "fault")
            await asyncio.sleep(_WATCHED_AGAIN)

    @property
    def capabilities(self) -> tuple[str, ...]:
        return self._driver.capabilities

    @property
    def parts(self) -> dict[str, str]:
        return dict(self._parts)

    async def perform(self, verb: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """One thing at a time, whoever asks: the server or the page beside the device.

        Raises: DriverFault.
        """
        async with self._hands:
            return await self._driver.perform(verb, arguments)

    def part(self, capability: str, state: str) -> None:
        if self._parts.get(capability) != state:
            self._parts[capability] = state
            self._changed.set()

    def event(self, kind: str, data: Mapping[str, Any]) -> None:
        self._journal.add_event(self._own.device_id, kind, dict(data))
        self._changed.set()

    async def _stay_connected(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            code = 0
            try:
                async with await self._connect() as socket:
                    await self._talk(socket)
            except websockets.ConnectionClosed as closed:
                code = closed.rcvd.code if closed.rcvd else 0
            except (OSError, TimeoutError, websockets.WebSocketException):
                pass
            if self.state == "online":
                pause = _FIRST_PAUSE
            refused = code in (_REFUSED, _SUPERSEDED)
            self.state = "refused" if refused else "connecting"
            await asyncio.sleep(_PAUSE_REFUSED if refused else random.uniform(pause / 4, pause))
            pause = min(_LONGEST_PAUSE, pause * 2)

    async def _connect(self) -> ClientConnection:
        protocols = [Subprotocol("bearer"), Subprotocol(self._own.token)]
        return await websockets.connect(
            self._url + self._own.device_id, subprotocols=protocols, proxy=None,
            open_timeout=_OPENING, close_timeout=1, ping_interval=_SILENCE / 2,
            ping_timeout=_SILENCE / 2, max_size=_LARGEST,
        )  # fmt: skip

    async def _talk(self, socket: ClientConnection) -> None:
        """Until the connection ends."""
        model, firmware = self._driver.model, self._driver.firmware
        await _say(
            socket, "hello", model=model, firmware=firmware or "agent-1.0", clock=_clock(),
            capabilities=list(self._driver.capabilities), status=self._status(),
        )  # fmt: skip
        self._said = dict(self._parts)
        telling: asyncio.Task[None] | None = None
        try:
            async for text in socket:
                said = json.loads(text)
                if said["type"] == "welcome":
                    self.state, self.skew_ms = "online", said["skew_ms"]
                    self.counter_id = said["counter_id"]
                    self._journal.seal_with(said.get("sealing_key", ""))
                    self._socket = socket
                    telling = asyncio.create_task(
                        self._tell(socket, float(said["heartbeat_seconds"]))
                    )
                else:
                    await self._take(socket, said)
        finally:
            self._socket = None
            if telling:
                telling.cancel()
                await asyncio.gather(telling, return_exceptions=True)

    async def _take(self, socket: ClientConnection, said: dict[str, Any]) -> None:
        match said["type"]:
            case "command":
                await self._take_command(socket, said)
            case "received" if said["said"] != "accepted":
                self._journal.told(said["id"])
            case "event_received":
                self._journal.event_told(said["id"])
            case "heartbeat":
                self.skew_ms = said["skew_ms"]

    async def _take_command(self, socket: ClientConnection, said: dict[str, Any]) -> None:
        """A new one stands in line, in memory only: until it is begun, the server has it. One that
        was begun before is only answered again."""
        known = self._journal.find(said["id"])
        if known is not None and known.state == "begun":
            await _say(socket, "ack", id=known.id, state="accepted")
        elif known is not None:
            await _end(socket, known)
        elif said["id"] not in self._queued:
            self._queued.add(said["id"])
            self._to_do.put_nowait(said)

    async def _tell(self, socket: ClientConnection, every: float) -> None:
        """Heartbeats, and at once whatever changed: parts, events, ends of commands. Each is sent
        once a connection; what gets no answer is sent again on the next."""
        sent: set[str] = set()
        beaten = time.monotonic()
        while True:
            for event in self._journal.events_to_tell(self._own.device_id):
                if event.id not in sent:
                    sent.add(event.id)
                    await _say(
                        socket, "event", id=event.id, kind=event.kind, at=event.at,
                        data=event.data, sealed=event.sealed,
                    )  # fmt: skip
            for ended in self._journal.ends_to_tell(self._own.device_id):
                if ended.id not in sent:
                    sent.add(ended.id)
                    await _end(socket, ended)
            if self._said != self._parts or time.monotonic() - beaten >= every:
                self._said, beaten = dict(self._parts), time.monotonic()
                await _say(socket, "heartbeat", clock=_clock(), status=self._status())
            try:
                left = max(0.05, every - (time.monotonic() - beaten))
                await asyncio.wait_for(self._changed.wait(), left)
            except TimeoutError:
                continue
            self._changed.clear()

    async def _work(self) -> None:
        """One command after the other, whether the server can be reached or not."""
        while True:
            said = await self._to_do.get()
            self._journal.begin(said["id"], self._own.device_id)
            self._queued.discard(said["id"])
            state, reason, result = "done", "", dict[str, Any]()
            if _clock() + self.skew_ms > said["expires_at"]:
                state, reason = "failed", _OVER
            else:
                await self._accept(said["id"])
                try:
                    result = await self.perform(said["verb"], said["arguments"])
                except DriverFault as fault:
                    state, reason = "failed", str(fault)[:200]
                except Exception:
                    state, reason = "failed", _CRASHED
            self._journal.end(said["id"], state, reason, result)
            self._changed.set()

    async def _accept(self, command_id: str) -> None:
        """Said when it is begun; not heard, the server asks again and is answered then."""
        if self._socket is not None:
            with contextlib.suppress(websockets.ConnectionClosed):
                await _say(self._socket, "ack", id=command_id, state="accepted")

    def _status(self) -> dict[str, Any]:
        return {"parts": dict(self._parts), "note": ""}


async def _end(socket: ClientConnection, ended: Begun) -> None:
    await _say(
        socket,
        "ack",
        id=ended.id,
        state=ended.state,
        reason=ended.reason,
        result=ended.result,
        sealed=ended.sealed,
    )


async def _say(socket: ClientConnection, type_: str, **said: Any) -> None:
    await socket.send(json.dumps({"type": type_, **said}, ensure_ascii=False))


def _clock() -> int:
    return round(time.time() * 1000)
