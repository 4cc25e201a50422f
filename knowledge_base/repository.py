"""Rows of what is known: what is published, what an import finds there, the generation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.clock import now
from foundation.models import (
    KnowledgeEntry,
    KnowledgeEvent,
    KnowledgeGeneration,
    KnowledgeRevision,
    Region,
    SearchStrategyVersion,
)

OPEN = ("draft", "in_review", "returned")
"""A revision somebody still works on; an entry has one at most."""

_ONLY = 1
_CHUNK = 500
"""Values in one IN list; SQLite and PostgreSQL both take more, drivers get slow."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an entry stands: its last number, and what of it is published, if anything."""

    entry_id: str
    origin: str
    last_number: int
    published_number: int = 0
    revision_id: str | None = None
    shape: str | None = None
    fingerprint: str | None = None
    is_open: bool = False
    """Whether a draft of staff's is under way."""


@dataclass(frozen=True, slots=True)
class Published:
    """A published body with what the entry says of it."""

    kind: str
    key: str
    shape: str
    fingerprint: str
    body: dict[str, Any]
    region: str
    effective_from: date | None
    expires_on: date | None


async def standings(session: AsyncSession, kind: str) -> dict[str, Standing]:
    """Every entry of a kind by key."""
    last = (
        select(KnowledgeRevision.entry_id, func.max(KnowledgeRevision.number).label("number"))
        .group_by(KnowledgeRevision.entry_id)
        .subquery()
    )
    opened = select(KnowledgeRevision.entry_id).where(KnowledgeRevision.state.in_(OPEN))
    rows = await session.execute(
        select(
            KnowledgeEntry.key,
            KnowledgeEntry.id,
            KnowledgeEntry.origin,
            last.c.number,
            func.coalesce(KnowledgeRevision.number, 0),
            KnowledgeRevision.id,
            KnowledgeRevision.shape,
            KnowledgeRevision.fingerprint,
            KnowledgeEntry.id.in_(opened),
        )
        .join(last, last.c.entry_id == KnowledgeEntry.id)
        .outerjoin(
            KnowledgeRevision,
            (KnowledgeRevision.entry_id == KnowledgeEntry.id)
            & (KnowledgeRevision.state == "published"),
        )
        .where(KnowledgeEntry.kind == kind)
    )
    return {row[0]: Standing(*row[1:]) for row in rows}


async def known_fingerprints(
    session: AsyncSession, entry_ids: Sequence[str]
) -> set[tuple[str, str]]:
    """(entry id, fingerprint) of every revision of these entries, whatever its state."""
    found: set[tuple[str, str]] = set()
    for chunk in _chunks(entry_ids):
        rows = await session.execute(
            select(KnowledgeRevision.entry_id, KnowledgeRevision.fingerprint).where(
                KnowledgeRevision.entry_id.in_(chunk)
            )
        )
        found.update((row[0], row[1]) for row in rows)
    return found


async def add_rows(
    session: AsyncSession,
    entries: list[dict[str, Any]],
    revisions: list[dict[str, Any]],
    events: list[dict[str, Any]],
) -> None:
    """Many rows at once, in the order their keys ask for."""
    for model, rows in (
        (KnowledgeEntry, entries),
        (KnowledgeRevision, revisions),
        (KnowledgeEvent, events),
    ):
        if rows:
            await session.execute(insert(model), rows)


async def retire(session: AsyncSession, revision_ids: Sequence[str], state: str) -> None:
    """Published revisions become superseded or withdrawn."""
    for chunk in _chunks(revision_ids):
        await session.execute(
            update(KnowledgeRevision)
            .where(KnowledgeRevision.id.in_(chunk))
            .values(state=state, updated_at=now(), version=KnowledgeRevision.version + 1)
        )


async def renew(session: AsyncSession, entry_id: str, title: str, region: str, origin: str) -> None:
    """The entry follows its newly published revision."""
    await session.execute(
        update(KnowledgeEntry)
        .where(KnowledgeEntry.id == entry_id)
        .values(
            title=title,
            region=region,
            origin=origin,
            updated_at=now(),
            version=KnowledgeEntry.version + 1,
        )
    )


async def published(
    session: AsyncSession,
    *,
    kinds: Sequence[str] = (),
    shapes: Sequence[str] = (),
    keys: Sequence[str] = (),
) -> list[Published]:
    """Everything published, narrowed as asked, in the order of kind and key."""
    query = (
        select(
            KnowledgeEntry.kind,
            KnowledgeEntry.key,
            KnowledgeRevision.shape,
            KnowledgeRevision.fingerprint,
            KnowledgeRevision.body,
            KnowledgeEntry.region,
            KnowledgeRevision.effective_from,
            KnowledgeRevision.expires_on,
        )
        .join(KnowledgeRevision, KnowledgeRevision.entry_id == KnowledgeEntry.id)
        .where(KnowledgeRevision.state == "published")
        .order_by(KnowledgeEntry.kind, KnowledgeEntry.key)
    )
    if kinds:
        query = query.where(KnowledgeEntry.kind.in_(kinds))
    if shapes:
        query = query.where(KnowledgeRevision.shape.in_(shapes))
    if keys:
        query = query.where(KnowledgeEntry.key.in_(keys))
    return [Published(*row) for row in await session.execute(query)]


