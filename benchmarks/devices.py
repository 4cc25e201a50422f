"""A thousand device sockets on two bridge processes: how fast, how heavy, whether anything is lost.

`python -m benchmarks.devices [N]` (default 1,000): own PostgreSQL database, Redis and two bridges.
Devices are played by this process, spread over both bridges without stickiness. Measured: from the
committed question to the device's `accepted` in the database's answer; from a device's event to a
listener on Redis, as the console and counters listen; memory of the bridges for each socket; then
one bridge is killed, and Redis restarted, and every device must be back at the right state.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from statistics import median, quantiles
from typing import Any

import psutil
import websockets
from websockets.typing import Subprotocol

from flows.devices import commands
from flows.devices.contract import HEARTBEAT_SECONDS, hall_devices_channel
from foundation import db
from foundation.clock import now
from foundation.crypto import token_hash
from foundation.models import Device, new_id
from foundation.redis import forget_redis, redis_client
from foundation.settings import settings
from tests.factories.devices import clock_ms
from tests.factories.halls import COUNTER, HALL, open_hall
from tests.fakes.bridges import Bridges
from tests.fixtures.environment import prepare_environment
from tests.fixtures.postgres import postgres_database
from tests.fixtures.redis import redis_server

_STATUS = {"parts": {"printer": "ok"}, "note": ""}
ASKED, TOLD, AT_ONCE, BACK_SECONDS = 600, 600, 10, 3.0
Promise = tuple[str, str, bool]


class Played:
    """One device: connected whenever it can be, accepting and doing all it is asked."""

    def __init__(self, gate: str, device_id: str, token: str) -> None:
        self.device_id = device_id
        self.done: list[str] = []
        self.back_at = 0.0
        self.is_online = False
        self.acknowledged: dict[str, asyncio.Event] = {}
        self._url = f"{gate.replace('http', 'ws')}/hall/v1/devices/{device_id}"
        self._protocols = [Subprotocol("bearer"), Subprotocol(token)]
        self._socket: Any = None

    async def run(self) -> None:
        while True:
            with contextlib.suppress(OSError, TimeoutError, websockets.WebSocketException):
                async with websockets.connect(
                    self._url, subprotocols=self._protocols, proxy=None, open_timeout=20,
                    ping_interval=None,
                ) as socket:  # fmt: skip
                    await self._talk(socket)
            self.is_online = False
            await asyncio.sleep(random.uniform(0.08, 0.32))  # as the agent does

    async def tell(self, event_id: str) -> None:
        await self._say("event", id=event_id, kind="scanned", at=clock_ms(), data={"text": "x"})

    async def _talk(self, socket: Any) -> None:
        self._socket = socket
        await self._say(
            "hello", model="bench", firmware="1", capabilities=["printer"], clock=clock_ms(),
            status=_STATUS,
        )  # fmt: skip
        beating = asyncio.create_task(self._beat())
        try:
            async for text in socket:
                await self._take(json.loads(text))
        finally:
            beating.cancel()

    async def _take(self, said: dict[str, Any]) -> None:
        if said["type"] == "welcome":
            self.is_online, self.back_at = True, time.perf_counter()
        elif said["type"] == "command":
            self.done.append(said["id"])
            await self._say("ack", id=said["id"], state="accepted")
        elif said["type"] == "received" and said["said"] == "accepted":
            self.acknowledged.setdefault(said["id"], asyncio.Event()).set()
            await self._say("ack", id=said["id"], state="done")

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            await self._say("heartbeat", clock=clock_ms(), status=_STATUS)

    async def _say(self, type_: str, **said: Any) -> None:
        await self._socket.send(json.dumps({"type": type_, **said}))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    prepare_environment(0)
    with postgres_database(f"tianhe_bench_{os.getpid()}") as url:
        os.environ["DATABASE_URL"] = url
        settings.cache_clear()
        db.forget_engine()
        subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], check=True)
        promises = asyncio.run(_measure(count, url))
    print(f"\nload average {', '.join(f'{load:.1f}' for load in os.getloadavg())}")
    for name, value, is_kept in promises:
        print(f"{'kept  ' if is_kept else 'BROKEN'}  {name:<58} {value}")
    sys.exit(0 if all(is_kept for *_, is_kept in promises) else 1)


async def _measure(count: int, url: str) -> list[Promise]:
    server = contextlib.ExitStack()
    server.enter_context(redis_server(os.environ["REDIS_URL"]))
    bridges = Bridges(2, {"DATABASE_URL": url, "LOG_LEVEL": "ERROR"})
    try:
        async with bridges.running():
            before = _memory(bridges)
            async with _played(count, bridges.address) as devices:
                heavy = (_memory(bridges) - before) / count / 1024
                found: list[Promise] = [
                    (f"{count} sockets, memory each on the bridges", f"{heavy:.0f} KiB", True),
                    *await _asked(devices),
                    *await _told(devices),
                    *await _killed(devices, bridges),
                ]
                server.close()
                server = contextlib.ExitStack()
                server.enter_context(redis_server(os.environ["REDIS_URL"]))
                return [*found, *await _after_redis(devices)]
    finally:
        server.close()
        await db.engine().dispose()
        forget_redis()


@asynccontextmanager
async def _played(count: int, gate: str) -> AsyncIterator[list[Played]]:
    await open_hall()
    own = [(new_id(), f"bench-{number}") for number in range(count)]
    async with db.writing() as session:
        session.add_all(
            Device(
                id=device_id, hall_id=HALL, counter_id=COUNTER if number < 10 else "",
                kind="printer", name=f"打印机{number}", model="", capabilities=["printer"],
                token_hash=token_hash(token), state="active", enrolled_at=now(),
            )
            for number, (device_id, token) in enumerate(own)
        )  # fmt: skip
    devices = [Played(gate, *one) for one in own]
    began = time.perf_counter()
    running = []
    for device in devices:
        running.append(asyncio.create_task(device.run()))
        await asyncio.sleep(0.005)
    await _until_online(devices)
    print(f"{count} devices connected in {time.perf_counter() - began:.1f} s")
    try:
        yield devices
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _asked(devices: list[Played]) -> list[Promise]:
    """Commands, some at once, each to another device."""
    times: list[float] = []
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(device: Played) -> None:
        async with turn:
            async with db.writing() as session:
                asked = await commands.ask_device(
                    session, "", "printer", "print", {}, "staff:bench", device_id=device.device_id
                )
            began = time.perf_counter()
            event = device.acknowledged.setdefault(asked.id, asyncio.Event())
            await asyncio.wait_for(event.wait(), 30)
            times.append(time.perf_counter() - began)

    await asyncio.gather(*(one(devices[n * 7 % len(devices)]) for n in range(ASKED)))
    twice = sum(len(d.done) - len(set(d.done)) for d in devices)
    return [
        (f"command committed → acknowledged, {AT_ONCE} at once", *_said(times, 0.3)),
        ("commands lost, carried twice", f"{ASKED - len(times)}, {twice}", twice == 0),
    ]


async def _told(devices: list[Played]) -> list[Promise]:
    """Events as a listener on Redis hears them."""
    heard: dict[str, float] = {}
    pubsub = redis_client().pubsub(ignore_subscribe_messages=True)
    await pubsub.subscribe(hall_devices_channel(HALL))

    async def listen() -> None:
        async for message in pubsub.listen():
            said = json.loads(message["data"])
            if said["event"] == "device_event":
                heard[said["data"]["event_id"]] = time.perf_counter()

    listening = asyncio.create_task(listen())
    sent: dict[str, float] = {}
    for number in range(TOLD):
        event_id = f"bench-event-{number}"
        sent[event_id] = time.perf_counter()
        await devices[number * 7 % len(devices)].tell(event_id)
        await asyncio.sleep(0.01)
    for _ in range(100):
        if len(heard) == TOLD:
            break
        await asyncio.sleep(0.1)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    times = [heard[key] - sent[key] for key in heard]
    return [
        ("event of a device → console, 100 a second", *_said(times, 0.3)),
        ("events lost", str(TOLD - len(heard)), len(heard) == TOLD),
    ]


async def _killed(devices: list[Played], bridges: Bridges) -> list[Promise]:
    """One bridge dies; its devices come to the other."""
    began, worked = time.perf_counter(), _worked(bridges, 1)
    bridges.kill(0)
    await asyncio.sleep(0.1)
    await _until_online(devices)
    late = [max(0.0, d.back_at - began) for d in devices if d.back_at > began]
    each = (_worked(bridges, 1) - worked) * 1000 / max(1, len(late))
    value = (
        f"{len(late)} back, p95 {_p95(late):.2f} s, last {max(late, default=0):.2f} s,"
        f" {each:.1f} CPU ms each"
    )
    return [
        ("bridge killed: devices back at the other", value, max(late, default=0) <= BACK_SECONDS)
    ]


async def _after_redis(devices: list[Played]) -> list[Promise]:
    """Redis is new: a command reaches its device again without anybody connecting anew."""
    began = time.perf_counter()
    async with db.writing() as session:
        asked = await commands.ask_device(
            session, "", "printer", "print", {}, "staff:bench", device_id=devices[0].device_id
        )
    event = devices[0].acknowledged.setdefault(asked.id, asyncio.Event())
    await asyncio.wait_for(event.wait(), 30)
    taken = time.perf_counter() - began
    return [("Redis restarted: a command acknowledged", f"{taken:.2f} s", taken <= BACK_SECONDS)]


async def _until_online(devices: list[Played]) -> None:
    async with asyncio.timeout(300):
        for device in devices:
            while not device.is_online:  # noqa: ASYNC110 (a figure, not a service)
                await asyncio.sleep(0.02)


def _worked(bridges: Bridges, number: int) -> float:
    """CPU seconds of a bridge."""
    times = psutil.Process(bridges.process_id(number)).cpu_times()
    return float(times.user + times.system)


def _memory(bridges: Bridges) -> int:
    numbers = range(len(bridges.ports))
    return sum(psutil.Process(bridges.process_id(n)).memory_info().rss for n in numbers)


def _said(times: list[float], promised: float) -> tuple[str, bool]:
    p95 = _p95(times)
    ms = f"p50 {median(times) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms (≤ {promised * 1000:.0f})"
    return ms, p95 <= promised


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1] if len(times) > 1 else sum(times)


if __name__ == "__main__":
    main()
