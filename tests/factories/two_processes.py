"""Processes of the API and the hall bridge on the test's database and Redis, each of its own."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import httpx

from operations.place import ROOT
from tests.fixtures.ports import free_port

API, BRIDGE = "miniprogram_api.app:app", "hall_bridge.app:app"
PATIENCE = 300.0


@asynccontextmanager
async def processes(*apps: str) -> AsyncIterator[Sequence[str]]:
    """The addresses of so many processes, in their order; they end with the block."""
    ports = [free_port() for _ in apps]
    started = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "uvicorn", app, "--port", str(port), "--log-level", "warning",
            cwd=ROOT, stdout=subprocess.DEVNULL,
        )
        for app, port in zip(apps, ports, strict=True)
    ]  # fmt: skip
    addresses = [f"http://127.0.0.1:{port}" for port in ports]
    try:
        await asyncio.gather(*(_alive(address) for address in addresses))
        yield addresses
    finally:
        for process in started:
            if process.returncode is None:
                process.terminate()
        await asyncio.gather(*(process.wait() for process in started))


async def _alive(address: str) -> None:
    until = time.monotonic() + PATIENCE
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=60) as http:
        while True:
            try:
                (await http.get("/healthz")).raise_for_status()
                return
            except httpx.TransportError:
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(0.2)
