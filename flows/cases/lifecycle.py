"""How a case moves: submit once, supplement, withdraw, and the moves staff make."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository
from flows.cases.queue import enter_once
from flows.cases.states import FINAL, next_status
from flows.guidance import repository as guidance
from flows.prereview.errors import PreReviewBlocking
from flows.prereview.findings import Finding, verdict_of
from flows.prereview.inputs import fingerprint
from flows.prereview.service import review
from foundation.clock import add_days, add_working_days, now
from foundation.models import Case, CaseEvent, CaseFile, LicenceGrant, PreReview, Task, new_id
from foundation.queue import promise
from foundation.viewer import Viewer
from knowledge_base.schemas import ItemDocument

STATE_CHANGED = "cases.changed"


async def submit_case(session: AsyncSession, viewer: Viewer, number: str) -> Case:
    """Hand the case in. A second press finds it handed in and changes nothing.

    Raises: CaseUnknown, CaseNotOpen, PreReviewBlocking with the findings to mend.
    """
    viewer.must_be_signed_in()
    case = await repository.access_case(session, viewer, number, lock=True)
    if case.submitted_at is not None and case.status == "submitted":
        return case
    next_status("submit", case.status)
    await _must_pass_prereview(session, case)
    document = await guidance.document_of(session, case.item_code, case.revision)
    case.submitted_at = now()
    case.due_at = due_at(document, case.submitted_at)
    move_case(session, case, "submit", "申请人", "已提交，等待窗口受理")
    session.add(Task(case_number=case.number, kind="acceptance"))
    return case


async def supplement_case(session: AsyncSession, viewer: Viewer, number: str) -> Case:
    """Hand in what was asked for; the case waits for acceptance again."""
    case = await repository.access_case(session, viewer, number, lock=True)
    if case.status == "submitted":
        return case
    next_status("supplement", case.status)
    await _must_pass_prereview(session, case)
    case.supplement = None
    move_case(session, case, "supplement", "申请人", "已补正，等待窗口受理")
    session.add(Task(case_number=case.number, kind="acceptance"))
    return case


async def withdraw_case(
    session: AsyncSession, viewer: Viewer, number: str, reason: str = ""
) -> Case:
    """Take the case back (《行政许可法》: before the decision); its open task is closed."""
    case = await repository.access_case(session, viewer, number, lock=True)
    if case.status == "withdrawn":
        return case
    move_case(session, case, "withdraw", "申请人", reason)
    task = await repository.open_task(session, number)
    if task:
        task.state, task.outcome, task.done_at = "done", "withdrawn", now()
    return case


def move_case(session: AsyncSession, case: Case, act: str, actor: str, text: str = "") -> None:
    """Move along the table of states, note it on the timeline, promise to tell the applicant.

    Raises: CaseNotOpen.
    """
    case.status = next_status(act, case.status)
    case.updated_at = now()
    if case.status in FINAL:
        case.closed_at = now()
    note_event(session, case, act, actor, text)
    if case.submitted_at is not None:
        payload = {
            "number": case.number,
            "act": act,
            "text": text,
            "at": case.updated_at.isoformat(),
        }
        promise(session, STATE_CHANGED, payload)


def note_event(session: AsyncSession, case: Case, kind: str, actor: str, text: str = "") -> None:
    session.add(
        CaseEvent(
            case_number=case.number, kind=kind, status=case.status, actor=actor, text=text, at=now()
        )
    )


def due_at(document: ItemDocument, start: datetime) -> datetime | None:
    """The end of the promised time, counted from `start`; None where no figure is promised."""
    term = document.guide.promised
    if term.days is None:
        return None
    count = add_working_days if term.unit == "工作日" else add_days
    return count(start, term.days)


def _review_all(
    case: Case,
    files: Sequence[CaseFile],
    document: ItemDocument,
    licences: Sequence[LicenceGrant],
) -> list[Finding]:
    return [found for _, _, some in review(case, files, document, licences) for found in some]


async def _must_pass_prereview(session: AsyncSession, case: Case) -> None:
    """A review of these very inputs decides, a person's word before the machine's; where none is
    held, it is made now. What the machine cannot decide goes to a person."""
    files = await repository.files_of(session, case.number)
    licences = await repository.licences_of(session, case.number)
    held = await repository.latest_prereview(session, case.number)
    marks = fingerprint(case, files, licences)
    if held is None or held.status != "done" or held.fingerprint != marks:
        document = await guidance.document_of(session, case.item_code, case.revision)
        found = await asyncio.to_thread(_review_all, case, files, document, licences)
        held = _kept(case, marks, found)
        session.add(held)
    findings = [Finding.model_validate(f) for f in held.findings]
    if held.verdict == "fail":
        blocking = [
            f.model_dump() for f in findings if f.level == "blocking" and f.verdict == "fail"
        ]
        said = blocking[0]["message"] if blocking else "请按工作人员的意见修改"
        raise PreReviewBlocking(f"预审发现{len(blocking)}处必须修改：{said}", findings=blocking)
    if held.verdict == "inconclusive":
        await session.flush()
        await enter_once(session, case, held)


def _kept(case: Case, marks: str, findings: list[Finding]) -> PreReview:
    """A review made in passing, kept as any other is."""
    return PreReview(
        id=new_id(),
        case_number=case.number,
        fingerprint=marks,
        findings=[f.model_dump(mode="json") for f in findings],
        verdict=verdict_of(findings),
        status="done",
        by="machine",
        done_count=1,
        total_count=1,
        created_at=now(),
        finished_at=now(),
    )
