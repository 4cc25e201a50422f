"""The embedded SQLite, asked in the event loop itself.

A statement of ours takes SQLite microseconds; handing it to a thread and its rows back takes ten
times as long, and the two threads then wait for each other's interpreter lock (ADR 0018). The one
thing that may take long is waiting for the writer of another process, and that is not left to
SQLite, which would sleep with the loop in its arms.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from typing import Any

from sqlalchemy import URL, AsyncAdaptedQueuePool, Pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import OperationalError

BUSY_SECONDS = 15.0
_PAUSE = 0.001
_DRIVER = "inline"


class Inline(SQLiteDialect_pysqlite):
    """The standard library's driver behind SQLAlchemy's async engine, `sqlite+inline://`."""

    driver = _DRIVER
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        return AsyncAdaptedQueuePool

    def connect(self, *cargs: Any, **cparams: Any) -> Any:
        return super().connect(*cargs, **{**cparams, **_CONNECT})


class Cursor(sqlite3.Cursor):
    """Rows are read where they lie, so there is nothing to fetch before a result is handed on."""

    async def _async_soft_close(self) -> None:
        """What SQLAlchemy's async engine asks of a cursor before it hands on the result."""


class Connection(sqlite3.Connection):
    """Gives cursors that the async engine can hand on."""

    def cursor(self, factory: Any = None) -> Any:
        return super().cursor(factory or Cursor)


registry.register(f"sqlite.{_DRIVER}", __name__, Inline.__name__)


def prepare(connection: sqlite3.Connection) -> None:
    """What every connection is set to; transactions are begun by `begin_writing` alone."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


async def begin_writing(connection: sqlite3.Connection) -> None:
    """Begin a writing transaction once no other process writes.

    Raises: OperationalError when others write for `BUSY_SECONDS`, or the database fails.
    """
    ends = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            _begin_at_once(connection)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > ends:
                raise OperationalError("BEGIN IMMEDIATE", None, error) from error
        await asyncio.sleep(_PAUSE)


def _begin_at_once(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA busy_timeout=0")
    try:
        connection.execute("BEGIN IMMEDIATE")
    finally:
        connection.execute(_PATIENT)


_PATIENT = f"PRAGMA busy_timeout={BUSY_SECONDS * 1000:.0f}"
_CONNECT: dict[str, Any] = {
    "timeout": BUSY_SECONDS,
    "factory": Connection,
    "check_same_thread": False,
}
