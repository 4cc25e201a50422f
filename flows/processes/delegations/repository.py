"""Rows of delegations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from flows.access.repository import roles_of
from foundation.models import ProcessDelegation, StaffGrant

StandsIn = dict[str, frozenset[str]]


async def principals_of(session: AsyncSession, staff_id: str, moment: datetime) -> StandsIn:
    """Whose steps this person may do now by delegation: id to the roles held."""
    rows = await session.execute(
        roles_of(StaffGrant.staff_id)
        .add_columns(StaffGrant.staff_id)
        .join(ProcessDelegation, ProcessDelegation.staff_id == StaffGrant.staff_id)
        .where(
            ProcessDelegation.delegate_id == staff_id,
            ProcessDelegation.revoked_at.is_(None),
            ProcessDelegation.starts_at <= moment,
            ProcessDelegation.ends_at > moment,
        )
    )
    held: dict[str, set[str]] = {}
    for role, principal in rows:
        held.setdefault(principal, set()).add(role)
    return {principal: frozenset(roles) for principal, roles in held.items()}


async def delegation(session: AsyncSession, delegation_id: str) -> ProcessDelegation | None:
    return await session.get(ProcessDelegation, delegation_id)


async def delegations_of(session: AsyncSession, staff_id: str) -> Sequence[ProcessDelegation]:
    rows = await session.scalars(
        select(ProcessDelegation)
        .where(
            or_(ProcessDelegation.staff_id == staff_id, ProcessDelegation.delegate_id == staff_id)
        )
        .order_by(ProcessDelegation.created_at.desc())
        .limit(100)
    )
    return rows.all()


async def same_delegation(
    session: AsyncSession, staff_id: str, delegate_id: str, span: tuple[datetime, datetime]
) -> ProcessDelegation | None:
    return await session.scalar(
        select(ProcessDelegation).where(
            ProcessDelegation.staff_id == staff_id,
            ProcessDelegation.delegate_id == delegate_id,
            ProcessDelegation.starts_at == span[0],
            ProcessDelegation.ends_at == span[1],
            ProcessDelegation.revoked_at.is_(None),
        )
    )
