"""Rows beside a case. Whatever belongs to another case passes `visible_to`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.repository import visible_to
from foundation.clock import now
from foundation.models import (
    Case,
    CaseIndex,
    CaseNote,
    CaseNoteVersion,
    ItemPin,
    NoteMention,
    ParkMember,
    ReturnCause,
    Staff,
    Task,
    User,
)
from foundation.viewer import StaffMember

COUNTED = 9_999
_BRIEF = (
    Case.number,
    Case.item_code,
    Case.item_name,
    Case.department_code,
    Case.region,
    Case.status,
    Case.submitted_at,
    Case.due_at,
    Case.yellow_at,
    Case.red_at,
    Case.closed_at,
    User.display_name.label("applicant"),
)


async def notes_of(session: AsyncSession, number: str) -> Sequence[Row[CaseNote, Staff]]:
    """Pinned ones first, then the newest."""
    rows = await session.execute(
        select(CaseNote, Staff)
        .join(Staff, Staff.id == CaseNote.author_id)
        .where(CaseNote.case_number == number, CaseNote.removed_at.is_(None))
        .order_by(CaseNote.is_pinned.desc(), CaseNote.created_at.desc(), CaseNote.id)
    )
    return rows.all()


async def note_of(session: AsyncSession, number: str, note_id: str) -> CaseNote | None:
    return await session.scalar(
        select(CaseNote)
        .where(
            CaseNote.id == note_id,
            CaseNote.case_number == number,
            CaseNote.removed_at.is_(None),
        )
        .with_for_update()
    )


async def versions_of(session: AsyncSession, ids: Sequence[str]) -> Sequence[CaseNoteVersion]:
    rows = await session.scalars(
        select(CaseNoteVersion)
        .where(CaseNoteVersion.note_id.in_(ids))
        .order_by(CaseNoteVersion.id.desc())
    )
    return rows.all()


async def staff_named(session: AsyncSession, ids: Sequence[str]) -> dict[str, Staff]:
    """Colleagues at work by id."""
    rows = await session.scalars(select(Staff).where(Staff.id.in_(ids), Staff.is_active))
    return {row.id: row for row in rows}


async def add_mentions(session: AsyncSession, note_id: str, staff_ids: Sequence[str]) -> None:
    """Somebody named twice in a note is told once."""
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    for staff_id in sorted(staff_ids):
        row = {"note_id": note_id, "staff_id": staff_id, "created_at": now()}
        await session.execute(insert(NoteMention).values(**row).on_conflict_do_nothing())


async def mentions_of(
    session: AsyncSession, staff: StaffMember, limit: int
) -> Sequence[Row[NoteMention, CaseNote, Staff, Case]]:
    """Notes the staff member was named in, of cases they may see, newest first."""
    rows = await session.execute(
        select(NoteMention, CaseNote, Staff, Case)
        .join(CaseNote, CaseNote.id == NoteMention.note_id)
        .join(Staff, Staff.id == CaseNote.author_id)
        .join(Case, Case.number == CaseNote.case_number)
        .where(
            NoteMention.staff_id == staff.staff_id,
            CaseNote.removed_at.is_(None),
            *visible_to(staff),
        )
        .order_by(NoteMention.created_at.desc())
        .limit(limit)
    )
    return rows.all()


async def see_mentions(session: AsyncSession, staff_id: str, number: str) -> None:
    """Whoever opens the notes of a case has seen where they were named in it."""
    of_case = select(CaseNote.id).where(CaseNote.case_number == number)
    await session.execute(
        update(NoteMention)
        .where(
            NoteMention.staff_id == staff_id,
            NoteMention.seen_at.is_(None),
            NoteMention.note_id.in_(of_case),
        )
        .values(seen_at=now())
    )


async def closed_cases(
    session: AsyncSession, staff: StaffMember, like: Case, statuses: Sequence[str], limit: int
) -> Sequence[Any]:
    """The newest closed cases of the same item, with their situations."""
    rows = await session.execute(
        select(Case.number, Case.status, Case.answers, Case.submitted_at, Case.closed_at)
        .where(
            Case.item_code == like.item_code,
            Case.number != like.number,
            Case.status.in_(statuses),
            *visible_to(staff),
        )
        .order_by(Case.submitted_at.desc(), Case.number.desc())
        .limit(limit)
    )
    return rows.all()


async def causes_of(session: AsyncSession, numbers: Sequence[str]) -> Sequence[Row[str, str]]:
    rows = await session.execute(
        select(ReturnCause.case_number, ReturnCause.material_id).where(
            ReturnCause.case_number.in_(numbers)
        )
    )
    return rows.all()


async def cases_of_applicant(
    session: AsyncSession, staff: StaffMember, user_id: str, but: str, limit: int
) -> Sequence[Any]:
    rows = await session.execute(
        select(*_BRIEF)
        .join(User, User.id == Case.user_id)
        .where(Case.user_id == user_id, Case.number != but, *visible_to(staff))
        .order_by(Case.submitted_at.desc(), Case.number.desc())
        .limit(limit)
    )
    return rows.all()


async def used_items(session: AsyncSession, staff_id: str, since: datetime) -> Sequence[Any]:
    """Code, name, claimed and done of the items somebody worked on since a moment."""
    done = func.sum(case((Task.state == "done", 1), else_=0))
    waiting = func.sum(case((Task.state == "claimed", 1), else_=0))
    lately = or_(Task.state == "claimed", and_(Task.state == "done", Task.done_at >= since))
    query = (
        select(Case.item_code, func.max(Case.item_name), waiting, done)
        .join(Task, Task.case_number == Case.number)
        .where(Task.assignee_id == staff_id, lately)
        .group_by(Case.item_code)
        .order_by(func.count().desc(), Case.item_code)
    )
    rows: Sequence[Any] = (await session.execute(query.limit(20))).all()
    return rows


async def pinned_items(session: AsyncSession, staff_id: str) -> Sequence[str]:
    rows = await session.scalars(
        select(ItemPin.item_code).where(ItemPin.staff_id == staff_id).order_by(ItemPin.created_at)
    )
    return rows.all()


async def pin_item(session: AsyncSession, staff_id: str, code: str) -> None:
    """Pinning twice is pinning once."""
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    row = {"staff_id": staff_id, "item_code": code, "created_at": now()}
    await session.execute(insert(ItemPin).values(**row).on_conflict_do_nothing())


async def unpin_item(session: AsyncSession, staff_id: str, code: str) -> None:
    mine = (ItemPin.staff_id == staff_id, ItemPin.item_code == code)
    await session.execute(delete(ItemPin).where(*mine))


def _in_park(staff: StaffMember, park_id: str) -> list[Any]:
    return [CaseIndex.park_id == park_id, *visible_to(staff)]


async def park_figures(
    session: AsyncSession, staff: StaffMember, park_id: str
) -> tuple[int, int, int]:
    """Cases, those still open, those late; counted over the newest `COUNTED`."""
    chosen = (
        select(Case.closed_at, Case.due_at)
        .join(CaseIndex, CaseIndex.case_number == Case.number)
        .where(*_in_park(staff, park_id))
        .limit(COUNTED)
        .subquery()
    )
    is_open = chosen.c.closed_at.is_(None)
    late = is_open & (chosen.c.due_at < now())
    row = (
        await session.execute(
            select(
                func.count(),
                func.sum(case((is_open, 1), else_=0)),
                func.sum(case((late, 1), else_=0)),
            ).select_from(chosen)
        )
    ).one()
    return row[0] or 0, row[1] or 0, row[2] or 0


async def park_enterprises(
    session: AsyncSession, staff: StaffMember, park_id: str, limit: int
) -> Sequence[Any]:
    """Applicants of a park with their cases and those still open."""
    waiting = func.sum(case((Case.closed_at.is_(None), 1), else_=0))
    query = (
        select(User.id, User.display_name, func.count(), waiting)
        .join(Case, Case.user_id == User.id)
        .join(CaseIndex, CaseIndex.case_number == Case.number)
        .where(*_in_park(staff, park_id))
        .group_by(User.id, User.display_name)
        .order_by(waiting.desc(), func.count().desc(), User.id)
    )
    rows: Sequence[Any] = (await session.execute(query.limit(limit))).all()
    return rows


async def park_due(
    session: AsyncSession, staff: StaffMember, park_id: str, limit: int
) -> Sequence[Any]:
    """The open cases of a park that are due next."""
    rows = await session.execute(
        select(*_BRIEF)
        .join(User, User.id == Case.user_id)
        .join(CaseIndex, CaseIndex.case_number == Case.number)
        .where(*_in_park(staff, park_id), Case.closed_at.is_(None), Case.due_at.is_not(None))
        .order_by(Case.due_at, Case.number)
        .limit(limit)
    )
    return rows.all()


async def park_members(session: AsyncSession, park_id: str) -> set[str]:
    rows = await session.scalars(select(ParkMember.user_id).where(ParkMember.park_id == park_id))
    return set(rows.all())


async def join_park(session: AsyncSession, park_id: str, user_id: str, by: str) -> None:
    """An enterprise sits in one park: the last word counts."""
    await session.execute(delete(ParkMember).where(ParkMember.user_id == user_id))
    session.add(ParkMember(park_id=park_id, user_id=user_id, added_by=by))


async def leave_park(session: AsyncSession, park_id: str, user_id: str) -> None:
    mine = (ParkMember.park_id == park_id, ParkMember.user_id == user_id)
    await session.execute(delete(ParkMember).where(*mine))


async def numbers_of(
    session: AsyncSession, staff: StaffMember, user_id: str, limit: int
) -> Sequence[str]:
    """Cases of an applicant the staff member may see."""
    rows = await session.scalars(
        select(Case.number).where(Case.user_id == user_id, *visible_to(staff)).limit(limit)
    )
    return rows.all()
