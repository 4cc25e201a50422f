"""Rows of what is known, as staff work on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from foundation.models import (
    ImportBatch,
    KnowledgeEntry,
    KnowledgeEvent,
    KnowledgeRevision,
    LinkCheck,
    ShadowRun,
)
from knowledge_base.repository import OPEN

Shown = aliased(KnowledgeRevision, name="shown")
Opened = aliased(KnowledgeRevision, name="opened")
Condition = ColumnElement[bool]
Said = tuple[str, str, dict[str, Any]]
"""Entry id, shape and body."""

Line = tuple[KnowledgeEntry, KnowledgeRevision | None, KnowledgeRevision | None]


async def list_entries(
    session: AsyncSession, conditions: list[ColumnElement[bool]], offset: int, limit: int
) -> tuple[list[Line], int]:
    """(entry, published revision or None, open revision or None), latest change first."""
    total = await session.scalar(
        select(func.count()).select_from(
            _lines().with_only_columns(KnowledgeEntry.id).where(*conditions).subquery()
        )
    )
    rows = await session.execute(
        _lines()
        .where(*conditions)
        .order_by(KnowledgeEntry.updated_at.desc(), KnowledgeEntry.id)
        .offset(offset)
        .limit(limit)
    )
    return [_line(row) for row in rows], total or 0


async def count_entries(session: AsyncSession, today: date, reader: str) -> dict[str, int]:
    """How many entries of each kind, how many wait or run out; `to_review` leaves out one's own.

    Args:
        reader: who asks, as authors are named (`staff:<username>`).
    """
    by_kind = await session.execute(
        select(KnowledgeEntry.kind, func.count()).group_by(KnowledgeEntry.kind)
    )
    counts: dict[str, int] = {row[0]: row[1] for row in by_kind}
    waiting = select(func.count()).select_from(KnowledgeRevision)
    counts["in_review"] = (
        await session.scalar(waiting.where(KnowledgeRevision.state == "in_review")) or 0
    )
    counts["to_review"] = (
        await session.scalar(
            waiting.where(
                KnowledgeRevision.state == "in_review", KnowledgeRevision.author != reader
            )
        )
        or 0
    )
    counts["expired"] = (
        await session.scalar(
            waiting.where(
                KnowledgeRevision.state == "published", KnowledgeRevision.expires_on <= today
            )
        )
        or 0
    )
    return counts


def filters(kind: str, state: str, query: str, today: date) -> list[ColumnElement[bool]]:
    """Conditions of the list; see `EntryState` for the states."""
    found: list[ColumnElement[bool]] = []
    if kind:
        found.append(KnowledgeEntry.kind == kind)
    if query:
        found.append(
            KnowledgeEntry.title.contains(query, autoescape=True)
            | KnowledgeEntry.key.contains(query, autoescape=True)
        )
    if state:
        found.append(_in_state(state, today))
    return found


def expiring_between(first: date, last: date) -> list[ColumnElement[bool]]:
    """Published, and the first day it no longer holds lies in [first, last]."""
    return [Shown.expires_on >= first, Shown.expires_on <= last]


def expired_by(today: date) -> list[ColumnElement[bool]]:
    return [Shown.expires_on <= today]


def of_ids(ids: Sequence[str]) -> list[ColumnElement[bool]]:
    return [KnowledgeEntry.id.in_(ids)]


async def entry_line(session: AsyncSession, entry_id: str, *, lock: bool = False) -> Line | None:
    query = _lines().where(KnowledgeEntry.id == entry_id)
    if lock:  # read anew once it is locked, as `db.fresh` does
        query = query.with_for_update(of=KnowledgeEntry)
        query = query.execution_options(populate_existing=True)
    rows = await session.execute(query)
    row = rows.first()
    return _line(row) if row else None


async def entry_by_key(session: AsyncSession, kind: str, key: str) -> KnowledgeEntry | None:
    return await session.scalar(
        select(KnowledgeEntry).where(KnowledgeEntry.kind == kind, KnowledgeEntry.key == key)
    )


async def revisions_of(session: AsyncSession, entry_id: str) -> Sequence[KnowledgeRevision]:
    """Newest first."""
    return (
        await session.scalars(
            select(KnowledgeRevision)
            .where(KnowledgeRevision.entry_id == entry_id)
            .order_by(KnowledgeRevision.number.desc())
        )
    ).all()


async def revision(session: AsyncSession, entry_id: str, number: int) -> KnowledgeRevision | None:
    return await session.scalar(
        select(KnowledgeRevision).where(
            KnowledgeRevision.entry_id == entry_id, KnowledgeRevision.number == number
        )
    )


async def events_of(session: AsyncSession, entry_id: str) -> Sequence[KnowledgeEvent]:
    """Newest first."""
    return (
        await session.scalars(
            select(KnowledgeEvent)
            .where(KnowledgeEvent.entry_id == entry_id)
            .order_by(KnowledgeEvent.id.desc())
        )
    ).all()


async def latest_event(session: AsyncSession, entry_id: str) -> KnowledgeEvent | None:
    return await session.scalar(
        select(KnowledgeEvent)
        .where(KnowledgeEvent.entry_id == entry_id)
        .order_by(KnowledgeEvent.id.desc())
        .limit(1)
    )


async def last_number(session: AsyncSession, entry_id: str) -> int:
    found = await session.scalar(
        select(func.max(KnowledgeRevision.number)).where(KnowledgeRevision.entry_id == entry_id)
    )
    return found or 0


async def published_bodies(session: AsyncSession) -> list[Said]:
    """Everything published."""
    rows = await session.execute(
        select(KnowledgeEntry.id, KnowledgeRevision.shape, KnowledgeRevision.body)
        .join(KnowledgeRevision, KnowledgeRevision.entry_id == KnowledgeEntry.id)
        .where(KnowledgeRevision.state == "published")
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def link_checks(session: AsyncSession) -> Sequence[LinkCheck]:
    return (await session.scalars(select(LinkCheck).order_by(LinkCheck.url))).all()


async def put_link_check(session: AsyncSession, check: LinkCheck) -> None:
    await session.merge(check)


async def drop_link_checks(session: AsyncSession, but: Iterable[str]) -> None:
    """Forget the checks of addresses that content names no more."""
    kept = set(but)
    for check in await link_checks(session):
        if check.url_hash not in kept:
            await session.execute(delete(LinkCheck).where(LinkCheck.url_hash == check.url_hash))


async def latest_shadow(session: AsyncSession, entry_id: str) -> ShadowRun | None:
    """The last trial of an entry's rules."""
    return await session.scalar(
        select(ShadowRun)
        .where(ShadowRun.entry_id == entry_id)
        .order_by(ShadowRun.created_at.desc())
        .limit(1)
    )


