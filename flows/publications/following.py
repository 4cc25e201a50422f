"""The worker's part: a publication follows the letters of its case, and is reported."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.http import OutsideRefused, OutsideUnavailable
from adapters.publicity.port import PermitRecord, PublicityPort, ReportAct
from flows.calendar.service import working_days
from flows.publications import repository
from flows.publications.redaction import PublicResult, result_of
from foundation import db
from foundation.clock import add_working_days, local, now
from foundation.models import Case, Letter, Publication, PublicationEvent, new_id
from foundation.queue import Payload, promise
from foundation.settings import settings
from knowledge_base.publication import publication_rules

REPORT = "publications.report"
PATIENCE = timedelta(minutes=15)
BY_ITSELF = "系统"
_OF_LETTERS = ("approval", "licence")


async def follow_letter(payload: Payload) -> None:
    """A letter was sealed or revoked: publish, correct or withdraw what rests on it. Repeating it
    changes nothing."""
    async with db.writing() as session:
        letter = await repository.letter_by_id(session, payload["letter_id"])
        if letter is None or letter.kind not in _OF_LETTERS:
            return
        case = await repository.lock_case(session, letter.case_number)
        item = publication_rules().of_item(case.item_code)
        if item is None:
            return
        held = await repository.of_case(session, case.number)
        approval = await repository.standing_letter(session, case.number, "approval")
        if approval is None:
            if held is not None and letter.kind == "approval" and letter.revoked_at:
                withdraw(session, held, BY_ITSELF, "所依据的文书已撤销")
            return
        licence = await repository.standing_letter(session, case.number, "licence")
        user = await repository.applicant_of(session, case)
        result = result_of(publication_rules(), item, case, user, approval, licence)
        if held is None:
            await _begin(session, case, approval, result, item.second_person)
        else:
            _renew(session, held, approval, result)


async def _begin(
    session: AsyncSession, case: Case, approval: Letter, result: PublicResult, by_second: bool
) -> None:
    rules = publication_rules()
    works = await working_days(session)
    due = add_working_days(approval.created_at, rules.within_working_days, works)
    made = Publication(
        id=new_id(),
        case_number=case.number,
        item_code=case.item_code,
        item_name=case.item_name,
        department_code=approval.department_code,
        department=approval.department,
        due_on=local(due).date(),
        decided_by=await repository.decider_of(session, case.number),
        state="refused" if result.refused else "waiting",
        note=result.refused,
        report="none",
        created_at=now(),
        **_columns(approval, result),
    )
    session.add(made)
    await session.flush()
    note(session, made, "refused" if result.refused else "prepared", BY_ITSELF, result.refused)
    if not result.refused and not by_second:
        publish(session, made, BY_ITSELF)


def _renew(
    session: AsyncSession, held: Publication, approval: Letter, result: PublicResult
) -> None:
    columns = _columns(approval, result)
    changed = [name for name, value in columns.items() if getattr(held, name) != value]
    if not changed or held.state in ("refused", "withdrawn"):
        return
    for name in changed:
        setattr(held, name, columns[name])
    note(session, held, "corrected", BY_ITSELF, f"改按{approval.number}公示")
    if result.refused:
        withdraw(session, held, BY_ITSELF, result.refused)
    elif held.state == "published":
        ask_to_report(session, held)


def _columns(approval: Letter, result: PublicResult) -> dict[str, Any]:
    return {
        "letter_id": approval.id,
        "subject_kind": "person" if result.is_person else "enterprise",
        "subject": result.subject,
        "credit_code": result.credit_code,
        "document": approval.title,
        "document_number": approval.number,
        "content": result.content,
        "decided_on": local(approval.created_at).date(),
    }


def publish(session: AsyncSession, held: Publication, actor: str, text: str = "") -> None:
    held.state, held.published_at, held.note = "published", now(), ""
    note(session, held, "published", actor, text)
    ask_to_report(session, held)


def withdraw(session: AsyncSession, held: Publication, actor: str, text: str) -> None:
    """Off the page; what the platform was told is taken back there too."""
    if held.state == "withdrawn":
        return
    was_public = held.state == "published"
    held.state, held.note = "withdrawn", text[:200]
    note(session, held, "withdrawn", actor, text)
    if was_public:
        ask_to_report(session, held)


def ask_to_report(session: AsyncSession, held: Publication) -> None:
    held.report, held.problem = "waiting", None
    promise(session, REPORT, {"publication_id": held.id})


def note(session: AsyncSession, held: Publication, act: str, actor: str, text: str = "") -> None:
    session.add(PublicationEvent(publication_id=held.id, act=act, actor=actor, text=text, at=now()))


async def report(port: PublicityPort, payload: Payload) -> None:
    """Keep the promise of telling the platform; without one the report waits.

    Raises: OutsideUnavailable, after which it is tried again.
    """
    async with db.reading() as session:
        held = await repository.by_id(session, payload["publication_id"])
    if held is None or held.report != "waiting" or not settings().publicity_url:
        return
    if held.state == "withdrawn" and not held.report_number:
        await _settle(held, "none", "", None)
        return
    act: ReportAct = "change" if held.report_number else "add"
    try:
        number = await port.report(record_of(held), "revoke" if held.state == "withdrawn" else act)
    except OutsideUnavailable as away:
        await _settle(held, "waiting", held.report_number, away.detail)
        raise
    except OutsideRefused as refusal:
        await _settle(held, "failed", held.report_number, refusal.detail)
        return
    await _settle(held, "sent", number, None)


def record_of(held: Publication) -> PermitRecord:
    said = held.content
    return PermitRecord(
        record_id=held.id,
        is_person=held.subject_kind == "person",
        subject=held.subject,
        credit_code=held.credit_code,
        principal=said.get("负责人", ""),
        document=held.document,
        document_number=held.document_number,
        category=said.get("许可类别", "普通"),
        certificate=said.get("证书名称", ""),
        certificate_number=said.get("证书编号", ""),
        content=said.get("许可内容", held.item_name),
        decided_on=held.decided_on,
        valid_from=said.get("有效期自", ""),
        valid_until=said.get("有效期至", ""),
        department=held.department,
        department_code=held.department_code,
    )


async def ask_again(session: AsyncSession) -> int:
    """Promise anew what has waited for the platform too long; returns how many."""
    if not settings().publicity_url:
        return 0
    waiting = await repository.reports_waiting_since(session, now() - PATIENCE)
    for publication_id in waiting:
        promise(session, REPORT, {"publication_id": publication_id})
    return len(waiting)


async def _settle(told: Publication, state: str, number: str, problem: str | None) -> None:
    """What came of telling; what changed since it was told waits for the next telling."""
    async with db.writing() as session:
        held = await repository.by_id(session, told.id, lock=True)
        if held is None:
            return
        held.report_number = number
        if held.version == told.version:
            held.report, held.problem = state, problem and problem[:200]
        if state in ("sent", "failed"):
            note(session, held, f"report_{state}", BY_ITSELF, problem or number)
