"""Rows of staff: accounts, sessions, tasks with their cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Bundle, InstrumentedAttribute

from flows.access.repository import GRANT, PERSON, ROLE, roles_of
from flows.cases.repository import visible_to
from flows.processes.repository import in_own_role
from foundation.clock import now
from foundation.db import fresh
from foundation.models import (
    AccessRecord,
    Case,
    Letter,
    LetterCorrection,
    ProcessDelegation,
    ProcessInstance,
    Staff,
    StaffGrant,
    StaffRole,
    StaffSession,
    Task,
    User,
)
from foundation.viewer import StaffMember


async def staff_by_username(session: AsyncSession, username: str) -> Staff | None:
    found: Staff | None = await session.scalar(
        fresh(select(Staff).where(Staff.username == username, Staff.is_active))
    )
    return found


_SIGNED_IN: Select[*tuple[Any, ...]] = (
    select(Bundle("person", *PERSON), Bundle("grant", *GRANT), Bundle("role", *ROLE))
    .select_from(StaffSession)
    .join(Staff, Staff.id == StaffSession.staff_id)
    .outerjoin(StaffGrant, (StaffGrant.staff_id == Staff.id) & (StaffGrant.state == "active"))
    .outerjoin(StaffRole, StaffRole.id == StaffGrant.role_id)
    .where(
        StaffSession.token_hash == bindparam("token_hash"),
        StaffSession.expires_at > bindparam("moment"),
        Staff.is_active,
        Staff.is_locked.is_(False),
    )
    .order_by(StaffGrant.created_at, StaffGrant.id)
)
"""Asked at each request of staff, so it is built once and decrypts nothing."""


async def signed_in(session: AsyncSession, token_hash: str, moment: datetime) -> Sequence[Row[Any]]:
    """Whose session it is, once for each active grant with its role; nothing where it is over."""
    asked = {"token_hash": token_hash, "moment": moment}
    rows: Sequence[Row[Any]] = (await session.execute(_SIGNED_IN, asked)).all()
    return rows


async def extend_session(session: AsyncSession, token_hash: str, expires_at: datetime) -> None:
    await session.execute(
        update(StaffSession)
        .where(StaffSession.token_hash == token_hash)
        .values(expires_at=expires_at, seen_at=now())
    )


async def sessions_of(
    session: AsyncSession, staff_id: str, moment: datetime
) -> Sequence[StaffSession]:
    rows = await session.scalars(
        select(StaffSession).where(
            StaffSession.staff_id == staff_id, StaffSession.expires_at > moment
        )
    )
    return rows.all()


async def end_session(session: AsyncSession, token_hash: str) -> None:
    await session.execute(delete(StaffSession).where(StaffSession.token_hash == token_hash))


async def lock_task(session: AsyncSession, staff: StaffMember, task_id: str) -> Task | None:
    """A task on a case the staff member may see, both locked for change.

    The case first, as the applicant's own moves do: in the other order PostgreSQL ends one of
    the two as a deadlock.
    """
    of_task = select(Task.case_number).where(Task.id == task_id).scalar_subquery()
    case = await session.scalar(
        fresh(select(Case).where(Case.number == of_task, *visible_to(staff)))
    )
    if case is None:
        return None
    found: Task | None = await session.scalar(fresh(select(Task).where(Task.id == task_id)))
    return found


async def number_of_task(session: AsyncSession, staff: StaffMember, task_id: str) -> str | None:
    """The case a task that is not done belongs to, where the staff member may see it."""
    number: str | None = await session.scalar(
        select(Case.number)
        .join(Task, Task.case_number == Case.number)
        .where(Task.id == task_id, Task.state != "done", *visible_to(staff))
    )
    return number


async def opinions_of(session: AsyncSession, task_id: str) -> Sequence[Task]:
    """Words asked for beside a task, the first asked first."""
    rows = await session.scalars(
        select(Task).where(Task.parent_id == task_id).order_by(Task.created_at, Task.id)
    )
    return rows.all()


async def active_staff(session: AsyncSession, staff_id: str) -> Staff | None:
    return await session.scalar(select(Staff).where(Staff.id == staff_id, Staff.is_active))


async def task_row(session: AsyncSession, task_id: str) -> Row[Task, Case, User, Staff]:
    rows = await session.execute(_task_query().where(Task.id == task_id))
    return rows.one()


async def task_rows_of(
    session: AsyncSession, number: str
) -> Sequence[Row[Task, Case, User, Staff]]:
    """What a case waits on, the oldest first, with the words given beside it."""
    open_ones = select(Task.id).where(Task.case_number == number, Task.state != "done")
    rows = await session.execute(
        _task_query()
        .where(
            Task.case_number == number,
            (Task.state != "done") | Task.parent_id.in_(open_ones),
        )
        .order_by(Task.created_at, Task.id)
    )
    return rows.all()


async def has_process(session: AsyncSession, number: str) -> bool:
    held = select(ProcessInstance.id).where(ProcessInstance.case_number == number)
    return await session.scalar(held.limit(1)) is not None


async def visible_by_item(
    session: AsyncSession, staff: StaffMember
) -> Sequence[Row[str, str, int]]:
    """Item code, name and how many cases of it the staff member may see, the most first."""
    rows = await session.execute(
        select(Case.item_code, func.max(Case.item_name), func.count().label("n"))
        .where(*visible_to(staff))
        .group_by(Case.item_code)
        .order_by(func.count().desc(), Case.item_code)
    )
    return rows.all()


async def count_submitted(session: AsyncSession) -> int:
    submitted = [Case.status != "draft", Case.submitted_at.is_not(None)]
    return await session.scalar(select(func.count()).select_from(Case).where(*submitted)) or 0


def _task_query() -> Any:
    return (
        select(Task, Case, User, Staff)
        .join(Case, Case.number == Task.case_number)
        .join(User, User.id == Case.user_id)
        .outerjoin(Staff, Staff.id == Task.assignee_id)
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


def may_take(
    staff: StaffMember, department: InstrumentedAttribute[str] = Case.department_code
) -> ColumnElement[bool]:
    """Tasks of steps go by role: one's own where its grant reaches the case, or that of somebody
    one stands in for now (委托). Those past their day are the supervisors' too. The case is joined,
    unless `department` is the task's copy."""
    moment = now()
    stands_in = (
        roles_of(StaffGrant.staff_id)
        .join(ProcessDelegation, ProcessDelegation.staff_id == StaffGrant.staff_id)
        .where(
            ProcessDelegation.delegate_id == staff.staff_id,
            ProcessDelegation.revoked_at.is_(None),
            ProcessDelegation.starts_at <= moment,
            ProcessDelegation.ends_at > moment,
        )
    )
    own = in_own_role(staff, Task.role, Task.escalated_at.is_not(None), department)
    return or_(Task.is_step.is_(False), Task.role.in_(stands_in), own)
