"""Rows of cases. A citizen's rows are reached through `access_case`, which takes the viewer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from flows.cases.errors import CaseUnknown
from flows.cases.states import EXAMINED
from flows.prereview.licences import LENT
from foundation.clock import today
from foundation.db import fresh
from foundation.identifiers import CaseNumber
from foundation.models import (
    Case,
    CaseEvent,
    CaseFile,
    CaseSuspension,
    LicenceGrant,
    ManualReview,
    PreReview,
    Task,
    User,
    VaultFile,
)
from foundation.scopes import Scope
from foundation.viewer import StaffMember, Viewer

VIEW = "cases.view"
Limit = frozenset[str] | None
Column = InstrumentedAttribute[Any]


async def access_case(
    session: AsyncSession, viewer: Viewer, number: str, *, lock: bool = False
) -> Case:
    """The viewer's own case, locked for change if asked. Raises: CaseUnknown."""
    query = select(Case).where(Case.number == number, Case.user_id == viewer.user_id)
    return await _one_case(session, query, lock)


async def access_case_as_staff(
    session: AsyncSession,
    staff: StaffMember,
    number: str,
    *,
    lock: bool = False,
    needs: str = VIEW,
) -> Case:
    """A case the staff member may see, drafts never; with `needs`, one that permission reaches.

    Raises: CaseUnknown for what they may not see, Forbidden for what they only may see.
    """
    query = select(Case).where(Case.number == number, *visible_to(staff))
    case = await _one_case(session, query, lock)
    if needs != VIEW:
        staff.must_reach(needs, case.department_code, case.item_code, case.region)
    return case


def visible_to(staff: StaffMember) -> list[ColumnElement[bool]]:
    """The conditions under which staff may see a case at all. A draft has no moment at which it was
    handed in; not asking for its status, lists are counted from their index alone."""
    return [Case.submitted_at.is_not(None), *in_reach(staff)]


def in_reach(staff: StaffMember, permission: str = VIEW) -> list[ColumnElement[bool]]:
    """Cases that a permission reaches by any of the person's grants; no condition for all cases."""
    return in_scopes(staff.reach(permission))


def in_scopes(
    scopes: Iterable[Scope], department: Column = Case.department_code
) -> list[ColumnElement[bool]]:
    """Cases that any of these reaches; no condition for all cases.

    `department` is the column that tells it: a copy, where scopes go by nothing but departments.

    Grants with the same items and streets become one list of departments, so that the usual
    condition stays one the index of departments answers.
    """
    departments: dict[tuple[Limit, Limit], Limit] = {}
    for scope in scopes:
        key, held = (scope.items, scope.regions), scope.departments
        known = departments.get(key, frozenset())
        departments[key] = None if known is None or held is None else known | held
    ways = [
        _limited(department, held)
        + _limited(Case.item_code, items)
        + _limited(Case.region, regions)
        for (items, regions), held in departments.items()
    ]
    if not ways:
        return [false()]
    return [] if [] in ways else [or_(*(and_(*way) for way in ways))]


def _limited(column: Column, limit: Limit) -> list[ColumnElement[bool]]:
    return [] if limit is None else [column.in_(sorted(limit))]


async def case_by_number(session: AsyncSession, number: str, *, lock: bool = False) -> Case:
    """A case for the house's own work (tasks), not on anybody's behalf. Raises: CaseUnknown."""
    return await _one_case(session, select(Case).where(Case.number == number), lock)


async def _one_case(session: AsyncSession, query: Any, lock: bool) -> Case:
    found: Case | None = await session.scalar(fresh(query) if lock else query)
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
) -> Sequence[CaseFile]:
    """Remove one file or all files of a material; returns what they were."""
    conditions = [CaseFile.case_number == number, CaseFile.material_id == material_id]
    if file_id:
        conditions.append(CaseFile.id == file_id)
    removed = (await session.scalars(select(CaseFile).where(*conditions))).all()
    await session.execute(delete(CaseFile).where(*conditions))
    return removed


async def copies_of(
    session: AsyncSession, viewer: Viewer, vault_file_id: str
) -> Sequence[tuple[Case, CaseFile]]:
    """The viewer's cases that hold a copy of the vault's file, locked, with the copy."""
    query = (
        select(Case, CaseFile)
        .join(CaseFile, CaseFile.case_number == Case.number)
        .where(CaseFile.vault_file_id == vault_file_id, Case.user_id == viewer.user_id)
        .order_by(Case.number)
    )
    return [(row[0], row[1]) for row in await session.execute(fresh(query))]


async def unscanned_copies(
    session: AsyncSession, user_id: str, sha256: str
) -> list[VaultFile | CaseFile]:
    """Every copy of these bytes of a citizen's that no scanner has seen."""
    kept = select(VaultFile).where(
        VaultFile.user_id == user_id, VaultFile.sha256 == sha256, VaultFile.scan == "unreachable"
    )
    handed_in = (
        select(CaseFile)
        .join(Case, Case.number == CaseFile.case_number)
        .where(Case.user_id == user_id)
        .where(CaseFile.sha256 == sha256, CaseFile.scan == "unreachable")
    )
    return [*await session.scalars(kept), *await session.scalars(handed_in)]


