"""Rows of units, posts and people, for those who administer them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.models import (
    Post,
    PostHolding,
    Staff,
    StaffGrant,
    StaffRole,
    StaffSession,
    Unit,
    UnitEvent,
)

LAST = 100


async def lock_units(session: AsyncSession) -> Sequence[Unit]:
    """The whole tree for change: two moves at once could make a circle."""
    rows = await session.scalars(
        select(Unit).order_by(Unit.id).with_for_update().execution_options(populate_existing=True)
    )
    return rows.all()


async def people_by_unit(session: AsyncSession) -> dict[str, int]:
    """How many active people each unit has itself."""
    rows = await session.execute(
        select(Staff.unit_id, func.count())
        .where(Staff.is_active, Staff.unit_id.is_not(None))
        .group_by(Staff.unit_id)
    )
    return {str(row[0]): row[1] for row in rows}


async def staff_in_units(session: AsyncSession, unit_ids: Sequence[str]) -> Sequence[Staff]:
    rows = await session.scalars(select(Staff).where(Staff.unit_id.in_(unit_ids)))
    return rows.all()


async def placed_staff(session: AsyncSession) -> Sequence[Staff]:
    rows = await session.scalars(select(Staff).where(Staff.unit_id.is_not(None)))
    return rows.all()


async def posts_of(session: AsyncSession, unit_ids: Sequence[str]) -> Sequence[Post]:
    """Open ones, the oldest first."""
    rows = await session.scalars(
        select(Post)
        .where(Post.unit_id.in_(unit_ids), Post.closed_at.is_(None))
        .order_by(Post.created_at, Post.id)
    )
    return rows.all()


async def post_by_id(session: AsyncSession, post_id: str) -> Post | None:
    return await session.scalar(select(Post).where(Post.id == post_id).with_for_update())


async def posts_by_ids(session: AsyncSession, ids: Sequence[str]) -> Sequence[Post]:
    return (await session.scalars(select(Post).where(Post.id.in_(ids)))).all()


async def holdings_of_posts(
    session: AsyncSession, post_ids: Sequence[str]
) -> Sequence[Row[PostHolding, Staff]]:
    rows = await session.execute(
        select(PostHolding, Staff)
        .join(Staff, Staff.id == PostHolding.staff_id)
        .where(PostHolding.post_id.in_(post_ids), PostHolding.until.is_(None))
        .order_by(PostHolding.since, PostHolding.id)
    )
    return rows.all()


async def holdings_of_staff(session: AsyncSession, staff_id: str) -> Sequence[PostHolding]:
    rows = await session.scalars(
        select(PostHolding).where(PostHolding.staff_id == staff_id, PostHolding.until.is_(None))
    )
    return rows.all()


async def post_names(session: AsyncSession, staff_ids: Sequence[str]) -> dict[str, list[str]]:
    """The posts each person holds now, by name."""
    rows = await session.execute(
        select(PostHolding.staff_id, Post.name)
        .join(Post, Post.id == PostHolding.post_id)
        .where(PostHolding.staff_id.in_(staff_ids), PostHolding.until.is_(None))
        .order_by(PostHolding.since)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for staff_id, name in rows:
        found[staff_id].append(name)
    return found


async def last_event(session: AsyncSession) -> UnitEvent | None:
    return await session.scalar(select(UnitEvent).order_by(UnitEvent.id.desc()).limit(1))


async def history_of(session: AsyncSession, unit_id: str) -> Sequence[UnitEvent]:
    rows = await session.scalars(
        select(UnitEvent)
        .where(UnitEvent.unit_id == unit_id)
        .order_by(UnitEvent.id.desc())
        .limit(LAST)
    )
    return rows.all()


async def staff_named(session: AsyncSession, username: str) -> Staff | None:
    return await session.scalar(select(Staff).where(Staff.username == username))


async def list_people(
    session: AsyncSession,
    query: str,
    unit_ids: Sequence[str] | None,
    state: str,
    offset: int,
    limit: int,
) -> tuple[Sequence[Staff], int]:
    """People by name or account, in these units, in a state; by name."""
    wanted = [*_meant(query, unit_ids), *_in_state(state)]
    total = await session.scalar(select(func.count()).select_from(Staff).where(*wanted))
    rows = await session.scalars(
        select(Staff)
        .where(*wanted)
        .order_by(Staff.is_active.desc(), Staff.display_name, Staff.id)
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total or 0


def _meant(query: str, unit_ids: Sequence[str] | None) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if query:
        wanted.append(
            or_(
                Staff.display_name.contains(query, autoescape=True),
                Staff.username.contains(query.lower(), autoescape=True),
                Staff.department.contains(query, autoescape=True),
            )
        )
    if unit_ids is not None:
        wanted.append(Staff.unit_id.in_(unit_ids))
    return wanted


def _active() -> ColumnElement[bool]:
    return Staff.is_active.is_(True)


def _in_state(state: str) -> list[ColumnElement[bool]]:
    asked = exists().where(StaffGrant.staff_id == Staff.id, StaffGrant.state == "asked")
    active = exists().where(StaffGrant.staff_id == Staff.id, StaffGrant.state == "active")
    states: dict[str, list[ColumnElement[bool]]] = {
        "disabled": [Staff.is_active.is_(False)],
        "locked": [_active(), Staff.is_locked.is_(True)],
        "new": [_active(), Staff.enrol_hash.is_not(None)],
        "waiting": [_active(), asked],
        "without": [_active(), ~active],
    }
    return states.get(state, [])


async def roles_of_people(
    session: AsyncSession, staff_ids: Sequence[str]
) -> Sequence[Row[StaffGrant, StaffRole]]:
    """Their active and asked grants with the roles' rows."""
    rows = await session.execute(
        select(StaffGrant, StaffRole)
        .outerjoin(StaffRole, StaffRole.id == StaffGrant.role_id)
        .where(StaffGrant.staff_id.in_(staff_ids), StaffGrant.state.in_(("active", "asked")))
        .order_by(StaffGrant.created_at)
    )
    return rows.all()


async def last_seen(session: AsyncSession, staff_ids: Sequence[str]) -> dict[str, datetime]:
    """When each was last at work, of the sessions that are still kept."""
    seen = func.max(func.coalesce(StaffSession.seen_at, StaffSession.created_at))
    rows = await session.execute(
        select(StaffSession.staff_id, seen.label("seen"))
        .where(StaffSession.staff_id.in_(staff_ids))
        .group_by(StaffSession.staff_id)
    )
    return {row[0]: row[1] for row in rows if row[1] is not None}


async def count_sessions(session: AsyncSession, staff_id: str, moment: datetime) -> int:
    counted = select(func.count()).select_from(StaffSession)
    mine = counted.where(StaffSession.staff_id == staff_id, StaffSession.expires_at > moment)
    return await session.scalar(mine) or 0


async def is_any_unit(session: AsyncSession) -> bool:
    return await session.scalar(select(Unit.id).limit(1)) is not None


async def unplaced_staff(session: AsyncSession, names: dict[str, str]) -> None:
    """Accounts from before the tree are placed by what their department is called."""
    for name, unit_id in names.items():
        await session.execute(
            update(Staff)
            .where(Staff.unit_id.is_(None), Staff.department == name)
            .values(unit_id=unit_id)
        )
