"""From an account to a member of staff: what all grants together allow, read at each request."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository
from foundation.clock import now
from foundation.models import Staff, StaffGrant, StaffRole
from foundation.scopes import FieldRule, Scope
from foundation.settings import settings
from foundation.viewer import PERMISSIONS, StaffMember


def permissions_of(role_id: str, row: StaffRole | None) -> frozenset[str]:
    """What a role allows: as shipped, with what the office added and without what it removed."""
    if row is None:
        return PERMISSIONS.get(role_id, frozenset())
    if row.is_closed:
        return frozenset()
    return (PERMISSIONS.get(row.base, frozenset()) | set(row.added)) - set(row.removed)


def scope_of(grant: StaffGrant, row: StaffRole | None) -> Scope:
    return Scope(
        permissions=permissions_of(grant.role_id, row),
        departments=_limit(grant.departments),
        items=_limit(grant.items or None),
        regions=_limit(grant.regions or None),
        fields=tuple(FieldRule(**rule) for rule in grant.fields),
        role=grant.role_id,
        grant_id=grant.id,
    )


def _limit(values: list[str] | None) -> frozenset[str] | None:
    return None if values is None else frozenset(values)


async def member_of(session: AsyncSession, staff: Staff) -> StaffMember:
    """An account from before grants has the one its role and department tell.

    Whose password has to be changed first may do nothing else meanwhile.
    """
    scopes = tuple(
        scope_of(grant, row) for grant, row in await repository.active_grants(session, staff.id)
    )
    if not scopes and staff.role:
        row = await repository.role_row(session, staff.role)
        own = frozenset({staff.department_code}) if staff.department_code else None
        scopes = (Scope(permissions_of(staff.role, row), own, role=staff.role),)
    must_change = is_password_old(staff)
    held = frozenset[str]().union(*(scope.permissions for scope in scopes))
    return StaffMember(
        staff.id,
        staff.username,
        staff.display_name,
        staff.role,
        staff.department,
        staff.department_code,
        frozenset() if must_change else held,
        tuple(staff.skills or ()),
        scopes,
        must_change,
    )


def is_password_old(staff: Staff) -> bool:
    """等保三级 asks for passwords that are changed at intervals; 0 days: never."""
    days = settings().staff_password_days
    since = staff.password_changed_at or staff.created_at
    return bool(days) and since + timedelta(days=days) < now()
