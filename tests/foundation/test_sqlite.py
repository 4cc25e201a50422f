"""The embedded database's connections: a statement in one go, whatever way its rows are read."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

from foundation.sqlite import connector


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with sqlite3.connect(tmp_path / "rows.db") as connection:
        connection.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO rows VALUES (?)", [(n,) for n in range(5)])
    return tmp_path / "rows.db"


async def test_rows_come_one_by_one_in_parts_or_all_at_once(file: Path) -> None:
    connection = await connector(file)()
    cursor = await connection.cursor().execute("SELECT number FROM rows ORDER BY number")
    assert await cursor.fetchone() == (0,)
    assert await cursor.fetchmany(2) == [(1,), (2,)]
    assert await cursor.fetchall() == [(3,), (4,)]
    assert await cursor.fetchone() is None
    await connection.close()


async def test_streamed_rows_are_all_there(file: Path) -> None:
    engine = create_async_engine("sqlite+aiosqlite://", async_creator=connector(file))
    async with engine.connect() as connection:
        rows = await connection.stream(text("SELECT number FROM rows"))
        assert len([row async for row in rows]) == 5
    await engine.dispose()


async def test_a_failed_statement_is_the_databases_error(file: Path) -> None:
    engine = create_async_engine("sqlite+aiosqlite://", async_creator=connector(file))
    async with engine.connect() as connection:
        with pytest.raises(OperationalError):
            await connection.execute(text("SELECT nothing FROM nowhere"))
    await engine.dispose()


async def test_a_cancelled_statement_leaves_the_connection_usable(file: Path) -> None:
    connection = await connector(file)()
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000000) "
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await connection.cursor().execute(f"{endless} SELECT max(i) FROM n")
    cursor = await connection.cursor().execute("SELECT count(*) FROM rows")
    assert await cursor.fetchall() == [(5,)]
    await connection.close()
