"""Rows of search: strategies, saved queries, what people looked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.db import fresh
from foundation.models import SavedQuery, SearchRecord, SearchStrategyVersion

LOW_CLICK_FROM, LOW_CLICK_SHARE = 3, 0.2
"""Asked so often, opened by no larger a share: people did not see what they looked for."""


async def strategies(session: AsyncSession) -> Sequence[SearchStrategyVersion]:
    """Every version, newest first."""
    return (
        await session.scalars(
            select(SearchStrategyVersion).order_by(SearchStrategyVersion.number.desc())
        )
    ).all()


async def strategy_in(
    session: AsyncSession, state: str, *, lock: bool = False
) -> SearchStrategyVersion | None:
    query = select(SearchStrategyVersion).where(SearchStrategyVersion.state == state)
    return await session.scalar(fresh(query) if lock else query)


async def strategy(session: AsyncSession, number: int) -> SearchStrategyVersion | None:
    return await session.get(SearchStrategyVersion, number)


async def last_number(session: AsyncSession) -> int:
    return await session.scalar(select(func.max(SearchStrategyVersion.number))) or 0


async def saved_queries(session: AsyncSession) -> Sequence[SavedQuery]:
    return (await session.scalars(select(SavedQuery).order_by(SavedQuery.created_at))).all()


async def saved_query(session: AsyncSession, text: str) -> SavedQuery | None:
    return await session.scalar(select(SavedQuery).where(SavedQuery.text == text))


async def remove_saved_query(session: AsyncSession, query_id: str) -> None:
    await session.execute(delete(SavedQuery).where(SavedQuery.id == query_id))


async def record(session: AsyncSession, record_id: str) -> SearchRecord | None:
    return await session.get(SearchRecord, record_id)


async def counted_queries(
    session: AsyncSession, which: str, since: datetime, offset: int, limit: int
) -> tuple[list[tuple[str, int, int, int, datetime]], int]:
    """(index of the words, times asked, most hits, times opened, last asked), often asked first."""
    grouped = _grouped(which, since)
    total = await session.scalar(select(func.count()).select_from(grouped.subquery())) or 0
    rows = await session.execute(
        grouped.order_by(func.count().desc(), func.max(SearchRecord.at).desc())
        .offset(offset)
        .limit(limit)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows], total


async def latest_of(
    session: AsyncSession, indexes: Sequence[str], since: datetime
) -> dict[str, SearchRecord]:
    """The latest record of each group of equal words."""
    latest = (
        select(SearchRecord.words_index, func.max(SearchRecord.at).label("at"))
        .where(SearchRecord.words_index.in_(indexes), SearchRecord.at >= since)
        .group_by(SearchRecord.words_index)
        .subquery()
    )
    rows = await session.scalars(
        select(SearchRecord).join(
            latest,
            (latest.c.words_index == SearchRecord.words_index) & (latest.c.at == SearchRecord.at),
        )
    )
    return {row.words_index: row for row in rows}


def _grouped(which: str, since: datetime) -> Any:
    opened = func.count(SearchRecord.opened_key)
    grouped: Any = (
        select(
            SearchRecord.words_index,
            func.count(),
            func.max(SearchRecord.hits),
            opened,
            func.max(SearchRecord.at),
        )
        .where(SearchRecord.at >= since)
        .group_by(SearchRecord.words_index)
    )
    if which == "zero":
        return grouped.having(func.max(SearchRecord.hits) == 0)
    if which == "low_click":
        return grouped.having(
            (func.max(SearchRecord.hits) > 0)
            & (func.count() >= LOW_CLICK_FROM)
            & (opened < func.count() * LOW_CLICK_SHARE)
        )
    return grouped
