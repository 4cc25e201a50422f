"""Rows of kept readings."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from flows.prereview.readings import Reading
from foundation.clock import now
from foundation.models import KeptReading


async def kept_reading(session: AsyncSession, sha256: str, reader: str) -> Reading | None:
    """What this version of the reader read of these bytes, if it did."""
    row: dict[str, Any] | None = await session.scalar(
        select(KeptReading.reading).where(
            KeptReading.sha256 == sha256, KeptReading.reader == reader
        )
    )
    return None if row is None else Reading.model_validate(row)


async def keep_reading(session: AsyncSession, sha256: str, reading: Reading) -> None:
    """Keep it; when somebody else was quicker, theirs stays."""
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    values = {
        "sha256": sha256,
        "reader": reading.reader,
        "reading": reading.model_dump(mode="json"),
        "created_at": now(),
    }
    await session.execute(insert(KeptReading).values(**values).on_conflict_do_nothing())


async def forget_readings(session: AsyncSession, sha256: str) -> None:
    """Remove every version's reading of these bytes, e.g. when their owner takes them back."""
    await session.execute(delete(KeptReading).where(KeptReading.sha256 == sha256))
