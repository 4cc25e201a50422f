"""The inspector's side: invite, look, say what was found, make the record, take it back, cancel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.lifecycle import announce_move, note_event
from flows.cases.sight import sight_on
from flows.cases.states import EXAMINED
from flows.inspections import repository
from flows.inspections.errors import InspectionMoved, InspectionOpen, NotYourInspection
from flows.inspections.moves import move, note, tell
from flows.inspections.presenter import can_of_staff, show
from flows.inspections.seen import covered
from flows.inspections.views import InspectionsView, InspectionView, Verdict
from flows.staff.service import note_view
from foundation import db
from foundation.clock import local, now
from foundation.errors import InvalidInput
from foundation.models import Case, Inspection, new_id
from foundation.settings import settings
from foundation.viewer import StaffMember
from knowledge_base.inspections import checklist_of

HOLD = "inspections.hold"
GRACE = timedelta(hours=24)
"""How long after its time an invitation may still be taken up."""
FURTHEST = timedelta(days=30)
MAX_TEXT, MAX_NOTES = 500, 4000


@dataclass(frozen=True, slots=True)
class Wish:
    """What an invitation says: why, what to look at, and when (None: now)."""

    reason: str
    focus: str = ""
    proposed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The inspector's word on one point of the checklist."""

    verdict: Verdict
    note: str = ""


