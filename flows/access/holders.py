"""Who may be given work or told of it: people at work, by what their grants reach."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access.members import members
from foundation.models import Case
from foundation.viewer import StaffMember

VIEW, WORK = "cases.view", "processes.work"


async def colleagues_at(
    session: AsyncSession, case: Case, role: str | None = None
) -> list[StaffMember]:
    """Who sees a case and works on steps; with a role, who holds it where the case is."""
    place = (case.department_code, case.item_code, case.region)
    return [
        member
        for member in await members(session)
        if member.reaches(VIEW, *place)
        and (roles := member.roles(WORK, place))
        and (role is None or role in roles)
    ]


async def colleagues_of(
    session: AsyncSession, staff: StaffMember, permission: str
) -> list[StaffMember]:
    """Others who hold a permission over cases that `staff` has to do with."""
    return [
        member
        for member in await members(session)
        if member.staff_id != staff.staff_id and is_shared(member, staff, permission)
    ]


def is_shared(one: StaffMember, other: StaffMember, permission: str) -> bool:
    """Whether both hold a permission over some department's cases."""
    if not (one.reach(permission) and other.reach(permission)):
        return False
    mine, theirs = one.departments(permission), other.departments(permission)
    return mine is None or theirs is None or bool(mine & theirs)


async def holders(
    session: AsyncSession, *, permission: str = "", role: str = ""
) -> list[StaffMember]:
    """Everybody at work with a permission, or with a role, anywhere."""
    return [
        member
        for member in await members(session)
        if (permission and permission in member.permissions)
        or (role and any(scope.base == role for scope in member.scopes))
    ]
