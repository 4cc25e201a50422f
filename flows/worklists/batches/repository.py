"""Rows of what is done to many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.repository import visible_to
from foundation.clock import now
from foundation.models import Case, CaseWatch, Task, User
from foundation.viewer import StaffMember


async def in_order(session: AsyncSession, ids: Sequence[str]) -> dict[str, str]:
    """Case numbers by task id, in the order of the numbers: two batches at once lock alike."""
    rows = await session.execute(
        select(Task.id, Task.case_number).where(Task.id.in_(ids)).order_by(Task.case_number)
    )
    return {row.id: row.case_number for row in rows}


async def visible_numbers(
    session: AsyncSession, staff: StaffMember, numbers: Sequence[str]
) -> set[str]:
    rows = await session.scalars(
        select(Case.number).where(Case.number.in_(numbers), *visible_to(staff))
    )
    return set(rows.all())


async def watch(session: AsyncSession, staff_id: str, number: str) -> None:
    """Watching twice is watching once."""
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    row = {"staff_id": staff_id, "case_number": number, "created_at": now()}
    await session.execute(insert(CaseWatch).values(**row).on_conflict_do_nothing())


async def unwatch(session: AsyncSession, staff_id: str, number: str) -> None:
    mine = (CaseWatch.staff_id == staff_id, CaseWatch.case_number == number)
    await session.execute(delete(CaseWatch).where(*mine))


async def receipts(
    session: AsyncSession, staff: StaffMember, numbers: Sequence[str]
) -> Sequence[Any]:
    rows = await session.execute(
        select(
            Case.number,
            Case.user_id,
            Case.item_name,
            Case.submitted_at,
            Case.due_at,
            User.display_name,
        )
        .join(User, User.id == Case.user_id)
        .where(Case.number.in_(numbers), *visible_to(staff))
        .order_by(Case.submitted_at, Case.number)
    )
    return rows.all()