async def list_batches(
    session: AsyncSession, offset: int, limit: int
) -> tuple[Sequence[ImportBatch], int]:
    total = await session.scalar(select(func.count()).select_from(ImportBatch)) or 0
    rows = await session.scalars(
        select(ImportBatch).order_by(ImportBatch.created_at.desc()).offset(offset).limit(limit)
    )
    return rows.all(), total


async def batch(session: AsyncSession, batch_id: str, *, lock: bool = False) -> ImportBatch | None:
    return await session.get(
        ImportBatch, batch_id, with_for_update=lock or None, populate_existing=lock
    )


def _line(row: Any) -> Line:
    return row[0], row[1], row[2]


def _lines() -> Any:
    return (
        select(KnowledgeEntry, Shown, Opened)
        .outerjoin(Shown, and_(Shown.entry_id == KnowledgeEntry.id, Shown.state == "published"))
        .outerjoin(Opened, and_(Opened.entry_id == KnowledgeEntry.id, Opened.state.in_(OPEN)))
    )


def _in_state(state: str, today: date) -> ColumnElement[bool]:
    if state in OPEN:
        return Opened.state == state
    if state == "published":
        return and_(
            Shown.id.is_not(None),
            or_(Shown.effective_from.is_(None), Shown.effective_from <= today),
            or_(Shown.expires_on.is_(None), Shown.expires_on > today),
        )
    if state == "not_yet":
        return Shown.effective_from > today
    if state == "expired":
        return Shown.expires_on <= today
    return and_(Shown.id.is_(None), Opened.id.is_(None))
