"""Staff check and publish, take back, answer objections; a second person before the public."""

from __future__ import annotations

from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.publications import following, repository
from flows.publications.errors import (
    ObjectionUnknown,
    OwnDecision,
    PublicationSettled,
    PublicationUnknown,
)
from flows.publications.presenter import show_file, show_to_staff
from flows.publications.views import StaffPublicationFile, StaffPublicationPage
from flows.staff.looks import note_look
from foundation.clock import now, today
from foundation.errors import InvalidInput
from foundation.models import Publication
from foundation.paging import next_cursor
from foundation.viewer import StaffMember

MANAGE = "publications.manage"
MAX_NOTE = 200
State = Literal["", "waiting", "late", "published", "refused", "withdrawn", "failed", "objected"]
Act = Literal["publish", "refuse", "withdraw", "resend"]
Verdict = Literal["upheld", "dismissed"]


async def list_publications(
    session: AsyncSession, staff: StaffMember, state: State, query: str, offset: int, limit: int
) -> StaffPublicationPage:
    """Raises: Forbidden."""
    staff.must_hold(MANAGE)
    day = today()
    rows, total = await repository.list_for_staff(
        session, staff, state, query.strip(), day, offset, limit
    )
    return StaffPublicationPage(
        items=[show_to_staff(row, staff) for row in rows],
        total=total,
        next=next_cursor(offset, len(rows), total),
        counts=await repository.counts_for_staff(session, staff, day),
    )


async def look_at(
    session: AsyncSession, staff: StaffMember, publication_id: str
) -> StaffPublicationFile:
    """With its trace and objections; the look is noted. Raises: Forbidden, PublicationUnknown."""
    staff.must_hold(MANAGE)
    row = await _access(session, staff, publication_id)
    await note_look(session, staff, f"查看公示（{row.case_number}）")
    return await _shown(session, staff, row)


async def act_on(
    session: AsyncSession, staff: StaffMember, publication_id: str, act: Act, note: str
) -> StaffPublicationFile:
    """Publish what waits (not one's own decision), keep it back, take it off, report it again.

    Raises: Forbidden, PublicationUnknown, PublicationSettled, OwnDecision, InvalidInput.
    """
    staff.must_hold(MANAGE)
    row = await _access(session, staff, publication_id, lock=True)
    said = _checked(note, needed=act in ("refuse", "withdraw"))
    if act == "publish":
        _must_be(row, "waiting")
        if row.decided_by == staff.staff_id:
            raise OwnDecision
        following.publish(session, row, staff.display_name, said)
    elif act == "refuse":
        _must_be(row, "waiting")
        row.state, row.note = "refused", said
        following.note(session, row, "refused", staff.display_name, said)
    elif act == "withdraw":
        _must_be(row, "published")
        following.withdraw(session, row, staff.display_name, said)
    else:
        if row.report not in ("failed", "waiting"):
            raise PublicationSettled
        following.note(session, row, "resent", staff.display_name, said)
        following.ask_to_report(session, row)
    return await _shown(session, staff, row)


async def answer_objection(
    session: AsyncSession,
    staff: StaffMember,
    publication_id: str,
    objection_id: str,
    verdict: Verdict,
    answer: str,
) -> StaffPublicationFile:
    """What came of an objection. One that is upheld takes the publication off; a wrong letter is
    corrected by a 勘误 of its own, which publishes anew.

    Raises: Forbidden, PublicationUnknown, ObjectionUnknown, InvalidInput.
    """
    staff.must_hold(MANAGE)
    row = await _access(session, staff, publication_id, lock=True)
    said = _checked(answer, needed=True)
    objections = await repository.objections_to(session, row.id)
    found = next((o for o in objections if o.id == objection_id and o.state == "open"), None)
    if found is None:
        raise ObjectionUnknown
    found.state, found.answer = verdict, said
    found.answered_by, found.answered_at = staff.display_name, now()
    following.note(session, row, verdict, staff.display_name, said)
    if verdict == "upheld" and row.state == "published":
        following.withdraw(session, row, staff.display_name, said)
    return await _shown(session, staff, row)


async def _access(
    session: AsyncSession, staff: StaffMember, publication_id: str, *, lock: bool = False
) -> Publication:
    row = await repository.access_as_staff(session, staff, publication_id, lock=lock)
    if row is None:
        raise PublicationUnknown
    return row


async def _shown(
    session: AsyncSession, staff: StaffMember, row: Publication
) -> StaffPublicationFile:
    await session.flush()
    events = await repository.events_of(session, row.id)
    return show_file(row, staff, events, await repository.objections_to(session, row.id))


def _must_be(row: Publication, state: str) -> None:
    if row.state != state:
        raise PublicationSettled


def _checked(note: str, *, needed: bool) -> str:
    note = note.strip()
    if needed and not note:
        raise InvalidInput({"note": "请写明理由"})
    if len(note) > MAX_NOTE:
        raise InvalidInput({"note": f"最多{MAX_NOTE}个字"})
    return note