async def list_inspections(
    session: AsyncSession, staff: StaffMember, number: str
) -> InspectionsView:
    """Those of a case, the newest first. Raises: Forbidden, CaseUnknown."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    rows = await repository.inspections_of_case(session, case.number)
    items = [await shown_to_staff(session, row, staff) for row in rows]
    return InspectionsView(items=items, total=len(items))


async def invite(
    session: AsyncSession, staff: StaffMember, number: str, wish: Wish
) -> InspectionView:
    """Ask the applicant to a video session; he is told in the conversation and on WeChat.

    Sent again while it is open, the same invitation is given back.
    Raises: Forbidden, CaseUnknown, InspectionMoved (decided already), InspectionOpen, InvalidInput.
    """
    staff.must_hold(HOLD)
    wish = _checked(wish)
    case = await cases.access_case_as_staff(session, staff, number, lock=True, needs=HOLD)
    held = await repository.open_inspection(session, case.number)
    if held is not None:
        if held.staff_id == staff.staff_id and _wish_of(held) == wish:
            return await shown_to_staff(session, held, staff)
        raise InspectionOpen
    if case.status not in EXAMINED:
        raise InspectionMoved("这个办件现在不在审查中，不能发起云勘察。")
    inspection = _invitation(case, staff, wish)
    session.add(inspection)
    await session.flush()
    note(session, inspection, "invite", staff.display_name, wish.reason)
    tell(session, inspection)
    when = f"{local(wish.proposed_at):%-m月%-d日%H:%M}" if wish.proposed_at else "现在就可以"
    said = f"{staff.display_name}（工号{staff.username}）邀请云勘察，时间：{when}。{wish.reason}"
    note_event(session, case, "inspection_invite", staff.display_name, said)
    announce_move(session, case, "inspection_invite", f"{said} 打开：{link_of(inspection.id)}")
    await note_view(session, staff, case, "发起云勘察", wish.reason)
    return await shown_to_staff(session, inspection, staff)


async def start(
    session: AsyncSession, staff: StaffMember, number: str, inspection_id: str
) -> InspectionView:
    """Begin to look; again goes on. Raises: Forbidden, CaseUnknown, InspectionUnknown,
    NotYourInspection, InspectionMoved."""
    _case, inspection = await own(session, staff, number, inspection_id)
    if move(session, inspection, "start", staff.display_name):
        inspection.started_at = inspection.started_at or now()
    return await shown_to_staff(session, inspection, staff)


async def answer(
    session: AsyncSession,
    staff: StaffMember,
    number: str,
    inspection_id: str,
    findings: dict[str, Finding],
    notes: str,
) -> InspectionView:
    """Keep the inspector's words as they are now; the same again changes nothing.

    Raises: as `start`, InvalidInput.
    """
    _case, inspection = await own(session, staff, number, inspection_id)
    if inspection.state not in ("consented", "under_way"):
        raise InspectionMoved("笔录已经制作或勘察已经结束；要修改，请先收回笔录。")
    known = {point["id"] for point in inspection.checklist.get("points", [])}
    if unknown := set(findings) - known:
        raise InvalidInput({"findings": f"没有这些检查项：{'、'.join(sorted(unknown))}"})
    inspection.answers = {
        point: {"verdict": said.verdict, "note": said.note.strip()[:MAX_TEXT]}
        for point, said in findings.items()
    }
    inspection.notes = notes.strip()[:MAX_NOTES]
    return await shown_to_staff(session, inspection, staff)


async def reopen(
    session: AsyncSession, staff: StaffMember, number: str, inspection_id: str
) -> InspectionView:
    """Take the unsigned record back to change it. Raises: as `start`."""
    _case, inspection = await own(session, staff, number, inspection_id)
    if move(session, inspection, "reopen", staff.display_name):
        inspection.record = inspection.record_sha256 = inspection.recorded_at = None
    return await shown_to_staff(session, inspection, staff)


async def cancel(
    session: AsyncSession, staff: StaffMember, number: str, inspection_id: str, reason: str
) -> InspectionView:
    """Call it off; the applicant is told why. Raises: as `start`, InvalidInput."""
    reason = reason.strip()
    if not reason:
        raise InvalidInput({"reason": "请写明取消的原因，申请人会看到"})
    case, inspection = await own(session, staff, number, inspection_id)
    if move(session, inspection, "cancel", staff.display_name, reason):
        note_event(session, case, "inspection_cancel", staff.display_name, reason[:MAX_TEXT])
        announce_move(session, case, "inspection_cancel", reason[:MAX_TEXT])
    return await shown_to_staff(session, inspection, staff)


async def own(
    session: AsyncSession, staff: StaffMember, number: str, inspection_id: str
) -> tuple[Case, Inspection]:
    """The case and the inspection this person holds, locked."""
    staff.must_hold(HOLD)
    case = await cases.access_case_as_staff(session, staff, number, needs=HOLD)
    inspection = await repository.inspection_of_case(session, case.number, inspection_id, lock=True)
    if inspection.staff_id != staff.staff_id:
        raise NotYourInspection
    return case, inspection


async def expire() -> int:
    """Let go what nobody took up in time; returns how many."""
    async with db.writing() as session:
        rows = await repository.expired(session, now(), 100)
        for inspection in rows:
            move(session, inspection, "expire", "系统", "过了约定时间没有进行")
    return len(rows)


def link_of(inspection_id: str) -> str:
    """Where the applicant opens his side."""
    base = settings().public_url.rstrip("/")
    return f"{base}/app/#/pages/inspection/index?id={inspection_id}"


def _checked(wish: Wish) -> Wish:
    reason, focus = wish.reason.strip(), wish.focus.strip()
    if not reason:
        raise InvalidInput({"reason": "请写明为什么要勘察，申请人会看到"})
    for name, text in (("reason", reason), ("focus", focus)):
        if len(text) > MAX_TEXT:
            raise InvalidInput({name: f"最多{MAX_TEXT}个字"})
    at = wish.proposed_at
    if at is not None and not now() - timedelta(minutes=5) <= at <= now() + FURTHEST:
        raise InvalidInput({"proposed_at": "约定的时间应当在今后三十天之内"})
    return Wish(reason, focus, at)


def _wish_of(inspection: Inspection) -> Wish:
    return Wish(inspection.reason, inspection.focus, inspection.proposed_at)


def _invitation(case: Case, staff: StaffMember, wish: Wish) -> Inspection:
    return Inspection(
        id=new_id(),
        case_number=case.number,
        user_id=case.user_id,
        staff_id=staff.staff_id,
        staff_name=staff.display_name,
        staff_number=staff.username,
        state="invited",
        reason=wish.reason,
        focus=wish.focus,
        proposed_at=wish.proposed_at,
        expires_at=(wish.proposed_at or now()) + GRACE,
        consents={},
        checklist=checklist_of(case.item_code),
        answers={},
        notes="",
        created_at=now(),
    )


async def shown_to_staff(
    session: AsyncSession, inspection: Inspection, staff: StaffMember
) -> InspectionView:
    """As this person may see it."""
    case = await cases.case_by_number(session, inspection.case_number)
    view = await show(session, inspection, can_of_staff(inspection, staff), for_staff=True)
    return covered(await sight_on(session, staff, case), view)
