"""The manual queue: look, decide once, take over; the machine's own verdict is kept beside."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.licences.port import LicencePort
from flows.cases import repository as cases
from flows.cases.file_reading import read_file, read_thumbnail
from flows.cases.lifecycle import STATE_CHANGED, note_event
from flows.cases.masking import MASKERS
from flows.cases.presenter import CaseRecord
from flows.cases.queue import enter_queue
from flows.cases.service import read_record
from flows.cases.sight import Sight, sight_of, sight_on
from flows.cases.states import FINAL
from flows.licences.checking import check_again, findings_now
from flows.manual_reviews import repository
from flows.manual_reviews.errors import ManualReviewDecided, ManualReviewOutdated
from flows.manual_reviews.fields import rows_of, shown_value
from flows.manual_reviews.repository import ManualRow
from flows.manual_reviews.views import (
    EarlierCorrection,
    ManualReviewBrief,
    ManualReviewPage,
    ManualReviewView,
)
from flows.prereview.errors import PreReviewUnknown
from flows.prereview.findings import Finding, Outcome
from flows.prereview.inputs import Basis
from flows.prereview.readings import Reading
from flows.staff.covering import findings_seen
from flows.staff.looks import note_look
from flows.staff.presenter import show_staff_brief, show_staff_case
from flows.staff.views import Colleague
from flows.vault.paging import page_of
from foundation import db
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import Case, CaseFile, PreReview
from foundation.paging import next_cursor
from foundation.queue import promise
from foundation.viewer import StaffMember

QueueState = Literal["open", "decided"]
REASONS = {
    "submitted": "提交时机器未能确定",
    "insisted": "机器要求修改，申请人仍提交",
    "asked": "申请人请人工看",
    "taken_over": "工作人员接手",
}
VERDICTS = {"pass": "通过", "fail": "需要修改", "inconclusive": "暂不能确定"}
MAX_NOTE = 500
DECIDE = "cases.accept"


class FieldCorrection(BaseModel):
    """What a person reads where the machine read otherwise."""

    material_id: str
    name: str
    value: str


async def list_reviews(
    session: AsyncSession, staff: StaffMember, state: QueueState, offset: int, limit: int
) -> ManualReviewPage:
    staff.must_hold("cases.view")
    rows, total = await repository.list_reviews(session, staff, state, offset, limit)
    covers = await repository.covers_of(session, [row[1].number for row in rows])
    return ManualReviewPage(
        items=[
            _brief(staff, row, covers.get(row[1].number), await sight_on(session, staff, row[1]))
            for row in rows
        ],
        total=total,
        next=next_cursor(offset, len(rows), total),
    )


async def look(
    port: LicencePort, session: AsyncSession, staff: StaffMember, review_id: str
) -> ManualReviewView:
    """A review with its case, findings and read fields; the look is noted.

    Licences lent are asked for again first, so that one ended since is seen before the decision.
    """
    staff.must_hold("cases.view")
    async with db.reading() as first:
        number = (await repository.access_review(first, staff, review_id))[1].number
    away = await check_again(port, number)
    row = await repository.access_review(session, staff, review_id)
    await note_look(session, staff, f"人工预审（{row[1].number}）", row[1].user_id)
    return await _show(session, staff, row, away)


async def read_review_file(
    session: AsyncSession, staff: StaffMember, review_id: str, material_id: str, file_id: str
) -> tuple[CaseFile, bytes]:
    """A file of the case under review, also of a draft whose applicant asked; noted."""
    staff.must_hold("cases.view")
    case = (await repository.access_review(session, staff, review_id))[1]
    (await sight_on(session, staff, case)).must_see(material_id)
    await note_look(session, staff, f"查看材料{material_id}（{case.number}）", case.user_id)
    return await read_file(session, case, material_id, file_id)


async def read_review_thumbnail(
    session: AsyncSession, staff: StaffMember, review_id: str, material_id: str, file_id: str
) -> bytes:
    """JPEG, too small to be read, so no look is noted. Raises: NotFound, Unavailable."""
    staff.must_hold("cases.view")
    case = (await repository.access_review(session, staff, review_id))[1]
    (await sight_on(session, staff, case)).must_see(material_id)
    return await read_thumbnail(session, case, material_id, file_id)


async def draw_page(
    staff: StaffMember, review_id: str, material_id: str, file_id: str, number: int
) -> bytes:
    """A page as a picture (PNG), so that boxes can be drawn over it; noted as a look.

    Drawn in a child process with limits, after the transaction. Raises: NotFound beyond the last
    page, UnsupportedFile for what has no pages or cannot be drawn.
    """
    async with db.writing() as session:
        file, content = await read_review_file(session, staff, review_id, material_id, file_id)
    return await page_of(content, file.media_type, number)


async def take_over(session: AsyncSession, staff: StaffMember, number: str) -> ManualReviewView:
    """A person looks again at a case's last pre-review, whatever the machine said.

    Raises: Forbidden, CaseUnknown, PreReviewUnknown.
    """
    staff.must_hold(DECIDE)
    case = await cases.access_case_as_staff(session, staff, number, lock=True, needs=DECIDE)
    record = await read_record(session, case)
    if record.prereview is None or record.prereview.status != "done":
        raise PreReviewUnknown("这个办件没有做完的机器预审，请直接审查材料。")
    manual = record.manual
    if manual is None or manual.state == "decided":
        manual = enter_queue(session, case, record.prereview, "taken_over")
        note_event(session, case, "manual_take_over", staff.display_name)
        await session.flush()
    return await _show(session, staff, await repository.access_review(session, staff, manual.id))


async def decide(
    session: AsyncSession,
    staff: StaffMember,
    review_id: str,
    verdict: Outcome,
    note: str,
    dismissed: list[int],
    corrections: list[FieldCorrection],
) -> ManualReviewView:
    """Decide once; of two at once one wins, the other is told who did.

    `dismissed` are the places, from 0, of findings that do not stand; passing a case without
    naming any dismisses all that spoke against it.
    Raises: Forbidden, ManualReviewUnknown, ManualReviewDecided, ManualReviewOutdated, InvalidInput.
    """
    staff.must_hold(DECIDE)
    note = _checked(verdict, note)
    manual, case, _user, decider = row = await repository.access_review(
        session, staff, review_id, lock=True
    )
    staff.must_reach(DECIDE, case.department_code, case.item_code, case.region)
    if manual.state == "decided":
        name = decider.display_name if decider else "同事"
        raise ManualReviewDecided(f"{name}已作出结论，请刷新查看。", decided_by=name)
    review = await cases.latest_prereview(session, case.number)
    if review is None or review.id != manual.prereview_id or case.status in FINAL:
        raise ManualReviewOutdated
    manual.rules = await _ruled(session, case, review, verdict, dismissed)
    manual.state, manual.verdict, manual.note = "decided", verdict, note
    manual.corrections = [c.model_dump() for c in corrections]
    manual.staff_id, manual.decided_at = staff.staff_id, now()
    review.verdict, review.by = verdict, "staff"
    said = f"{VERDICTS[verdict]}。{note}" if note else VERDICTS[verdict]
    note_event(session, case, "manual_decide", staff.display_name, said)
    at = manual.decided_at.isoformat()
    told = {"number": case.number, "act": f"manual_{verdict}", "text": note, "at": at}
    promise(session, STATE_CHANGED, told)
    announce_after_commit(
        session, f"user:{case.user_id}", "prereview", {"number": case.number, "by": "staff"}
    )
    announce_after_commit(
        session, "staff", "prereview", {"id": manual.id, "case_number": case.number}
    )
    await session.flush()
    return await _show(session, staff, await repository.access_review(session, staff, row[0].id))


def _checked(verdict: Outcome, note: str) -> str:
    note = note.strip()
    if verdict != "pass" and not note:
        raise InvalidInput({"note": "请写明要改什么或为什么不能确定，申请人会看到"})
    if len(note) > MAX_NOTE:
        raise InvalidInput({"note": f"意见最多{MAX_NOTE}个字"})
    return note


async def _ruled(
    session: AsyncSession, case: Case, review: PreReview, verdict: Outcome, dismissed: list[int]
) -> list[dict[str, object]]:
    """As `_judged`; licences that could not be asked for were shown last and are no finding."""
    record = await read_record(session, case)
    findings = await _findings(session, record, review, set())
    shown = len(findings) + len(record.licences)
    named = [i for i in dismissed if not len(findings) <= i < shown]
    return _judged(findings, verdict, named)


def _judged(
    findings: list[Finding], verdict: Outcome, dismissed: list[int]
) -> list[dict[str, object]]:
    """Which findings stand, by rule and material only."""
    doubted = {i: f for i, f in enumerate(findings) if f.verdict != "pass"}
    if set(dismissed) - set(doubted):
        raise InvalidInput({"dismissed": "有意见不属于这次预审，请刷新后再试"})
    gone = set(dismissed)
    if verdict == "pass" and not gone:
        gone = {i for i, f in doubted.items() if f.level == "blocking"}
    return [
        {"rule": f.rule, "material_id": f.material_id or "", "dismissed": i in gone}
        for i, f in doubted.items()
    ]


async def _show(
    session: AsyncSession, staff: StaffMember, row: ManualRow, away: set[str] | None = None
) -> ManualReviewView:
    """`away`: licences that could not be asked for just now."""
    manual, case, user, _decider = row
    record = await read_record(session, case)
    reviewed = await session.get(PreReview, manual.prereview_id)
    sight = sight_of(staff, record, reviewed)
    findings = await _findings(session, record, reviewed, away or set())
    read = [pair for pair in _readings(reviewed) if pair[0] not in sight.closed]
    said = await _corrections(session, case.number)
    return ManualReviewView(
        **_brief(staff, row, None, sight).model_dump(),
        corrections=[c for c in said if c.material_id not in sight.closed],
        findings=_seen(findings, sight),
        fields=rows_of(read, record.document, _comparable(record, sight)),
        is_latest=record.prereview is not None and record.prereview.id == manual.prereview_id,
        full_case=show_staff_case(staff, record, user, [], [], has_process=False),
    )


def _seen(findings: list[Finding], sight: Sight) -> list[Finding]:
    told = findings_seen([finding.model_dump() for finding in findings], sight)
    return [Finding.model_validate(finding) for finding in told]


def _comparable(record: CaseRecord, sight: Sight) -> dict[str, Any]:
    """What of the form stands beside readings: what is masked by a grant has no way of its own to
    be masked there."""
    kinds = {f.id: f.kind for f in record.document.form.fields()}
    return {
        name: value
        for name, value in record.case.form.items()
        if sight.shown.get(name) == "clear"
        or (sight.shown.get(name) == "masked" and kinds.get(name) in MASKERS)
    }


async def _corrections(session: AsyncSession, number: str) -> list[EarlierCorrection]:
    """What colleagues read on this case before, the latest first."""
    return [
        EarlierCorrection(
            material_id=said["material_id"],
            name=said["name"],
            value=shown_value(said["name"], said["value"]),
            by=name or "同事",
            at=manual.decided_at,
        )
        for manual, name in await repository.corrected(session, number)
        for said in manual.corrections or []
    ]


async def _findings(
    session: AsyncSession, record: CaseRecord, reviewed: PreReview | None, away: set[str]
) -> list[Finding]:
    """What the machine found then, and after it what is wrong with licences since."""
    case = record.case
    found = [Finding.model_validate(f) for f in reviewed.findings] if reviewed else []
    said = {(f.rule, f.file_id) for f in found}
    since = await findings_now(session, case.number, record.document, case.answers, away)
    return found + [f for f in since if (f.rule, f.file_id) not in said]


def _readings(reviewed: PreReview | None) -> list[tuple[str, Reading]]:
    """What the machine had read, with the material of each; as it was judged by."""
    if reviewed is None or reviewed.inputs is None:
        return []
    materials = Basis.model_validate(reviewed.inputs).inputs.materials
    return [(material, reading) for material, readings in materials.items() for reading in readings]


def _brief(
    staff: StaffMember,
    row: ManualRow,
    cover: tuple[str, str] | None = None,
    sight: Sight | None = None,
) -> ManualReviewBrief:
    """`cover`: material and file whose thumbnail stands for the case in a list."""
    manual, case, user, decider = row
    note = sight.cover(manual.note) if sight and manual.note else manual.note
    if sight and cover and cover[0] in sight.closed:
        cover = None
    return ManualReviewBrief.model_validate(
        {
            "id": manual.id,
            "state": manual.state,
            "reason": manual.reason,
            "reason_label": REASONS[manual.reason],
            "case": show_staff_brief(staff, case, user),
            "machine_verdict": manual.machine_verdict,
            "verdict": manual.verdict,
            "note": note,
            "decided_by": Colleague(id=decider.id, display_name=decider.display_name)
            if decider
            else None,
            "asked_at": manual.asked_at,
            "decided_at": manual.decided_at,
            "cover": {"material_id": cover[0], "file_id": cover[1]} if cover else None,
        }
    )
