"""Rows of cases. A citizen's rows are reached through `access_case`, which takes the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.errors import CaseUnknown
from flows.prereview.licences import LENT
from foundation.clock import today
from foundation.identifiers import CaseNumber
from foundation.models import (
    Case,
    CaseEvent,
    CaseFile,
    LicenceGrant,
    ManualReview,
    PreReview,
    Task,
    User,
)
from foundation.viewer import StaffMember, Viewer


async def access_case(
    session: AsyncSession, viewer: Viewer, number: str, *, lock: bool = False
) -> Case:
    """The viewer's own case, locked for change if asked. Raises: CaseUnknown."""
    query = select(Case).where(Case.number == number, Case.user_id == viewer.user_id)
    return await _one_case(session, query, lock)


async def access_case_as_staff(
    session: AsyncSession, staff: StaffMember, number: str, *, lock: bool = False
) -> Case:
    """A case of the staff member's department, drafts never. Raises: CaseUnknown."""
    query = select(Case).where(Case.number == number, *visible_to(staff))
    return await _one_case(session, query, lock)


def visible_to(staff: StaffMember) -> list[ColumnElement[bool]]:
    """The conditions under which staff may see a case at all."""
    conditions: list[ColumnElement[bool]] = [Case.status != "draft", Case.submitted_at.is_not(None)]
    if staff.department_code:
        conditions.append(Case.department_code == staff.department_code)
    return conditions


async def case_by_number(session: AsyncSession, number: str, *, lock: bool = False) -> Case:
    """A case for the house's own work (tasks), not on anybody's behalf. Raises: CaseUnknown."""
    return await _one_case(session, select(Case).where(Case.number == number), lock)


async def _one_case(session: AsyncSession, query: Any, lock: bool) -> Case:
    found: Case | None = await session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise CaseUnknown
    return found


async def free_number(session: AsyncSession) -> str:
    """A case number nobody has: a million a day are few enough to meet one twice."""
    while True:
        number = str(CaseNumber.new(today()))
        if await session.get(Case, number) is None:
            return number


async def case_of_run(session: AsyncSession, viewer: Viewer, run_id: str) -> Case | None:
    return await session.scalar(
        select(Case).where(Case.user_id == viewer.user_id, Case.guidance_run_id == run_id)
    )


async def list_cases(
    session: AsyncSession, viewer: Viewer, status: str | None, offset: int, limit: int
) -> tuple[Sequence[Case], int]:
    """The viewer's cases, latest first, and how many there are in all."""
    conditions = [Case.user_id == viewer.user_id]
    if status:
        conditions.append(Case.status == status)
    else:
        conditions.append(~((Case.status == "withdrawn") & Case.submitted_at.is_(None)))
    total = await session.scalar(select(func.count()).select_from(Case).where(*conditions))
    rows = await session.scalars(
        select(Case).where(*conditions).order_by(Case.updated_at.desc()).offset(offset).limit(limit)
    )
    return rows.all(), total or 0


async def files_of(session: AsyncSession, number: str) -> Sequence[CaseFile]:
    rows = await session.scalars(
        select(CaseFile).where(CaseFile.case_number == number).order_by(CaseFile.uploaded_at)
    )
    return rows.all()


async def licences_of(session: AsyncSession, number: str) -> Sequence[LicenceGrant]:
    """The licences lent to a case that stand for uploads."""
    rows = await session.scalars(
        select(LicenceGrant)
        .where(LicenceGrant.case_number == number, LicenceGrant.state.in_(LENT))
        .order_by(LicenceGrant.created_at)
    )
    return rows.all()


async def remove_files(
    session: AsyncSession, number: str, material_id: str, file_id: str | None = None
) -> list[str]:
    """Remove one file or all files of a material; returns the SHA-256s the case has no more."""
    conditions = [CaseFile.case_number == number, CaseFile.material_id == material_id]
    if file_id:
        conditions.append(CaseFile.id == file_id)
    removed = await session.execute(delete(CaseFile).where(*conditions).returning(CaseFile.sha256))
    hashes = {row.sha256 for row in removed}
    used = await session.scalars(
        select(CaseFile.sha256).where(CaseFile.case_number == number, CaseFile.sha256.in_(hashes))
    )
    return sorted(hashes - set(used))


async def events_of(session: AsyncSession, numbers: list[str]) -> Sequence[CaseEvent]:
    rows = await session.scalars(
        select(CaseEvent).where(CaseEvent.case_number.in_(numbers)).order_by(CaseEvent.id)
    )
    return rows.all()


async def latest_prereview(session: AsyncSession, number: str) -> PreReview | None:
    return await session.scalar(
        select(PreReview)
        .where(PreReview.case_number == number)
        .order_by(PreReview.created_at.desc())
        .limit(1)
    )


async def latest_manual_review(session: AsyncSession, prereview_id: str) -> ManualReview | None:
    return await session.scalar(
        select(ManualReview)
        .where(ManualReview.prereview_id == prereview_id)
        .order_by(ManualReview.asked_at.desc())
        .limit(1)
    )


async def applicant_of(session: AsyncSession, case: Case) -> User:
    user = await session.get(User, case.user_id)
    assert user is not None
    return user


async def open_task(session: AsyncSession, number: str) -> Task | None:
    """The task a case waits on, if any."""
    return await session.scalar(
        select(Task).where(Task.case_number == number, Task.state != "done").with_for_update()
    )
