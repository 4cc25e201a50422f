"""The API and the worker as processes of their own, which can be ended without warning."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from operations.place import ROOT
from tests.fixtures.ports import free_port


@dataclass
class Whole:
    """`http` reaches the API, also once it was started again."""

    folder: Path
    port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    kills: dict[str, int] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, name: str) -> None:
        arguments = {
            "api": ["uvicorn", "tests.flows.workflow.whole_api:app", "--port", str(self.port)],
            "worker": [
                "celery", "--app", "flows.worker", "worker", "--pool=prefork", "--concurrency=2",
                "--queues=default", "--without-mingle", "--without-gossip", "--beat",
                f"--schedule={self.folder / 'beat'}",
            ],
        }  # fmt: skip
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *arguments[name]],
                cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """With its children, as when the power goes."""
        process = self.processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.kills[name] = self.kills.get(name, 0) + 1

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")[-3000:]


@asynccontextmanager
async def whole_system(folder: Path) -> AsyncIterator[tuple[Whole, httpx.AsyncClient]]:
    """Both at work; at the end both are ended."""
    whole = Whole(folder)
    whole.start("api")
    whole.start("worker")
    try:
        async with httpx.AsyncClient(base_url=whole.address, trust_env=False, timeout=60) as http:
            await alive(whole, http)
            yield whole, http
    finally:
        for name in list(whole.processes):
            whole.kill(name)


async def alive(whole: Whole, http: httpx.AsyncClient, seconds: float = 400.0) -> None:
    async with asyncio.timeout(seconds):
        while True:
            with contextlib.suppress(httpx.TransportError):
                if (await http.get("/healthz")).status_code == 200:
                    return
            assert whole.processes["api"].poll() is None, whole.log("api")
            await asyncio.sleep(0.2)
