"""Applications as real processes beside the tests, on the same database and Redis."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from operations.place import ROOT
from tests.fixtures.ports import free_port


@dataclass
class Process:
    """One uvicorn; `address` is where it answers."""

    app: str
    port: int
    handle: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """Without warning."""
        self.handle.kill()
        self.handle.wait(10)

    def start_again(self) -> None:
        self.handle = _start(self.app, self.port)


def _start(app: str, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "uvicorn", app, "--port", str(port), "--log-level", "warning",
               "--no-access-log"]  # fmt: skip
    return subprocess.Popen(command, cwd=ROOT, env=dict(os.environ))


def wait_healthy(*processes: Process, seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    for process in processes:
        while not _is_healthy(process.address):
            assert time.monotonic() < deadline, f"{process.app} does not answer"
            time.sleep(0.1)


def _is_healthy(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", timeout=2, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


@contextmanager
def running(*apps: str) -> Iterator[list[Process]]:
    """These applications, each in a process of its own, while the block lasts."""
    processes = []
    for app in apps:
        port = free_port()
        processes.append(Process(app, port, _start(app, port)))
    try:
        wait_healthy(*processes)
        yield processes
    finally:
        for process in processes:
            process.handle.kill()
            process.handle.wait(10)
