"""Rows of publications. The public sees what is published, staff what concerns their cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.repository import visible_to
from foundation.models import (
    Case,
    Letter,
    Publication,
    PublicationEvent,
    PublicationObjection,
    Task,
    User,
)
from foundation.viewer import StaffMember, Viewer


async def letter_by_id(session: AsyncSession, letter_id: str) -> Letter | None:
    return await session.scalar(select(Letter).where(Letter.id == letter_id))


async def lock_case(session: AsyncSession, number: str) -> Case:
    """For the house's own work; whoever follows the same case waits."""
    case = await session.scalar(select(Case).where(Case.number == number).with_for_update())
    assert case is not None
    return case


async def applicant_of(session: AsyncSession, case: Case) -> User:
    user = await session.get(User, case.user_id)
    assert user is not None
    return user


async def standing_letter(session: AsyncSession, number: str, kind: str) -> Letter | None:
    """The sealed letter of a kind that holds now."""
    replaced = select(Letter.corrects_id).where(
        Letter.case_number == number, Letter.corrects_id.is_not(None), Letter.state == "sealed"
    )
    return await session.scalar(
        select(Letter)
        .where(
            Letter.case_number == number,
            Letter.kind == kind,
            Letter.state == "sealed",
            Letter.revoked_at.is_(None),
            Letter.id.not_in(replaced),
        )
        .order_by(Letter.created_at.desc())
        .limit(1)
    )


async def decider_of(session: AsyncSession, number: str) -> str | None:
    """Who decided the case (staff id), if one person did."""
    return await session.scalar(
        select(Task.assignee_id)
        .where(Task.case_number == number, Task.kind == "decision", Task.state == "done")
        .order_by(Task.done_at.desc())
        .limit(1)
    )


async def of_case(session: AsyncSession, number: str) -> Publication | None:
    return await session.scalar(select(Publication).where(Publication.case_number == number))


async def by_id(
    session: AsyncSession, publication_id: str, *, lock: bool = False
) -> Publication | None:
    """For the house's own work (the worker)."""
    query = select(Publication).where(Publication.id == publication_id)
    return await session.scalar(query.with_for_update() if lock else query)


async def access_as_staff(
    session: AsyncSession, staff: StaffMember, publication_id: str, *, lock: bool = False
) -> Publication | None:
    query = (
        select(Publication)
        .join(Case, Case.number == Publication.case_number)
        .where(Publication.id == publication_id, *visible_to(staff))
    )
    return await session.scalar(query.with_for_update(of=Publication) if lock else query)


async def list_for_staff(
    session: AsyncSession,
    staff: StaffMember,
    state: str,
    query: str,
    day: date,
    offset: int,
    limit: int,
) -> tuple[Sequence[Publication], int]:
    """In a state, or `late`, `failed`, `objected`; what is due first comes first."""
    conditions: list[ColumnElement[bool]] = [*visible_to(staff), *_in_state(state, day)]
    if query:
        conditions.append(
            or_(
                Publication.subject.contains(query, autoescape=True),
                Publication.document_number.contains(query, autoescape=True),
                Publication.case_number == query.upper(),
            )
        )
    found = (
        select(Publication).join(Case, Case.number == Publication.case_number).where(*conditions)
    )
    total = await session.scalar(select(func.count()).select_from(found.subquery()))
    order = Publication.due_on if state in ("waiting", "late") else Publication.decided_on.desc()
    rows = await session.scalars(found.order_by(order, Publication.id).offset(offset).limit(limit))
    return rows.all(), total or 0


async def counts_for_staff(session: AsyncSession, staff: StaffMember, day: date) -> dict[str, int]:
    counts = {}
    for state in ("waiting", "late", "failed", "objected"):
        counts[state] = (await list_for_staff(session, staff, state, "", day, 0, 1))[1]
    return counts


def _in_state(state: str, day: date) -> list[ColumnElement[bool]]:
    if state == "late":
        return [Publication.state == "waiting", Publication.due_on < day]
    if state == "failed":
        return [Publication.report == "failed"]
    if state == "objected":
        open_ones = select(PublicationObjection.publication_id).where(
            PublicationObjection.state == "open"
        )
        return [Publication.id.in_(open_ones)]
    return [Publication.state == state] if state else []


async def list_public(
    session: AsyncSession,
    department: str,
    item: str,
    query: str,
    since: date | None,
    until: date | None,
    offset: int,
    limit: int,
) -> tuple[Sequence[Publication], int]:
    """What anybody may read, the latest decision first."""
    conditions: list[ColumnElement[bool]] = [Publication.state == "published"]
    if department:
        conditions.append(Publication.department_code == department)
    if item:
        conditions.append(Publication.item_code == item)
    if query:
        conditions.append(
            or_(
                Publication.subject.contains(query, autoescape=True),
                Publication.document_number.contains(query, autoescape=True),
                Publication.credit_code == query.upper(),
            )
        )
    if since:
        conditions.append(Publication.decided_on >= since)
    if until:
        conditions.append(Publication.decided_on <= until)
    total = await session.scalar(select(func.count()).select_from(Publication).where(*conditions))
    rows = await session.scalars(
        select(Publication)
        .where(*conditions)
        .order_by(Publication.decided_on.desc(), Publication.id)
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total or 0


async def public_choices(session: AsyncSession) -> Sequence[Row[str, str, str, str]]:
    """Offices and items that have published something."""
    rows = await session.execute(
        select(
            Publication.department_code,
            Publication.department,
            Publication.item_code,
            Publication.item_name,
        )
        .where(Publication.state == "published")
        .distinct()
        .order_by(Publication.department, Publication.item_name)
    )
    return rows.all()


async def public_one(session: AsyncSession, publication_id: str) -> Publication | None:
    return await session.scalar(
        select(Publication).where(
            Publication.id == publication_id, Publication.state == "published"
        )
    )


async def events_of(session: AsyncSession, publication_id: str) -> Sequence[PublicationEvent]:
    rows = await session.scalars(
        select(PublicationEvent)
        .where(PublicationEvent.publication_id == publication_id)
        .order_by(PublicationEvent.id)
    )
    return rows.all()


async def objections_to(
    session: AsyncSession, publication_id: str
) -> Sequence[PublicationObjection]:
    rows = await session.scalars(
        select(PublicationObjection)
        .where(PublicationObjection.publication_id == publication_id)
        .order_by(PublicationObjection.created_at)
    )
    return rows.all()


async def access_objections(
    session: AsyncSession, viewer: Viewer, publication_id: str = ""
) -> Sequence[PublicationObjection]:
    """The viewer's own, the latest first."""
    mine = select(PublicationObjection).where(PublicationObjection.user_id == viewer.user_id)
    if publication_id:
        mine = mine.where(PublicationObjection.publication_id == publication_id)
    return (await session.scalars(mine.order_by(PublicationObjection.created_at.desc()))).all()


async def reports_waiting_since(session: AsyncSession, moment: datetime) -> Sequence[str]:
    """Ids of publications that should have reached the platform by now."""
    late = (
        select(PublicationEvent.publication_id)
        .group_by(PublicationEvent.publication_id)
        .having(func.max(PublicationEvent.at) < moment)
    )
    rows = await session.scalars(
        select(Publication.id).where(Publication.report == "waiting", Publication.id.in_(late))
    )
    return rows.all()
