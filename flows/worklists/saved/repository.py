"""Rows of saved views: one's own, and those shared with one's department."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Row, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.models import SavedView, Staff
from foundation.viewer import StaffMember


async def views_for(session: AsyncSession, staff: StaffMember) -> Sequence[Row[SavedView, Staff]]:
    """A view shared by the comprehensive window is everybody's."""
    shared = SavedView.is_shared & SavedView.department_code.in_({"", staff.department_code})
    rows = await session.execute(
        select(SavedView, Staff)
        .join(Staff, Staff.id == SavedView.owner_id)
        .where(or_(SavedView.owner_id == staff.staff_id, shared))
        .order_by(SavedView.name, SavedView.id)
    )
    return rows.all()


async def own_view(session: AsyncSession, staff: StaffMember, view_id: str) -> SavedView | None:
    return await session.scalar(
        select(SavedView).where(SavedView.id == view_id, SavedView.owner_id == staff.staff_id)
    )


async def view_named(session: AsyncSession, staff: StaffMember, name: str) -> SavedView | None:
    return await session.scalar(
        select(SavedView).where(SavedView.owner_id == staff.staff_id, SavedView.name == name)
    )


async def how_many(session: AsyncSession, staff: StaffMember) -> int:
    mine = select(func.count()).where(SavedView.owner_id == staff.staff_id)
    return await session.scalar(mine) or 0