async def unscanned_contents(session: AsyncSession) -> set[tuple[str, str]]:
    """User and SHA-256 of whatever no scanner has seen, once each."""
    kept = select(VaultFile.user_id, VaultFile.sha256).where(VaultFile.scan == "unreachable")
    handed_in = (
        select(Case.user_id, CaseFile.sha256)
        .join(Case, Case.number == CaseFile.case_number)
        .where(CaseFile.scan == "unreachable")
    )
    rows = [*await session.execute(kept), *await session.execute(handed_in)]
    return {(row[0], row[1]) for row in rows}


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


async def applicant_of(session: AsyncSession, case: Case) -> User:
    user = await session.get(User, case.user_id)
    assert user is not None
    return user


async def open_tasks(session: AsyncSession, number: str) -> Sequence[Task]:
    """What a case waits on, locked, the oldest first."""
    rows = await session.scalars(
        fresh(
            select(Task)
            .where(Task.case_number == number, Task.state != "done")
            .order_by(Task.created_at, Task.id)
        )
    )
    return list(rows)


async def suspensions_of(session: AsyncSession, number: str) -> Sequence[CaseSuspension]:
    rows = await session.scalars(
        select(CaseSuspension)
        .where(CaseSuspension.case_number == number)
        .order_by(CaseSuspension.started_at, CaseSuspension.id)
    )
    return rows.all()


async def suspension(
    session: AsyncSession, number: str, suspension_id: str
) -> CaseSuspension | None:
    return await session.scalar(
        select(CaseSuspension).where(
            CaseSuspension.case_number == number, CaseSuspension.id == suspension_id
        )
    )


async def cases_to_warn(session: AsyncSession, moment: datetime, limit: int) -> list[str]:
    """Numbers of cases whose staff are not told yet that an end is near, the nearest first."""
    due = (Case.warned == "") & (Case.yellow_at <= moment)
    urgent = (Case.warned == "yellow") & (Case.red_at <= moment)
    rows = await session.scalars(
        select(Case.number)
        .where(Case.status.in_(EXAMINED), due | urgent)
        .order_by(Case.yellow_at)
        .limit(limit)
    )
    return list(rows)


async def cases_past_term(
    session: AsyncSession, codes: Sequence[str], moment: datetime, limit: int
) -> list[str]:
    """Numbers of accepted cases of these items whose lawful term has run out with nothing decided
    and no clock standing still, the longest first."""
    rows = await session.scalars(
        select(Case.number)
        .where(Case.item_code.in_(codes), Case.statutory_due_at < moment)
        .where(Case.status.in_(("accepted", "reviewing")))
        .where(Case.yellow_at.is_not(None))
        .order_by(Case.statutory_due_at)
        .limit(limit)
    )
    return list(rows)


async def cases_left_lying(
    session: AsyncSession, code: str, since: datetime, limit: int
) -> list[str]:
    """Numbers of an item's cases sent back before a moment and not supplemented since."""
    rows = await session.scalars(
        select(Case.number)
        .join(CaseSuspension, CaseSuspension.case_number == Case.number)
        .where(
            Case.item_code == code,
            Case.status == "supplement_required",
            CaseSuspension.kind == "supplement",
            CaseSuspension.ended_at.is_(None),
            CaseSuspension.started_at < since,
        )
        .order_by(CaseSuspension.started_at)
        .limit(limit)
    )
    return list(rows)


async def cases_under_way(session: AsyncSession, after: str, limit: int) -> list[str]:
    """Numbers of cases whose clock was started and that are not decided, in order."""
    waiting = EXAMINED | {"supplement_required"}
    rows = await session.scalars(
        select(Case.number)
        .where(Case.status.in_(waiting), Case.clock_started_at.is_not(None), Case.number > after)
        .order_by(Case.number)
        .limit(limit)
    )
    return list(rows)


async def kept_reviews(session: AsyncSession, item_code: str, since: datetime) -> list[str]:
    """The latest finished review of each case of an item that kept its inputs, oldest first."""
    rows = await session.execute(
        select(PreReview.id, PreReview.case_number)
        .join(Case, Case.number == PreReview.case_number)
        .where(
            Case.item_code == item_code,
            PreReview.status == "done",
            PreReview.inputs.is_not(None),
            PreReview.finished_at >= since,
        )
        .order_by(PreReview.finished_at, PreReview.id)
    )
    return list({row.case_number: row.id for row in rows}.values())


async def reviews_of_ids(session: AsyncSession, ids: Sequence[str]) -> Sequence[PreReview]:
    rows = await session.scalars(
        select(PreReview).where(PreReview.id.in_(ids)).order_by(PreReview.finished_at, PreReview.id)
    )
    return rows.all()


async def latest_manual_review(session: AsyncSession, prereview_id: str) -> ManualReview | None:
    return await session.scalar(
        select(ManualReview)
        .where(ManualReview.prereview_id == prereview_id)
        .order_by(ManualReview.asked_at.desc())
        .limit(1)
    )
