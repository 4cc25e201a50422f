"""Fixtures of every suite: both databases, a Redis of our own, settings, the application's client.

A test that takes `database` (or something built on it) runs twice, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis

from foundation import db
from foundation.redis import forget_redis, redis_client
from foundation.settings import Settings, settings
from operations.place import ROOT
from tests.fixtures.application import application
from tests.fixtures.emptying import empty, is_unknown, remember
from tests.fixtures.environment import in_ci, prepare_environment
from tests.fixtures.postgres import PostgresMissing, postgres_database
from tests.fixtures.redis import redis_server
from tests.fixtures.road import Road

WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
DATA_DIR = prepare_environment(WORKER)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """A migrated database of this worker; settings and engine point at it."""
    with _empty_database(request.param) as url:
        os.environ["DATABASE_URL"] = url
        _forget_settings()
        _migrate()
        yield url
        await db.close()
        _forget_settings()


@contextmanager
def _empty_database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{DATA_DIR / 'test.db'}"
        for file in DATA_DIR.glob("test.db*"):
            file.unlink()
        return
    try:
        with postgres_database(f"tianhe_test_{os.getpid()}_{WORKER}") as url:
            yield url
    except PostgresMissing as missing:
        if in_ci():
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(f"PostgreSQL 的一半没有测到：{missing}")


def _migrate() -> None:
    subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], cwd=ROOT, check=True)


def _forget_settings() -> None:
    settings.cache_clear()
    db.forget_engine()


@pytest.fixture
async def database(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """An empty database of today's schema; whatever the test committed is deleted after it.

    For a test of the application, what the application brings at its start may be there already.
    """
    if "client" not in request.fixturenames:
        await empty(database_url, keeps_content=False)
    yield database_url
    await empty(database_url, keeps_content=True)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of a Redis only this worker uses."""
    url = os.environ["REDIS_URL"]
    with redis_server(url):
        yield url


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    """The application's own client of an empty Redis."""
    forget_redis()
    client = redis_client()
    await client.flushdb()
    yield client
    await client.aclose()
    forget_redis()


@pytest.fixture
def change_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Settings]]:
    """A function that changes settings for this test: `change_settings(demo=False)`."""

    def change(**values: Any) -> Settings:
        for name, value in values.items():
            monkeypatch.setenv(name.upper(), str(value))
        settings.cache_clear()
        return settings()

    yield change
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The minute in which public routes count does not end under a slow test."""
    monkeypatch.setattr("foundation.rates._window", lambda: 29_000_000)


@pytest.fixture
async def keep_promises(database: str, redis: Redis) -> Callable[[], Awaitable[int]]:
    """A function that does what a worker would: keeps every promise that is due, here and now."""
    from foundation import queue

    async def keep() -> int:
        waiting = await queue.due()
        return sum([await queue.keep(entry_id) for entry_id, _topic in waiting])

    return keep


@pytest.fixture
async def client(database: str, redis: Redis) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the citizen and staff API, without a network between."""
    app = application("inside")
    is_first = await is_unknown(database)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url="http://testserver"
        ) as http,
    ):
        if is_first:
            await remember(database)
        yield http


@pytest.fixture
async def road(redis: Redis, change_settings: Callable[..., Any]) -> AsyncIterator[Road]:
    road = Road(settings().redis_url)
    change_settings(redis_url=await road.open())
    forget_redis()
    yield road
    await redis_client().aclose()
    forget_redis()
    await road.close()
