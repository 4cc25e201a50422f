"""Hall bridges as real processes behind one address, as a gateway stands before them."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx

from operations.place import ROOT
from tests.fixtures.ports import free_port


class Bridges:
    """`address` leads to any bridge that lives; a connection stays with the one it got."""

    def __init__(self, count: int, environment: Mapping[str, str]) -> None:
        self.ports = [free_port() for _ in range(count)]
        self.address = ""
        self._environment = {**os.environ, **environment}
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self._turn = itertools.cycle(range(count))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        for number in range(len(self.ports)):
            self.start(number)
        for number in range(len(self.ports)):
            await self.until_working(number)
        gate = await asyncio.start_server(self._pass_on, "127.0.0.1", 0, backlog=2000)
        self.address = f"http://127.0.0.1:{gate.sockets[0].getsockname()[1]}"
        try:
            yield
        finally:
            gate.close()
            for number in list(self._processes):
                self.kill(number)

    def start(self, number: int) -> None:
        command = [
            sys.executable, "-m", "uvicorn", "hall_bridge.app:app", "--host", "127.0.0.1",
            "--port", str(self.ports[number]), "--no-access-log", "--log-level", "error",
            "--backlog", "2048", "--ws-per-message-deflate", "false",
        ]  # fmt: skip
        self._processes[number] = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stdout=subprocess.DEVNULL
        )

    def kill(self, number: int) -> None:
        """Without warning (SIGKILL)."""
        process = self._processes.pop(number)
        process.kill()
        process.wait()

    def process_id(self, number: int) -> int:
        return self._processes[number].pid

    async def until_working(self, number: int, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        async with httpx.AsyncClient(trust_env=False) as http:
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    url = f"http://127.0.0.1:{self.ports[number]}/healthz"
                    if (await http.get(url)).status_code == 200:
                        return
                assert time.monotonic() < deadline, "the bridge did not start"
                await asyncio.sleep(0.1)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in self.ports:
            number = next(self._turn)
            with contextlib.suppress(OSError):
                port = self.ports[number]
                far, further = await asyncio.open_connection("127.0.0.1", port)
                await asyncio.gather(_copy(reader, further), _copy(far, writer))
                return
        writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while content := await reader.read(65536):
            writer.write(content)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()
