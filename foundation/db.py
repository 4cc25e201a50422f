"""The database: one engine a process, sessions for reading and for writing.

SQLite (WAL) embedded, PostgreSQL by `DATABASE_URL`. On SQLite a writing session begins
IMMEDIATE, because a deferred transaction that turns into a writer fails at once when another
one wrote in between, whatever the busy timeout says.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, Select, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util.concurrency import await_

from foundation import sqlite
from foundation.audit.watching import watch
from foundation.settings import settings

S = TypeVar("S", bound=Select[*tuple[Any, ...]])

_READERS, _WRITERS = 10, 5
"""Connections a process keeps. Two cores do no more at once, and who waits for one waits less than
the database needs to start another. Each has its own, so that a reader who notes a look meanwhile
waits for no other reader; twice as many writers may be, for a while."""
_RESTS, _IDLE_SECONDS = "rests_since", 60.0
_READ_ONLY = "read_only"
_HAS_TURN = "has_turn"
_MANY_SMALL_QUESTIONS = {
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}
"""PostgreSQL plans for few large questions on turning disks unless told. Ours are many and small:
with these it reads the rows of a page by their index instead of a whole table (ADR 33)."""
watch()


@cache
def engine() -> AsyncEngine:
    """The engine of this process; after a fork call `forget_engine()` first.

    Errors never show the values of a statement: they end in logs and in the outbox.
    """
    url = settings().database
    if url.startswith("sqlite"):
        Path(url.partition(":///")[2]).parent.mkdir(parents=True, exist_ok=True)
        made = create_async_engine(
            url,
            hide_parameters=True,
            pool_size=10,
            max_overflow=20,
            pool_reset_on_return=None,  # a session ends its own transaction when it closes
        )
        _listen_sqlite(made.sync_engine)
        return made
    return _postgresql(pool_size=_WRITERS, max_overflow=_WRITERS)


@cache
def _reader() -> AsyncEngine:
    """On PostgreSQL each statement of a reader stands alone, without BEGIN and ROLLBACK around it:
    it sees what was committed before it, as inside a transaction (read committed)."""
    if engine().dialect.name == "sqlite":
        return engine().execution_options(**{_READ_ONLY: True})
    return _postgresql(pool_size=_READERS, max_overflow=0, isolation_level="AUTOCOMMIT")


def _postgresql(**pool: Any) -> AsyncEngine:
    made = create_async_engine(
        settings().database,
        hide_parameters=True,
        pool_use_lifo=True,
        connect_args={"server_settings": _MANY_SMALL_QUESTIONS},
        **pool,
    )
    _replace_dead_connections(made.sync_engine)
    return made


async def close() -> None:
    """End every connection of this process."""
    await engine().dispose()
    await _reader().dispose()


def forget_engine() -> None:
    engine.cache_clear()
    _reader.cache_clear()


def _replace_dead_connections(sync_engine: Engine) -> None:
    """What a restart of the database ended is replaced before anybody gets it.

    The end of a connection is told to us, so nothing need be asked of one that was just in use; one
    that rested is asked, because a firewall may have forgotten it without a word. With one dead
    connection all are suspect.
    """

    @event.listens_for(sync_engine, "checkin")
    def _rest(_connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info[_RESTS] = time.monotonic()

    @event.listens_for(sync_engine, "checkout")
    def _must_live(connection: Any, entry: ConnectionPoolEntry, _proxy: Any) -> None:
        if connection.driver_connection.is_closed():
            raise InvalidatePoolError
        if time.monotonic() - entry.info.get(_RESTS, time.monotonic()) < _IDLE_SECONDS:
            return
        try:
            sync_engine.dialect.do_ping(connection)
        except sync_engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error


def _listen_sqlite(sync_engine: Engine) -> None:
    """Writers of this process wait for each other in a queue, fairly and without delay.

    A reader needs no transaction: each statement sees what was committed before it, as on
    PostgreSQL (read committed).
    """
    turn = asyncio.Lock()

    @event.listens_for(sync_engine, "connect")
    def _connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
        sqlite.prepare(connection)

    @event.listens_for(sync_engine, "begin")
    def _begin(connection: Any) -> None:
        if connection.get_execution_options().get(_READ_ONLY):
            return
        await_(turn.acquire())
        connection.info[_HAS_TURN] = True
        try:
            await_(sqlite.begin_writing(connection.connection.driver_connection))
        except BaseException:
            _end(connection)
            raise

    @event.listens_for(sync_engine, "commit")
    @event.listens_for(sync_engine, "rollback")
    def _end(connection: Any) -> None:
        if connection.info.pop(_HAS_TURN, False):
            turn.release()


def fresh(query: S) -> S:
    """The query as one that locks its rows and reads them anew.

    On PostgreSQL a row this session read before would else be shown as it stood before somebody
    else's change, although the lock was waited for.
    """
    return query.with_for_update().execution_options(populate_existing=True)


@asynccontextmanager
async def writing() -> AsyncIterator[AsyncSession]:
    """A session that commits when the block ends well, and rolls back when it does not."""
    async with AsyncSession(engine(), expire_on_commit=False) as session:
        yield session
        await session.commit()


@asynccontextmanager
async def reading() -> AsyncIterator[AsyncSession]:
    """A session that never writes (and on SQLite takes no write lock)."""
    async with AsyncSession(_reader(), expire_on_commit=False) as session:
        yield session


@asynccontextmanager
async def reading_on() -> AsyncIterator[AsyncSession]:
    """The same for a cursor that is read bit by bit, which PostgreSQL keeps inside a transaction
    only."""
    reader = engine().execution_options(**{_READ_ONLY: True})
    async with AsyncSession(reader, expire_on_commit=False) as session:
        yield session
