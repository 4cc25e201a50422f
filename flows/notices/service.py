"""工作提醒: what staff are told of a case, once each: a row they find, and a live event."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access.holders import colleagues_at
from flows.cases import repository as cases
from flows.notices import repository
from flows.notices.views import StaffNoticePage, StaffNoticeView
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.models import Case, StaffNotice, new_id
from foundation.paging import next_cursor
from foundation.viewer import StaffMember

LEADS = "supervisor"
MAX_TEXT = 400


async def tell(
    session: AsyncSession, case: Case, people: Iterable[str], kind: str, about: str, text: str
) -> int:
    """Tell each of these once of one thing; returns how many had not been told.

    Args:
        people: ids of staff.
        about: what tells this from other things of its kind with the case: a step, a date.
    """
    mark = f"{kind}:{case.number}:{about}"[:120]
    asked = set(people)
    fresh = asked - await repository.told(session, mark, asked)
    for staff_id in fresh:
        session.add(
            StaffNotice(
                id=new_id(),
                staff_id=staff_id,
                mark=mark,
                kind=kind,
                case_number=case.number,
                text=text[:MAX_TEXT],
                created_at=now(),
            )
        )
    if fresh:
        data = {"case_number": case.number, "kind": kind, "people": sorted(fresh)}
        announce_after_commit(session, "staff", "notice", data)
    return len(fresh)


async def tell_leads(session: AsyncSession, case: Case, kind: str, about: str, text: str) -> int:
    """Those who lead the office that has the case."""
    leads = await colleagues_at(session, case, LEADS)
    return await tell(session, case, [person.staff_id for person in leads], kind, about, text)


async def tell_holders(session: AsyncSession, case: Case, kind: str, about: str, text: str) -> int:
    """Whoever has something of the case in hand, and those who lead."""
    held = await cases.open_tasks(session, case.number)
    holders = [task.assignee_id for task in held if task.assignee_id]
    told = await tell(session, case, holders, kind, about, text)
    return told + await tell_leads(session, case, kind, about, text)


async def list_notices(
    session: AsyncSession, staff: StaffMember, offset: int, limit: int
) -> StaffNoticePage:
    """The newest first; how many were not seen yet."""
    staff.must_hold("cases.view")
    rows = await repository.notices_of(session, staff.staff_id, offset, limit)
    total, unseen = await repository.count(session, staff.staff_id)
    return StaffNoticePage(
        items=[StaffNoticeView.model_validate(row, from_attributes=True) for row in rows],
        total=total,
        unseen=unseen,
        next=next_cursor(offset, len(rows), total),
    )


async def see_notices(session: AsyncSession, staff: StaffMember) -> StaffNoticePage:
    """All of them are seen now; again changes nothing."""
    staff.must_hold("cases.view")
    await repository.see_all(session, staff.staff_id, now())
    return await list_notices(session, staff, 0, 20)
