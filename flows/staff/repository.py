"""Rows of staff: accounts, sessions, tasks with their cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.repository import visible_to
from foundation.models import (
    AccessRecord,
    Case,
    Letter,
    LetterCorrection,
    Staff,
    StaffSession,
    Task,
    User,
)
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


async def list_tasks(
    session: AsyncSession, staff: StaffMember, state: str, query: str, offset: int, limit: int
) -> tuple[Sequence[Row[Task, Case, User, Staff]], int]:
    """Tasks in a state, the oldest promise first, and how many there are."""
    conditions = _in_state(staff, state)
    if query:
        conditions.append(_is_like(query))
    total = await session.scalar(
        select(func.count()).select_from(
            _task_query().with_only_columns(Task.id).where(*conditions).subquery()
        )
    )
    order = Task.done_at.desc() if state == "done" else Case.due_at.asc()
    rows = await session.execute(
        _task_query()
        .where(*conditions)
        .order_by(order, Task.created_at)
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total or 0


async def count_tasks(session: AsyncSession, staff: StaffMember) -> dict[str, int]:
    counts = {}
    for state in ("open", "mine", "done"):
        query = select(func.count()).select_from(Task).join(Case, Case.number == Task.case_number)
        counts[state] = await session.scalar(query.where(*_in_state(staff, state))) or 0
    return counts


async def list_cases(
    session: AsyncSession,
    staff: StaffMember,
    status: str | None,
    query: str,
    offset: int,
    limit: int,
) -> tuple[Sequence[Row[Case, User]], int]:
    """Cases the staff member may see, latest first."""
    conditions = visible_to(staff)
    if status:
        conditions.append(Case.status == status)
    if query:
        conditions.append(_is_like(query))
    joined = select(Case, User).join(User, User.id == Case.user_id).where(*conditions)
    total = await session.scalar(select(func.count()).select_from(joined.subquery()))
    rows = await session.execute(
        joined.order_by(Case.submitted_at.desc()).offset(offset).limit(limit)
    )
    return rows.all(), total or 0


def _task_query() -> Any:
    return (
        select(Task, Case, User, Staff)
        .join(Case, Case.number == Task.case_number)
        .join(User, User.id == Case.user_id)
        .outerjoin(Staff, Staff.id == Task.assignee_id)
    )


def _is_like(query: str) -> ColumnElement[bool]:
    """Number, item or the applicant's shown name holds the words."""
    return (
        Case.number.contains(query.upper(), autoescape=True)
        | Case.item_name.contains(query, autoescape=True)
        | User.display_name.contains(query, autoescape=True)
    )


async def corrections_waiting(
    session: AsyncSession, staff: StaffMember, offset: int, limit: int
) -> tuple[Sequence[Row[LetterCorrection, Letter, Case]], int]:
    """勘误申请 that wait, of cases the staff member may see."""
    asked = (
        select(LetterCorrection, Letter, Case)
        .join(Letter, Letter.id == LetterCorrection.letter_id)
        .join(Case, Case.number == LetterCorrection.case_number)
        .where(LetterCorrection.waits_for.is_not(None), *visible_to(staff))
    )
    total = await session.scalar(select(func.count()).select_from(asked.subquery()))
    rows = await session.execute(
        asked.order_by(LetterCorrection.asked_at).offset(offset).limit(limit)
    )
    return rows.all(), total or 0


async def is_view_noted(session: AsyncSession, viewer: str, what: str, since: datetime) -> bool:
    """Whether the same look was noted since a moment."""
    noted = select(AccessRecord.id).where(
        AccessRecord.viewer == viewer, AccessRecord.what == what, AccessRecord.at > since
    )
    return await session.scalar(noted.limit(1)) is not None


def _in_state(staff: StaffMember, state: str) -> list[ColumnElement[bool]]:
    conditions = visible_to(staff)
    if state == "done":
        return [*conditions, Task.state == "done", Task.assignee_id == staff.staff_id]
    if state == "mine":
        return [*conditions, Task.state == "claimed", Task.assignee_id == staff.staff_id]
    return [*conditions, Task.state == "open"]
