"""Sessions: writers wait for each other, a failed block leaves nothing, moments keep their time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import asyncpg
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, StatementError

from foundation import db
from foundation.models import Conversation, User


async def test_writers_at_once_lose_nothing(database: str) -> None:
    async with db.writing() as session:
        user = User(kind="guest", display_name="0")
        session.add(user)

    async def add_one() -> None:
        async with db.writing() as session:
            held = await session.get(User, user.id, with_for_update=True)
            assert held is not None
            await asyncio.sleep(0.005)
            held.display_name = str(int(held.display_name) + 1)

    await asyncio.gather(*(add_one() for _ in range(8)))
    async with db.reading() as session:
        assert await session.scalar(select(User.display_name)) == "8"


async def test_a_block_that_fails_leaves_nothing(database: str) -> None:
    async def fail() -> None:
        async with db.writing() as session:
            session.add(User(kind="guest"))
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(User)) == 0


async def test_reading_never_waits_for_a_writer(database: str) -> None:
    async with db.writing() as writer:
        writer.add(User(kind="guest"))
        await writer.flush()
        async with asyncio.timeout(2), db.reading() as reader:
            assert await reader.scalar(select(func.count()).select_from(User)) == 0


async def test_connections_a_restart_ended_are_replaced(database: str) -> None:
    """Every one of the pool, at once, and nobody who reads or writes notices."""
    if not database.startswith("postgresql"):
        pytest.skip("SQLite has no server")
    async with db.reading() as first, db.writing() as second:
        for session in (first, second):
            assert await session.scalar(select(func.count()).select_from(User)) == 0
    other = await asyncpg.connect(database)
    await other.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid != pg_backend_pid()"
    )
    await other.close()
    await asyncio.sleep(0.1)
    async with db.writing() as session:
        session.add(User(kind="guest"))
    async with db.reading() as one, db.reading() as two:
        for session in (one, two):
            assert await session.scalar(select(func.count()).select_from(User)) == 1


async def test_a_connection_that_rested_is_asked(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "_IDLE_SECONDS", 0.0)
    for _ in range(2):
        async with db.reading() as session:
            assert await session.scalar(select(func.count()).select_from(User)) == 0


async def test_moments_come_back_aware_and_equal(database: str) -> None:
    moment = datetime(2026, 11, 23, 8, 30, tzinfo=timezone(timedelta(hours=8)))
    async with db.writing() as session:
        user = User(kind="guest", created_at=moment)
        session.add(user)
    async with db.reading() as session:
        kept = await session.scalar(select(User.created_at))
    assert kept == moment
    assert kept.tzinfo == UTC or kept.utcoffset() is not None


async def test_a_moment_without_offset_is_refused(database: str) -> None:
    with pytest.raises(StatementError, match="offset"):
        async with db.writing() as session:
            session.add(User(kind="guest", created_at=datetime(2026, 11, 23)))


async def test_rows_keep_to_their_owners(database: str) -> None:
    """SQLite enforces foreign keys only when told to: a conversation of nobody is refused."""
    with pytest.raises(IntegrityError):
        async with db.writing() as session:
            session.add(Conversation(user_id="nobody", channel="client"))
