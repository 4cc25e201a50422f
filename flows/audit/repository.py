"""Rows of the audit, for those who may read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.crypto import blind_index
from foundation.models import (
    AuditArchive,
    AuditHead,
    AuditLink,
    AuditPending,
    AuditRecord,
    Staff,
    User,
)


async def find(
    session: AsyncSession,
    conditions: Sequence[ColumnElement[bool]],
    offset: int,
    limit: int,
) -> tuple[Sequence[Row[AuditRecord, int]], int]:
    """Records with their number on the chain, the latest first, and how many there are."""
    total = await session.scalar(select(func.count()).select_from(AuditRecord).where(*conditions))
    rows = await session.execute(
        select(AuditRecord, AuditLink.seq)
        .outerjoin(AuditLink, AuditLink.record_id == AuditRecord.id)
        .where(*conditions)
        .order_by(AuditRecord.at.desc(), AuditRecord.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total or 0


def within(since: datetime, until: datetime) -> list[ColumnElement[bool]]:
    return [AuditRecord.at >= since, AuditRecord.at < until]


def by_person(name: str) -> ColumnElement[bool]:
    """A user name, or a whole `user:…` or `worker:…`."""
    return AuditRecord.viewer.in_((name, f"staff:{name}"))


async def of_subject(session: AsyncSession, text: str) -> ColumnElement[bool]:
    """By the user's id, or by an ID number, of which only a fingerprint is compared."""
    ids = await session.scalars(
        select(User.id).where(User.id_number_index == blind_index(text.upper()))
    )
    return AuditRecord.subject.in_((text, *ids))


def of_act(act: str) -> ColumnElement[bool]:
    return AuditRecord.act == act


def of_case(number: str) -> ColumnElement[bool]:
    return AuditRecord.case_number == number


def saying(text: str) -> ColumnElement[bool]:
    return or_(
        AuditRecord.what.contains(text, autoescape=True),
        AuditRecord.reason.contains(text, autoescape=True),
        AuditRecord.object_id == text,
        AuditRecord.trace_id == text,
        AuditRecord.address == text,
    )


async def staff_names(session: AsyncSession, usernames: Iterable[str]) -> dict[str, str]:
    rows = await session.execute(
        select(Staff.username, Staff.display_name).where(Staff.username.in_(set(usernames)))
    )
    return {row.username: row.display_name for row in rows}


async def user_names(session: AsyncSession, ids: Iterable[str]) -> dict[str, str]:
    rows = await session.execute(select(User.id, User.display_name).where(User.id.in_(set(ids))))
    return {row.id: row.display_name for row in rows}


async def standing(
    session: AsyncSession,
) -> tuple[int, AuditHead | None, AuditArchive | None, AuditRecord | None]:
    """How many wait, the last sealed head, the last archive, the last proof."""
    waiting = await session.scalar(select(func.count()).select_from(AuditPending))
    head = await session.scalar(select(AuditHead).order_by(AuditHead.seq.desc()).limit(1))
    archive = await session.scalar(
        select(AuditArchive).order_by(AuditArchive.last_seq.desc()).limit(1)
    )
    proof = await session.scalar(
        select(AuditRecord).where(of_act("prove")).order_by(AuditRecord.at.desc()).limit(1)
    )
    return waiting or 0, head, archive, proof
