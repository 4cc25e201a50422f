"""How a case moves: submit once, supplement, withdraw, and the moves staff make.

What work a case brings with it is opened one floor up, where its process is known.
"""

from __future__ import annotations

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository
from flows.cases.clock import recount, start_clock
from flows.cases.queue import enter_once
from flows.cases.region import region_of
from flows.cases.states import EXAMINED, FINAL, RESUMES, next_status
from flows.guidance import repository as guidance
from flows.letters.service import write_letters
from flows.prereview.errors import PreReviewBlocking
from flows.prereview.findings import Finding, may_go_to_a_person, must_be_mended, verdict_of
from flows.prereview.inputs import fingerprint
from flows.prereview.service import review_quickly
from foundation.clock import now
from foundation.models import Case, CaseEvent, PreReview, new_id
from foundation.queue import promise
from foundation.viewer import Viewer

STATE_CHANGED, REVIEW = "cases.changed", "prereview.run"
_INSISTED = "；预审要求修改的地方没有改，申请人选择照此提交，由工作人员核对"


async def submit_case(
    session: AsyncSession, viewer: Viewer, number: str, anyway: bool = False
) -> Case:
    """Hand the case in. A second press finds it handed in and changes nothing.

    With `anyway`, what the machine wants mended in the materials is left to a person.
    Raises: CaseUnknown, CaseNotOpen, PreReviewBlocking with the findings to mend.
    """
    viewer.must_be_signed_in()
    case = await repository.access_case(session, viewer, number, lock=True)
    if case.submitted_at is not None and case.status == "submitted":
        return case
    next_status("submit", case.status)
    insists = await _must_pass_prereview(session, case, anyway)
    case.submitted_at = now()
    document = await guidance.document_of(session, case.item_code, case.revision)
    case.region = region_of(document.form, case.form)
    await start_clock(session, case, case.submitted_at)
    said = f"已提交，等待窗口受理{_INSISTED if insists else ''}"
    move_case(session, case, "submit", "申请人", said)
    await write_letters(session, case, "submit", "draft")
    return case


async def supplement_case(
    session: AsyncSession, viewer: Viewer, number: str, anyway: bool = False
) -> Case:
    """Hand in what was asked for; the case goes on where it stood when it was sent back, and so
    do its clocks. Sent again it changes nothing.

    `anyway` as in submitting.
    """
    case = await repository.access_case(session, viewer, number, lock=True)
    if case.status in EXAMINED:
        return case
    next_status("supplement", case.status)
    insists = await _must_pass_prereview(session, case, anyway)
    case.supplement = None
    document = await guidance.document_of(session, case.item_code, case.revision)
    case.region = region_of(document.form, case.form)
    held = await repository.suspensions_of(session, case.number)
    sent_back = [one for one in held if one.kind == "supplement" and one.ended_at is None]
    stood = sent_back[-1].resumes if sent_back else ""
    for one in sent_back:
        one.ended_at, one.ended_by = now(), "申请人"
    waits = "等待工作人员继续办理" if stood in RESUMES else "等待窗口受理"
    said = f"已补正，{waits}{_INSISTED if insists else ''}"
    move_case(session, case, RESUMES.get(stood, "supplement"), "申请人", said, kind="supplement")
    await recount(session, case)
    await write_letters(session, case, "supplement", "supplement_required")
    return case


async def withdraw_case(
    session: AsyncSession, viewer: Viewer, number: str, reason: str = ""
) -> Case:
    """Take the case back (《行政许可法》: before the decision)."""
    case = await repository.access_case(session, viewer, number, lock=True)
    if case.status == "withdrawn":
        return case
    move_case(session, case, "withdraw", "申请人", reason)
    return case


def move_case(
    session: AsyncSession, case: Case, act: str, actor: str, text: str = "", kind: str = ""
) -> None:
    """Move along the table of states, note it on the timeline (as `kind`, if it is to be called
    otherwise there), promise to tell the applicant.

    Raises: CaseNotOpen.
    """
    case.status = next_status(act, case.status)
    case.updated_at = now()
    if case.status in FINAL and case.closed_at is None:
        case.closed_at = now()
    note_event(session, case, kind or act, actor, text)
    if case.submitted_at is not None:
        announce_move(session, case, kind or act, text)


def announce_move(session: AsyncSession, case: Case, act: str, text: str) -> None:
    """Promise that the applicant and whoever looks on is told."""
    payload = {"number": case.number, "act": act, "text": text, "at": now().isoformat()}
    promise(session, STATE_CHANGED, payload)


def note_and_tell(session: AsyncSession, case: Case, act: str, actor: str, text: str) -> None:
    """A step of the timeline that moves nothing, and a promise to tell of it."""
    note_event(session, case, act, actor, text)
    if case.submitted_at is not None:
        announce_move(session, case, act, text)


def note_event(session: AsyncSession, case: Case, kind: str, actor: str, text: str = "") -> None:
    session.add(
        CaseEvent(
            case_number=case.number, kind=kind, status=case.status, actor=actor, text=text, at=now()
        )
    )


def begin_review(session: AsyncSession, number: str, marks: str) -> PreReview:
    """A review of the case as it is now (`marks`), promised to be done by the worker."""
    review = PreReview(
        id=new_id(),
        case_number=number,
        fingerprint=marks,
        findings=[],
        status="running",
        by="machine",
        done_count=0,
        total_count=0,
        created_at=now(),
    )
    session.add(review)
    promise(session, REVIEW, {"prereview_id": review.id})
    return review


async def _must_pass_prereview(session: AsyncSession, case: Case, anyway: bool) -> bool:
    """A review of these very inputs decides, a person's word before the machine's. Without one,
    what takes no reading decides now, and the worker reads the rest once the case is in.

    What the machine cannot decide is no refusal: it goes to a person. So does what it would
    refuse, where the applicant insists; returns whether he did.
    """
    files = await repository.files_of(session, case.number)
    licences = await repository.licences_of(session, case.number)
    held = await repository.latest_prereview(session, case.number)
    marks = fingerprint(case, files, licences)
    if held is None or held.fingerprint != marks:
        held = begin_review(session, case.number, marks)
    if held.status == "done":
        findings = [Finding.model_validate(f) for f in held.findings]
        verdict = held.verdict
    else:
        document = await guidance.document_of(session, case.item_code, case.revision)
        findings = await asyncio.to_thread(review_quickly, case, files, document, licences)
        verdict = verdict_of(findings)
    insists = verdict == "fail"
    may_insist = held.by == "machine" and may_go_to_a_person(findings)
    if insists and not (anyway and may_insist):
        raise _blocking(findings, may_insist)
    if held.status == "done" and verdict != "pass":
        await session.flush()
        await enter_once(session, case, held, "insisted" if insists else "submitted")
    return insists


def _blocking(findings: list[Finding], may_insist: bool) -> PreReviewBlocking:
    blocking = [f.model_dump() for f in findings if must_be_mended(f)]
    said = blocking[0]["message"] if blocking else "请按工作人员的意见修改"
    return PreReviewBlocking(
        f"预审发现{len(blocking)}处必须修改：{said}",
        findings=blocking,
        may_submit_anyway=may_insist,
    )
