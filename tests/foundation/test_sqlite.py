"""The embedded database: asked in the event loop, and never waited for with the loop stopped."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from foundation import sqlite


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with sqlite3.connect(tmp_path / "rows.db") as connection:
        connection.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO rows VALUES (?)", [(n,) for n in range(5)])
    return tmp_path / "rows.db"


@pytest.fixture
async def session(file: Path) -> AsyncIterator[AsyncSession]:
    engine = create_async_engine(f"sqlite+inline:///{file}")
    async with AsyncSession(engine) as session:
        yield session
    await engine.dispose()


@pytest.fixture
def connection(file: Path) -> sqlite3.Connection:
    made: sqlite3.Connection = sqlite3.connect(file)
    sqlite.prepare(made)
    return made


async def test_rows_come_one_by_one_in_parts_or_all_at_once(session: AsyncSession) -> None:
    rows = await session.execute(text("SELECT number FROM rows ORDER BY number"))
    assert rows.fetchone() == (0,)
    assert rows.fetchmany(2) == [(1,), (2,)]
    assert rows.fetchall() == [(3,), (4,)]


async def test_a_failed_statement_is_the_databases_error(session: AsyncSession) -> None:
    with pytest.raises(OperationalError):
        await session.execute(text("SELECT nothing FROM nowhere"))


async def test_the_loop_goes_on_while_another_process_writes(
    file: Path, connection: sqlite3.Connection
) -> None:
    with sqlite3.connect(file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        begun = asyncio.create_task(sqlite.begin_writing(connection))
        slept = time.monotonic()
        await asyncio.sleep(0.05)
        assert time.monotonic() - slept < 1
        assert not begun.done()
        other.execute("COMMIT")
        await asyncio.wait_for(begun, 2)
    connection.execute("INSERT INTO rows VALUES (9)")
    connection.execute("COMMIT")


async def test_a_database_that_stays_busy_is_an_error(
    file: Path, connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.02)
    with sqlite3.connect(file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            await sqlite.begin_writing(connection)
