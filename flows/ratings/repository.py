"""Rows of ratings. A case's is reached through the case, which the caller has accessed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.models import (
    CaseRating,
    Counter,
    CounterRating,
    Rectification,
    RectificationEvent,
    Staff,
)


async def rating_of(session: AsyncSession, number: str) -> CaseRating | None:
    return await session.scalar(select(CaseRating).where(CaseRating.case_number == number))


def add(session: AsyncSession, values: dict[str, Any]) -> CaseRating:
    """The case is locked: nobody rates it in between."""
    rating = CaseRating(**values)
    session.add(rating)
    return rating


async def rating_of_event(session: AsyncSession, event: str) -> CounterRating | None:
    return await session.scalar(select(CounterRating).where(CounterRating.event == event))


async def ratings_between(
    session: AsyncSession, hall_id: str, since: datetime, until: datetime
) -> Sequence[CounterRating]:
    rows = await session.scalars(
        select(CounterRating).where(
            CounterRating.hall_id == hall_id,
            CounterRating.rated_at >= since,
            CounterRating.rated_at < until,
        )
    )
    return rows.all()


LoopRow = Row[Rectification, CounterRating, Counter, Staff]


async def loops_of(
    session: AsyncSession, hall_id: str, states: Collection[str], limit: int
) -> Sequence[LoopRow]:
    """Whatever is due first comes first, what is closed last."""
    query = (
        _loops()
        .where(Rectification.hall_id == hall_id, Rectification.state.in_(states))
        .order_by(Rectification.closed_at.desc(), Rectification.due_at, Rectification.id)
        .limit(limit)
    )
    return (await session.execute(query)).all()


async def loop_by_id(
    session: AsyncSession, rectification_id: str, *, lock: bool = False
) -> LoopRow | None:
    query = _loops().where(Rectification.id == rectification_id)
    if lock:
        query = query.with_for_update(of=Rectification)
    return (await session.execute(query)).first()


async def loops_between(
    session: AsyncSession, hall_id: str, since: datetime, until: datetime
) -> Sequence[Rectification]:
    rows = await session.scalars(
        select(Rectification).where(
            Rectification.hall_id == hall_id,
            Rectification.opened_at >= since,
            Rectification.opened_at < until,
        )
    )
    return rows.all()


async def events_of(
    session: AsyncSession, rectification_ids: Collection[str]
) -> Sequence[RectificationEvent]:
    rows = await session.scalars(
        select(RectificationEvent)
        .where(RectificationEvent.rectification_id.in_(rectification_ids))
        .order_by(RectificationEvent.id)
    )
    return rows.all()


async def counter_names(session: AsyncSession, hall_id: str) -> dict[str, str]:
    rows = await session.execute(
        select(Counter.id, Counter.number, Counter.name).where(Counter.hall_id == hall_id)
    )
    return {id_: f"{number}窗口 {name}" for id_, number, name in rows}


def _loops() -> Select[Rectification, CounterRating, Counter, Staff]:
    return (
        select(Rectification, CounterRating, Counter, Staff)
        .join(CounterRating, CounterRating.id == Rectification.rating_id)
        .join(Counter, Counter.id == CounterRating.counter_id)
        .join(Staff, Staff.id == CounterRating.staff_id)
    )
