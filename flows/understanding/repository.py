"""Rows of what was understood, and of its corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from flows.conversations.acts import ACTS
from foundation.models import Correction, Message

JUDGED = (*ACTS, "nlu_fallback")
"""What understanding came to; buttons, answers of guidance and search stand aside."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sentences; an empty word means any."""

    since: datetime
    until: datetime
    act: str = ""
    status: str = ""
    state: str = "all"


async def sentences(
    session: AsyncSession, wanted: Wanted, offset: int, limit: int
) -> tuple[list[tuple[Message, Correction | None]], int]:
    """Sentences with their correction, the least sure first."""
    conditions = _conditions(wanted)
    joined = Message.__table__.outerjoin(Correction.__table__, Correction.message_id == Message.id)
    total = await session.scalar(select(func.count()).select_from(joined).where(*conditions)) or 0
    rows = await session.execute(
        select(Message, Correction)
        .outerjoin(Correction, Correction.message_id == Message.id)
        .where(*conditions)
        .order_by(Message.confidence, Message.seq.desc())
        .offset(offset)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows], total


async def sentence(session: AsyncSession, message_id: str) -> Message | None:
    """A sentence that was understood somehow; locked, so that two officers come one by one."""
    return await session.scalar(
        select(Message)
        .where(Message.id == message_id, Message.direction == "in", Message.act.in_(JUDGED))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def correction(session: AsyncSession, message_id: str) -> Correction | None:
    return await session.get(Correction, message_id)


async def approved(session: AsyncSession) -> Sequence[Correction]:
    """What the bot is to learn, by act."""
    rows = await session.scalars(
        select(Correction)
        .where(Correction.state == "approved")
        .order_by(Correction.right_act, Correction.created_at, Correction.message_id)
    )
    return rows.all()


async def counts(session: AsyncSession) -> dict[str, int]:
    """Corrections by state."""
    rows = await session.execute(select(Correction.state, func.count()).group_by(Correction.state))
    return {row[0]: row[1] for row in rows}


async def approved_since(session: AsyncSession, moment: datetime) -> int:
    counted = select(func.count()).select_from(Correction)
    approved_later = (Correction.state == "approved") & (Correction.updated_at > moment)
    return await session.scalar(counted.where(approved_later)) or 0


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[Any] = [
        Message.direction == "in",
        Message.author == "citizen",
        Message.payload.is_(None),
        Message.act == wanted.act if wanted.act else Message.act.in_(JUDGED),
        Message.created_at >= wanted.since,
        Message.created_at < wanted.until,
    ]
    if wanted.status:
        found.append(Message.status == wanted.status)
    if wanted.state == "none":
        found.append(Correction.state.is_(None))
    elif wanted.state != "all":
        found.append(Correction.state == wanted.state)
    return found
