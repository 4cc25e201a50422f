"""Rows of staff: accounts, sessions, tasks with their cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.repository import visible_to
from foundation.models import AccessRecord, Case, Staff, StaffSession, Task, User
from foundation.viewer import StaffMember


async def staff_by_username(session: AsyncSession, username: str) -> Staff | None:
    return await session.scalar(
        select(Staff).where(Staff.username == username, Staff.is_active).with_for_update()
    )


async def staff_of_session(
    session: AsyncSession, token_hash: str, moment: datetime
) -> tuple[Staff, StaffSession] | None:
    row = (
        await session.execute(
            select(Staff, StaffSession)
            .join(StaffSession, StaffSession.staff_id == Staff.id)
            .where(
                StaffSession.token_hash == token_hash,
                StaffSession.expires_at > moment,
                Staff.is_active,
            )
        )
    ).first()
    return (row[0], row[1]) if row else None


async def extend_session(session: AsyncSession, token_hash: str, expires_at: datetime) -> None:
    await session.execute(
        update(StaffSession)
        .where(StaffSession.token_hash == token_hash)
        .values(expires_at=expires_at)
    )


async def end_session(session: AsyncSession, token_hash: str) -> None:
    await session.execute(delete(StaffSession).where(StaffSession.token_hash == token_hash))


async def lock_task(session: AsyncSession, staff: StaffMember, task_id: str) -> Task | None:
    """A task on a case the staff member may see, both locked for change.

    The case first, as the applicant's own moves do: in the other order PostgreSQL ends one of
    the two as a deadlock.
    """
    of_task = select(Task.case_number).where(Task.id == task_id).scalar_subquery()
    case = await session.scalar(
        select(Case).where(Case.number == of_task, *visible_to(staff)).with_for_update()
    )
    if case is None:
        return None
    return await session.scalar(select(Task).where(Task.id == task_id).with_for_update())


async def task_row(session: AsyncSession, task_id: str) -> Row[Task, Case, User, Staff]:
    rows = await session.execute(_task_query().where(Task.id == task_id))
    return rows.one()


async def open_task_row(session: AsyncSession, number: str) -> Row[Task, Case, User, Staff] | None:
    rows = await session.execute(
        _task_query().where(Task.case_number == number, Task.state != "done")
    )
    return rows.first()


def _task_query() -> Any:
    return (
        select(Task, Case, User, Staff)
        .join(Case, Case.number == Task.case_number)
        .join(User, User.id == Case.user_id)
        .outerjoin(Staff, Staff.id == Task.assignee_id)
    )


async def active_staff(session: AsyncSession, staff_id: str) -> Staff | None:
    return await session.scalar(select(Staff).where(Staff.id == staff_id, Staff.is_active))


async def may_see(session: AsyncSession, staff: StaffMember, number: str) -> bool:
    seen = select(Case.number).where(Case.number == number, *visible_to(staff))
    return await session.scalar(seen) is not None


async def is_view_noted(session: AsyncSession, viewer: str, what: str, since: datetime) -> bool:
    """Whether the same look was noted since a moment."""
    noted = select(AccessRecord.id).where(
        AccessRecord.viewer == viewer, AccessRecord.what == what, AccessRecord.at > since
    )
    return await session.scalar(noted.limit(1)) is not None
