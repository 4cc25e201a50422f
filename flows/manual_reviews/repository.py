"""Rows of the manual queue, within the department of who looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from flows.cases.repository import in_reach
from flows.manual_reviews.errors import ManualReviewUnknown
from foundation.db import fresh
from foundation.models import Case, CaseFile, ManualReview, PreReview, ReturnCause, Staff, User
from foundation.viewer import StaffMember

ManualRow = Row[ManualReview, Case, User, Staff]
_Newer = aliased(PreReview)


def of_department(staff: StaffMember) -> list[ColumnElement[bool]]:
    """Cases within the member's grants. Unlike elsewhere a draft is among them, because its
    applicant asked."""
    return in_reach(staff)


async def list_reviews(
    session: AsyncSession, staff: StaffMember, state: str, offset: int, limit: int
) -> tuple[Sequence[ManualRow], int]:
    """The queue, who waits longest first; or what was decided, the latest first."""
    conditions = [*of_department(staff), ManualReview.state == state]
    if state == "open":
        conditions += _still_speaks()
    total = await session.scalar(
        select(func.count()).select_from(
            _query().with_only_columns(ManualReview.id).where(*conditions).subquery()
        )
    )
    order = ManualReview.asked_at if state == "open" else ManualReview.decided_at.desc()
    rows = await session.execute(
        _query().where(*conditions).order_by(order).offset(offset).limit(limit)
    )
    return rows.all(), total or 0


async def access_review(
    session: AsyncSession, staff: StaffMember, review_id: str, *, lock: bool = False
) -> ManualRow:
    """A review of the member's department; the case is locked before it, as everywhere.

    Raises: ManualReviewUnknown.
    """
    mine = [ManualReview.id == review_id, *of_department(staff)]
    if lock:
        number = select(ManualReview.case_number).where(ManualReview.id == review_id)
        await session.execute(fresh(select(Case).where(Case.number == number.scalar_subquery())))
        await session.execute(fresh(select(ManualReview).where(ManualReview.id == review_id)))
    row: ManualRow | None = (await session.execute(_query().where(*mine))).first()
    if row is None:
        raise ManualReviewUnknown
    return row


async def covers_of(session: AsyncSession, numbers: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Material and file of each case's first file that has a thumbnail."""
    rows = await session.execute(
        select(CaseFile.case_number, CaseFile.material_id, CaseFile.id)
        .where(CaseFile.case_number.in_(numbers), CaseFile.thumbnail_sha256.is_not(None))
        .order_by(CaseFile.uploaded_at.desc(), CaseFile.id)
    )
    return {number: (material, file) for number, material, file in rows}


async def corrected(session: AsyncSession, number: str) -> Sequence[Row[ManualReview, str | None]]:
    """Decided reviews of a case that corrected fields, with who decided, the latest first."""
    rows = await session.execute(
        select(ManualReview, Staff.display_name)
        .outerjoin(Staff, Staff.id == ManualReview.staff_id)
        .where(ManualReview.case_number == number, ManualReview.corrections.is_not(None))
        .order_by(ManualReview.decided_at.desc())
    )
    return rows.all()


async def decided_between(
    session: AsyncSession, staff: StaffMember, start: datetime, end: datetime
) -> Sequence[Row[ManualReview, Case]]:
    rows = await session.execute(
        select(ManualReview, Case)
        .join(Case, Case.number == ManualReview.case_number)
        .where(
            *of_department(staff), ManualReview.decided_at >= start, ManualReview.decided_at < end
        )
    )
    return rows.all()


async def count_machine(
    session: AsyncSession, staff: StaffMember, start: datetime, end: datetime
) -> int:
    """How many pre-reviews the machine finished."""
    return (
        await session.scalar(
            select(func.count())
            .select_from(PreReview)
            .join(Case, Case.number == PreReview.case_number)
            .where(
                *of_department(staff), PreReview.finished_at >= start, PreReview.finished_at < end
            )
        )
        or 0
    )


async def returns_between(
    session: AsyncSession, staff: StaffMember, start: datetime, end: datetime
) -> Sequence[Row[str, str, str, int]]:
    """Item code, item name, material and how many cases were sent back for it."""
    rows = await session.execute(
        select(Case.item_code, Case.item_name, ReturnCause.material_id, func.count(ReturnCause.id))
        .join(Case, Case.number == ReturnCause.case_number)
        .where(*of_department(staff), ReturnCause.at >= start, ReturnCause.at < end)
        .group_by(Case.item_code, Case.item_name, ReturnCause.material_id)
    )
    return rows.all()


def _query() -> Any:
    return (
        select(ManualReview, Case, User, Staff)
        .join(Case, Case.number == ManualReview.case_number)
        .join(User, User.id == Case.user_id)
        .outerjoin(Staff, Staff.id == ManualReview.staff_id)
    )


def _still_speaks() -> list[ColumnElement[bool]]:
    """The pre-review is the case's last, and the case is not over."""
    asked = (
        select(PreReview.created_at)
        .where(PreReview.id == ManualReview.prereview_id)
        .correlate(ManualReview)
        .scalar_subquery()
    )
    newer = (
        select(_Newer.id)
        .where(_Newer.case_number == ManualReview.case_number, _Newer.created_at > asked)
        .correlate(ManualReview)
    )
    return [~newer.exists(), Case.closed_at.is_(None)]
