"""Two bridges, a Redis and an agent as real processes, each killed in turn under work: nothing is
printed twice, nothing scanned is lost, and everything comes to an end."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import secrets
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from flows.devices import commands, events
from flows.devices.errors import DeviceAway
from flows.devices.views import CommandResult
from foundation import db
from foundation.clock import now
from foundation.redis import forget_redis, redis_client
from hall_bridge.agent.simulators.desk import Desk
from operations.place import ROOT
from tests.factories.desk import code_for, until_online
from tests.factories.halls import COUNTER, open_hall
from tests.fakes.bridges import Bridges
from tests.fakes.serving import address_of, bound, serving
from tests.fixtures.ports import free_port
from tests.fixtures.redis import redis_server

CLERK, ROUNDS = "staff:chenxm", 24


class Valkey:
    """A Redis that can be restarted at the same address."""

    def __init__(self) -> None:
        self.url = f"redis://127.0.0.1:{free_port()}/0"
        self._running = ExitStack()

    def start(self) -> None:
        self._running.enter_context(redis_server(self.url))

    def stop(self) -> None:
        self._running.close()


class AgentProcess:
    """`python -m hall_bridge.agent` as a counter's computer runs it."""

    def __init__(self, configuration: Path) -> None:
        self._command = [sys.executable, "-m", "hall_bridge.agent", "--config", str(configuration)]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, cwd=ROOT, env=os.environ)

    def __enter__(self) -> None:
        self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@pytest.fixture
async def valkey(database: str, change_settings: Callable[..., Any]) -> AsyncIterator[Valkey]:
    valkey = Valkey()
    valkey.start()
    change_settings(redis_url=valkey.url)
    forget_redis()
    yield valkey
    await redis_client().aclose()
    forget_redis()
    valkey.stop()


async def test_nothing_is_done_twice_or_lost(
    database: str, redis: Redis, valkey: Valkey, tmp_path: Path
) -> None:
    await open_hall()
    bridges = Bridges(2, {"REDIS_URL": valkey.url, "DATABASE_URL": database})
    async with bridges.running(), _desk(tmp_path) as (desk, address):
        agent = AgentProcess(await _configuration(tmp_path, bridges, desk, address))
        asked: dict[str, str] = {}
        scanned: list[str] = []
        with agent:
            await until_online(2)
            for number in range(ROUNDS):
                await _disturb(number, bridges, valkey, agent, desk)
                await desk.until_gun_held()
                scanned.append(f"scan-{number}")
                await desk.scan(scanned[-1])
                asked[await _print(number)] = f"job-{number}"
                await asyncio.sleep(0.1)
            ended = [await _ended(command) for command in asked]
            told = await _told(len(scanned))
    printed = sorted(file.read_bytes().decode() for file in desk.folder.glob("*.pdf"))
    assert len(printed) == len(set(printed)), "printed twice"
    done = {f"%PDF {asked[one.id]}" for one in ended if one.state == "done"}
    assert done <= set(printed)
    assert len(done) >= ROUNDS - 1, [(one.state, one.reason) for one in ended]
    assert all("中断" in one.reason for one in ended if one.state != "done")
    assert sorted(told) == sorted(scanned)


async def _disturb(
    number: int, bridges: Bridges, valkey: Valkey, agent: AgentProcess, desk: Desk
) -> None:
    """A quarter of the way each: one bridge dies, Redis restarts, the agent dies, the other bridge
    dies."""
    match number * 4 / ROUNDS:
        case 0.5:
            bridges.kill(0)
        case 1.0:
            bridges.start(0)
            valkey.stop()
            valkey.start()
        case 2.0:
            agent.kill()
            await desk.until_gun_let_go()
            agent.start()
        case 3.0:
            await bridges.until_working(0)
            bridges.kill(1)


async def _print(number: int) -> str:
    """As a clerk does: again while the device is said to be away, never a second job."""
    content = base64.b64encode(f"%PDF job-{number}".encode()).decode()
    request_id = secrets.token_hex(8)
    async with asyncio.timeout(20):
        while True:
            try:
                async with db.writing() as session:
                    asked = await commands.ask_device(
                        session, COUNTER, "printer", "print", {"pdf": content}, CLERK,
                        request_id=request_id,
                    )  # fmt: skip
                return asked.id
            except DeviceAway:
                await asyncio.sleep(0.1)


async def _ended(command_id: str) -> CommandResult:
    async with asyncio.timeout(60):
        while True:
            async with db.writing() as session:
                found = await commands.result_of(session, command_id, CLERK)
            if found.state in ("done", "failed", "expired"):
                return found
            await asyncio.sleep(0.1)


async def _told(count: int) -> list[str]:
    async with asyncio.timeout(30):
        while True:
            async with db.reading() as session:
                since = now() - timedelta(minutes=5)
                found = await events.events_since(session, COUNTER, since, "scanned")
            if len(found) >= count:
                return [one.data["text"] for one in found]
            await asyncio.sleep(0.1)


@asynccontextmanager
async def _desk(tmp_path: Path) -> AsyncIterator[tuple[Desk, str]]:
    desk, listener = Desk(tmp_path / "desk"), bound()
    async with desk.running(), serving(desk.app(), listener):
        yield desk, address_of(listener)


async def _configuration(tmp_path: Path, bridges: Bridges, desk: Desk, address: str) -> Path:
    devices = []
    for kind in ("printer", "scan_gun"):
        driver, options = desk.drivers(address)[kind]
        code = await code_for("printer" if kind == "printer" else "scan_gun", f"A12{kind}")
        devices.append({"name": kind, "driver": driver, "code": code, "options": options})
    file = tmp_path / "agent.json"
    file.write_text(json.dumps({"server": bridges.address, "devices": devices}), "utf-8")
    return file
