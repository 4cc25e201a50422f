"""Rows of roles and grants, and the accounts they are for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.models import Staff, StaffGrant, StaffRole, StaffSession, Unit

PERSON = (
    Staff.id,
    Staff.username,
    Staff.display_name,
    Staff.department,
    Staff.department_code,
    Staff.skills,
    Staff.password_changed_at,
    Staff.created_at,
)
GRANT = (
    StaffGrant.id,
    StaffGrant.role_id,
    StaffGrant.departments,
    StaffGrant.items,
    StaffGrant.regions,
    StaffGrant.fields,
)
ROLE = (StaffRole.id, StaffRole.base, StaffRole.is_closed, StaffRole.added, StaffRole.removed)
"""What of an account, a grant and a role tells what somebody may do."""


async def active_grants(
    session: AsyncSession, staff_id: str
) -> Sequence[Row[StaffGrant, StaffRole]]:
    """What a person holds now with the role's row, if it has one; the first given first."""
    rows = await session.execute(
        select(StaffGrant, StaffRole)
        .outerjoin(StaffRole, StaffRole.id == StaffGrant.role_id)
        .where(StaffGrant.staff_id == staff_id, StaffGrant.state == "active")
        .order_by(StaffGrant.created_at, StaffGrant.id)
    )
    return rows.all()


async def holdings(
    session: AsyncSession, *, even_left: bool
) -> Sequence[Row[Staff, StaffGrant, StaffRole]]:
    """Every active grant with who holds it and the role's row, by the holder's name."""
    query = (
        select(Staff, StaffGrant, StaffRole)
        .join(StaffGrant, StaffGrant.staff_id == Staff.id)
        .outerjoin(StaffRole, StaffRole.id == StaffGrant.role_id)
        .where(StaffGrant.state == "active")
        .order_by(Staff.display_name, Staff.id, StaffGrant.created_at, StaffGrant.id)
    )
    rows = await session.execute(query if even_left else query.where(Staff.is_active))
    return rows.all()


def roles_of(staff_id: Any) -> Select[str]:
    """The shipped roles somebody holds now, a role of the office's own as its base."""
    return (
        select(func.coalesce(StaffRole.base, StaffGrant.role_id))
        .select_from(StaffGrant)
        .outerjoin(StaffRole, StaffRole.id == StaffGrant.role_id)
        .where(StaffGrant.staff_id == staff_id, StaffGrant.state == "active")
    )


async def grants_of(session: AsyncSession, staff_id: str) -> Sequence[StaffGrant]:
    """All that was ever asked for or given, the newest first."""
    rows = await session.scalars(
        select(StaffGrant)
        .where(StaffGrant.staff_id == staff_id)
        .order_by(StaffGrant.created_at.desc(), StaffGrant.id)
    )
    return rows.all()


async def grants_in(
    session: AsyncSession, state: str, offset: int, limit: int
) -> tuple[Sequence[StaffGrant], int]:
    """Those in a state, who waits longest first."""
    wanted = StaffGrant.state == state
    total = await session.scalar(select(func.count()).select_from(StaffGrant).where(wanted))
    rows = await session.scalars(
        select(StaffGrant)
        .where(wanted)
        .order_by(StaffGrant.created_at, StaffGrant.id)
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total or 0


async def grant_by_id(session: AsyncSession, grant_id: str) -> StaffGrant | None:
    return await session.get(StaffGrant, grant_id)


async def lock_grant(session: AsyncSession, grant_id: str) -> StaffGrant | None:
    return await session.scalar(
        select(StaffGrant)
        .where(StaffGrant.id == grant_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def all_active_grants(session: AsyncSession) -> Sequence[StaffGrant]:
    rows = await session.scalars(select(StaffGrant).where(StaffGrant.state == "active"))
    return rows.all()


async def grants_with_units(session: AsyncSession) -> Sequence[StaffGrant]:
    """Those whose departments follow the tree."""
    rows = await session.scalars(
        select(StaffGrant).where(StaffGrant.state.in_(("active", "asked")))
    )
    return [grant for grant in rows if grant.units]


async def holders_of_role(session: AsyncSession, role_id: str) -> Sequence[Staff]:
    """Who is that administrator and can sign in; locked against a second revocation at once.

    An administrator's role is always a shipped one.
    """
    holds = exists().where(
        StaffGrant.staff_id == Staff.id,
        StaffGrant.state == "active",
        StaffGrant.role_id == role_id,
    )
    rows = await session.scalars(
        select(Staff)
        .where(Staff.is_active, Staff.is_locked.is_(False), holds)
        .order_by(Staff.id)
        .with_for_update()
    )
    return rows.all()


async def count_holders(session: AsyncSession) -> dict[str, int]:
    """How many people hold each role."""
    rows = await session.execute(
        select(StaffGrant.role_id, func.count(func.distinct(StaffGrant.staff_id)))
        .where(StaffGrant.state == "active")
        .group_by(StaffGrant.role_id)
    )
    return {row[0]: row[1] for row in rows}


async def role_rows(session: AsyncSession) -> Sequence[StaffRole]:
    rows = await session.scalars(select(StaffRole).order_by(StaffRole.name, StaffRole.id))
    return rows.all()


async def role_row(session: AsyncSession, role_id: str, *, lock: bool = False) -> StaffRole | None:
    query = select(StaffRole).where(StaffRole.id == role_id)
    return await session.scalar(query.with_for_update() if lock else query)


async def person(session: AsyncSession, staff_id: str, *, lock: bool = False) -> Staff | None:
    query = select(Staff).where(Staff.id == staff_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return await session.scalar(query)


async def names_of(session: AsyncSession, ids: set[str]) -> dict[str, str]:
    rows = await session.execute(select(Staff.id, Staff.display_name).where(Staff.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


async def units(session: AsyncSession) -> Sequence[Unit]:
    """The whole tree: some hundred rows."""
    rows = await session.scalars(select(Unit).order_by(Unit.place, Unit.name, Unit.id))
    return rows.all()


async def end_sessions(session: AsyncSession, staff_id: str, besides: str = "") -> None:
    """Of one person, all but the one with that token hash."""
    await session.execute(
        delete(StaffSession).where(
            StaffSession.staff_id == staff_id, StaffSession.token_hash != besides
        )
    )