async def published_marks(
    session: AsyncSession, shapes: Sequence[str] = ()
) -> list[tuple[str, str, str]]:
    """(kind, key, fingerprint) of everything published, in one order: what a copy is held to."""
    query = (
        select(KnowledgeEntry.kind, KnowledgeEntry.key, KnowledgeRevision.fingerprint)
        .join(KnowledgeRevision, KnowledgeRevision.entry_id == KnowledgeEntry.id)
        .where(KnowledgeRevision.state == "published")
        .order_by(KnowledgeEntry.kind, KnowledgeEntry.key)
    )
    if shapes:
        query = query.where(KnowledgeRevision.shape.in_(shapes))
    return [(row[0], row[1], row[2]) for row in await session.execute(query)]


async def of_origin(
    session: AsyncSession, kind: str, origin: str
) -> dict[str, tuple[str, dict[str, Any]]]:
    """What this origin answers for and is published: fingerprint and body by key."""
    rows = await session.execute(
        select(KnowledgeEntry.key, KnowledgeRevision.fingerprint, KnowledgeRevision.body)
        .join(KnowledgeRevision, KnowledgeRevision.entry_id == KnowledgeEntry.id)
        .where(
            KnowledgeEntry.kind == kind,
            KnowledgeEntry.origin == origin,
            KnowledgeRevision.state == "published",
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}


async def titles_of(session: AsyncSession, names: Sequence[str]) -> dict[str, str]:
    """Titles by name (`kind:key`); a passage is named by its document."""
    keys = [name.partition(":")[2].partition("#")[0] for name in names]
    rows = await session.execute(
        select(KnowledgeEntry.key, KnowledgeEntry.title).where(
            KnowledgeEntry.key.in_(keys),
            KnowledgeEntry.kind.not_in(("rules", "letter", "checklist")),
        )
    )
    titles: dict[str, str] = {row[0]: row[1] for row in rows}
    return {name: titles[key] for name, key in zip(names, keys, strict=True) if key in titles}


async def body_at(session: AsyncSession, kind: str, key: str, mark: str) -> dict[str, Any] | None:
    """The body of an entry that has this fingerprint, whatever became of that revision."""
    return await session.scalar(
        select(KnowledgeRevision.body)
        .join(KnowledgeEntry, KnowledgeEntry.id == KnowledgeRevision.entry_id)
        .where(
            KnowledgeEntry.kind == kind,
            KnowledgeEntry.key == key,
            KnowledgeRevision.fingerprint == mark,
        )
        .limit(1)
    )


async def generation(session: AsyncSession) -> int:
    """How often what is published has changed; 0 before anything was."""
    number = await session.scalar(
        select(KnowledgeGeneration.number).where(KnowledgeGeneration.id == _ONLY)
    )
    return number or 0


async def hold(session: AsyncSession) -> None:
    """Wait until nobody else is changing what is published, and keep others waiting."""
    await _count(session, 0)


async def next_generation(session: AsyncSession) -> None:
    """Count one change; the row's lock makes changes follow each other, so none is overlooked."""
    await _count(session, 1)


async def _count(session: AsyncSession, step: int) -> None:
    dialect = session.get_bind().dialect.name
    upsert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    await session.execute(
        upsert(KnowledgeGeneration)
        .values(id=_ONLY, number=step)
        .on_conflict_do_update(
            index_elements=["id"], set_={"number": KnowledgeGeneration.number + step}
        )
    )


async def published_strategy(session: AsyncSession) -> dict[str, Any] | None:
    """The search strategy that editors put in use; None where it is the shipped one."""
    return await session.scalar(
        select(SearchStrategyVersion.body).where(SearchStrategyVersion.state == "published")
    )


async def all_regions(session: AsyncSession) -> Sequence[Region]:
    return (await session.scalars(select(Region).order_by(Region.code))).all()


async def put_regions(session: AsyncSession, regions: Sequence[Region]) -> int:
    """Add or rename regions; returns how many were new or different."""
    held = {region.code: region for region in await all_regions(session)}
    changed = 0
    for region in regions:
        old = held.get(region.code)
        if old and (old.name, old.level, old.parent) == (region.name, region.level, region.parent):
            continue
        await session.merge(region)
        changed += 1
    return changed


def _chunks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[i : i + _CHUNK] for i in range(0, len(values), _CHUNK))
