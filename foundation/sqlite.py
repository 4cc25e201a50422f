"""Connections to the embedded SQLite that change threads once a statement.

aiosqlite runs every call on a connection's own thread: a cursor is made there, executes, fetches
and is closed, four changes of threads where SQLite itself needs microseconds. Here a statement
executes and fetches in one go, and nothing is left to close.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite

BUSY_SECONDS = 15.0
_CHUNK = 64


class Cursor(aiosqlite.Cursor):
    """Holds the rows of its last statement."""

    _rows: list[Any]

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> Cursor:
        self._rows = await self._execute(  # type: ignore[no-untyped-call]
            self._run, sql, parameters or ()
        )
        return self

    def _run(self, sql: str, parameters: Any) -> list[Any]:
        return self._cursor.execute(sql, parameters).fetchall()

    async def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        count = size or self.arraysize
        taken, self._rows = self._rows[:count], self._rows[count:]
        return taken

    async def fetchall(self) -> list[Any]:
        taken, self._rows = self._rows, []
        return taken

    async def close(self) -> None:
        """Every row is fetched, so SQLite holds nothing for this cursor any more."""


class Connection(aiosqlite.Connection):
    """One connection; whoever uses it runs one statement at a time, as SQLAlchemy sees to."""

    def cursor(self) -> Cursor:  # type: ignore[override]
        return Cursor(self, self._conn.cursor())


def connector(path: Path) -> Callable[[], Awaitable[Connection]]:
    """What opens a connection to a database file, for `create_async_engine(async_creator=…)`."""
    opens = partial(sqlite3.connect, path, timeout=BUSY_SECONDS, check_same_thread=False)

    async def connect() -> Connection:
        connection = Connection(opens, _CHUNK)
        # As SQLAlchemy does for its own: a process that ends waits for no connection's thread.
        connection._thread.daemon = True
        await connection
        return connection

    return connect
