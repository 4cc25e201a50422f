"""From an account to a member of staff: what all grants together allow, read at each request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository
from foundation.clock import now
from foundation.models import Staff
from foundation.scopes import FieldRule, Scope
from foundation.settings import settings
from foundation.viewer import PERMISSIONS, StaffMember


def permissions_of(role_id: str, row: Any) -> frozenset[str]:
    """What a role allows: as shipped, with what the office added and without what it removed."""
    if row is None:
        return PERMISSIONS.get(role_id, frozenset())
    if row.is_closed:
        return frozenset()
    return (PERMISSIONS.get(row.base, frozenset()) | set(row.added)) - set(row.removed)


def scope_of(grant: Any, row: Any) -> Scope:
    return Scope(
        permissions=permissions_of(grant.role_id, row),
        departments=_limit(grant.departments),
        items=_limit(grant.items or None),
        regions=_limit(grant.regions or None),
        fields=tuple(FieldRule(**rule) for rule in grant.fields),
        role=grant.role_id,
        grant_id=grant.id,
        base=row.base if row else grant.role_id,
    )


def _limit(values: list[str] | None) -> frozenset[str] | None:
    return None if values is None else frozenset(values)


async def member_of(session: AsyncSession, staff: Staff) -> StaffMember:
    """Whose password has to be changed first may do nothing else meanwhile."""
    return member(staff, await repository.active_grants(session, staff.id))


async def members(session: AsyncSession, *, even_left: bool = False) -> list[StaffMember]:
    """Everybody at work who holds a grant, by name; `even_left`: also whose account is closed."""
    held: dict[str, list[Any]] = {}
    people: dict[str, Staff] = {}
    for row in await repository.holdings(session, even_left=even_left):
        people[row[0].id] = row[0]
        held.setdefault(row[0].id, []).append((row[1], row[2]))
    return [member(person, held[id_]) for id_, person in people.items()]


def member(staff: Any, held: Sequence[Any]) -> StaffMember:
    """`held` are active grants, each with its role's row if it has one.

    A row of `repository.PERSON` (`GRANT`, `ROLE`) is as good as an object.
    """
    scopes = tuple(scope_of(grant, row) for grant, row in held)
    must_change = is_password_old(staff)
    allowed = frozenset[str]().union(*(scope.permissions for scope in scopes))
    return StaffMember(
        staff.id,
        staff.username,
        staff.display_name,
        scopes[0].base if scopes else "",
        staff.department,
        staff.department_code,
        frozenset() if must_change else allowed,
        tuple(staff.skills or ()),
        scopes,
        must_change,
    )


def is_password_old(staff: Any) -> bool:
    """等保三级 asks for passwords that are changed at intervals; 0 days: never."""
    days = settings().staff_password_days
    since = staff.password_changed_at or staff.created_at
    return bool(days) and since + timedelta(days=days) < now()
