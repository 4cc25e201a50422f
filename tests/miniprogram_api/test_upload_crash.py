"""The API is killed in the middle of an upload; another process goes on where it stood."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import subprocess
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from operations.place import ROOT
from tests.factories.documents import pdf
from tests.factories.people import Person
from tests.fixtures.ports import free_port
from tests.miniprogram_api.test_resumable import VAULT, begin, send


@asynccontextmanager
async def process_of_the_api() -> AsyncIterator[tuple[httpx.AsyncClient, Process]]:
    """An API of its own process on the test's database and files; ended with kill -9."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "miniprogram_api.app:app", "--port", str(port)]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=60) as http:
            await _alive(http)
            yield http, process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _alive(http: httpx.AsyncClient, seconds: float = 90.0) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            (await http.get("/healthz")).raise_for_status()
            return
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
            await asyncio.sleep(0.2)


async def test_a_killed_api_forgets_no_part(citizen: Person) -> None:
    content = pdf("survives", 3)
    path = await begin(citizen, content)
    async with process_of_the_api() as (http, process):
        there = Person(http, citizen.token)
        assert (await send(there, path, 0, content[:900])).status_code == 200
        process.send_signal(signal.SIGKILL)
    async with process_of_the_api() as (http, _):
        there = Person(http, citizen.token)
        offset = int((await there.ask("HEAD", path)).headers["upload-offset"])
        assert offset == 900
        done = (await send(there, path, offset, content[offset:])).json()
        (file,) = done["files"]
        assert file["size"] == len(content)
        assert (await there.get(VAULT))["total"] == 1
