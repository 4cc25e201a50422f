"""Messages counted by the database; nothing is read that is sealed, but the wordings of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from flows.consultations.views import HandoffFigures
from flows.conversations.asked import UNANSWERED
from foundation.models import Conversation, Handoff, Message

CHANNEL: Any = Message.channel
"""Where a message was said."""
PLAIN: dict[str, Any] = {
    "act": Message.act,
    "item": Message.item_code,
    "channel": CHANNEL,
    "style": Message.style,
}


SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment to before another."""

    since: datetime
    until: datetime


async def totals(session: AsyncSession, span: Span) -> Any:
    counted: Any = select(
        func.count(func.distinct(Conversation.user_id)).label("people"),
        func.count().label("messages"),
        func.count(Message.payload).label("buttons"),
        *(_with(Message.status == s).label(s) for s in ("answered", *UNANSWERED, "handed_off")),
    )
    return (await session.execute(_asked(counted, span))).one()


async def counted_by(
    session: AsyncSession, by: str, span: Span, offset: int, limit: int
) -> tuple[Sequence[Any], int]:
    """(key, count, unanswered, handed off): days in their order, anything else most first."""
    key = _day(session) if by == "day" else PLAIN[by]
    grouped = _asked(
        select(
            key.label("key"),
            func.count().label("count_"),
            _with(Message.status.in_(UNANSWERED)).label("unanswered"),
            _with(Message.status == "handed_off").label("handed_off"),
        ),
        span,
    ).group_by(key)
    if by in ("item", "style"):
        grouped = grouped.where(PLAIN[by].is_not(None))
    total = await session.scalar(select(func.count()).select_from(grouped.subquery())) or 0
    ordered = grouped.order_by(key) if by == "day" else grouped.order_by(func.count().desc(), key)
    return (await session.execute(ordered.offset(offset).limit(limit))).all(), total


async def handoff_figures(session: AsyncSession, span: Span) -> HandoffFigures | None:
    """How talks with a person went: how many, how long people waited, what they thought of it.

    None where no such talk began in the span.
    """
    row = (
        await session.execute(
            select(
                func.count().label("served"),
                func.avg(_seconds(session, Handoff.opened_at, Handoff.accepted_at)).label("waited"),
                func.avg(Handoff.satisfaction).label("satisfaction"),
            ).where(
                Handoff.accepted_at.is_not(None),
                Handoff.opened_at >= span.since,
                Handoff.opened_at < span.until,
            )
        )
    ).one()
    if not row.served:
        return None
    liked = None if row.satisfaction is None else round(float(row.satisfaction), 2)
    return HandoffFigures(
        served=row.served, waiting_seconds=round(float(row.waited), 1), satisfaction=liked
    )


def _seconds(session: AsyncSession, begun: Any, ended: Any) -> Any:
    """From one moment to another, as the database counts it."""
    if session.get_bind().dialect.name == "postgresql":
        return func.extract("epoch", ended - begun)
    return (func.julianday(ended) - func.julianday(begun)) * SECONDS_A_DAY


async def unanswered_groups(
    session: AsyncSession, span: Span, offset: int, limit: int
) -> tuple[Sequence[Any], int]:
    """(gist, count, last_at) of questions no item covers, asked most first."""
    grouped = (
        select(
            Message.gist,
            func.count().label("count_"),
            func.max(Message.created_at).label("last_at"),
        )
        .where(Message.gist.is_not(None), _within(span))
        .group_by(Message.gist)
    )
    total = await session.scalar(select(func.count()).select_from(grouped.subquery())) or 0
    ordered = grouped.order_by(func.count().desc(), func.max(Message.created_at).desc())
    return (await session.execute(ordered.offset(offset).limit(limit))).all(), total


async def latest_wordings(
    session: AsyncSession, gists: Sequence[str], span: Span, most: int
) -> Sequence[Any]:
    """(gist, text, act) of at most so many messages of each group, the newest first."""
    place = func.row_number().over(partition_by=Message.gist, order_by=Message.seq.desc())
    ranked = (
        select(Message.seq, place.label("place"))
        .where(Message.gist.in_(gists), _within(span))
        .subquery()
    )
    rows = await session.execute(
        select(Message.gist, Message.text, Message.act)
        .join(ranked, ranked.c.seq == Message.seq)
        .where(ranked.c.place <= most)
        .order_by(Message.seq.desc())
    )
    return rows.all()


def _asked(statement: Any, span: Span) -> Any:
    """Of what citizens said in that time."""
    return (
        statement.select_from(Message)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.direction == "in", Message.author == "citizen", _within(span))
    )


def _within(span: Span) -> ColumnElement[bool]:
    return (Message.created_at >= span.since) & (Message.created_at < span.until)


def _with(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _day(session: AsyncSession) -> ColumnElement[str]:
    """The day on Guangzhou's clock (+08:00, no summer time), as a date or its text."""
    if session.get_bind().dialect.name == "postgresql":
        return func.date(func.timezone("Asia/Shanghai", Message.created_at))
    return func.date(Message.created_at, "+8 hours")
