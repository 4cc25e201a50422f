"""A case in the applicant's hands: open a draft, fill the form, look at it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository
from flows.cases.errors import CaseNotOpen, GuidanceUnfinished, NotEligible
from flows.cases.lifecycle import note_event
from flows.cases.presenter import CaseRecord, show_brief, show_case
from flows.cases.states import EDITABLE, LABELS
from flows.cases.views import CasePage, CaseView
from flows.catalogue.errors import ItemUnknown
from flows.guidance import repository as guidance
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import AccessRecord, Case, User
from foundation.paging import next_cursor
from foundation.viewer import Viewer
from knowledge_base.catalogue import catalogue
from knowledge_base.schemas import FormField, ItemDocument
from knowledge_base.situations import judge, replay

MAX_FORM_TEXT = 2000


async def open_case(
    session: AsyncSession,
    viewer: Viewer,
    item_code: str,
    run_id: str | None,
    form: dict[str, Any] | None = None,
) -> CaseView:
    """A draft for an item, prefilled from identity; one case for one guidance run, however often
    and however at once it is asked for, unless that case was withdrawn.

    Raises: SignInRequired, AssuranceTooLow, ItemUnknown, RunUnknown, GuidanceUnfinished,
    NotEligible.
    """
    viewer.must_be_signed_in()
    existing = await _case_of_run(session, viewer, run_id) if run_id else None
    if existing:
        return await view_case(session, existing)
    revision, answers = await _situation(session, viewer, item_code, run_id)
    document = await guidance.document_of(session, item_code, revision)
    prefill = await _prefill(session, viewer, document)
    case = Case(
        number=await repository.free_number(session),
        user_id=viewer.user_id,
        item_code=item_code,
        item_name=document.item.name,
        department_code=document.item.department.code,
        revision=revision,
        guidance_run_id=run_id,
        answers=answers,
        status="draft",
        form={**_from_answers(document, answers), **prefill},
        prefilled=sorted(prefill),
        channel=viewer.channel,
        created_at=now(),
        updated_at=now(),
        version=1,
    )
    session.add(case)
    await session.flush()
    note_event(session, case, "open", "申请人")
    if form:
        case.form = {**case.form, **must_fit_form(document, form)}
    return await view_case(session, case)


async def _case_of_run(session: AsyncSession, viewer: Viewer, run_id: str) -> Case | None:
    """The case already opened from this run; a withdrawn one lets the run go."""
    await guidance.access_run(session, viewer, run_id, lock=True)
    existing = await repository.case_of_run(session, viewer, run_id)
    if existing is None or existing.status != "withdrawn":
        return existing
    existing.guidance_run_id = None
    await session.flush()
    return None


async def look_at_case(session: AsyncSession, viewer: Viewer, number: str) -> CaseView:
    return await view_case(session, await repository.access_case(session, viewer, number))


async def list_cases(
    session: AsyncSession, viewer: Viewer, status: str | None, offset: int, limit: int
) -> CasePage:
    """The viewer's cases, latest first."""
    cases, total = await repository.list_cases(session, viewer, status, offset, limit)
    last = {
        e.case_number: e for e in await repository.events_of(session, [c.number for c in cases])
    }
    return CasePage(
        items=[show_brief(case, last.get(case.number)) for case in cases],
        total=total,
        next=next_cursor(offset, len(cases), total),
    )


async def change_form(
    session: AsyncSession, viewer: Viewer, number: str, changes: dict[str, Any]
) -> CaseView:
    """Save what was typed so far. Wrong values are kept and named in `form_errors`.

    Raises: CaseUnknown, CaseNotOpen, InvalidInput for fields the form does not have.
    """
    case = await editable_case(session, viewer, number)
    document = await guidance.document_of(session, case.item_code, case.revision)
    case.form = {**case.form, **must_fit_form(document, changes)}
    case.prefilled = [name for name in case.prefilled if name not in changes]
    return await view_case(session, case)


async def editable_case(session: AsyncSession, viewer: Viewer, number: str) -> Case:
    """The viewer's case while it may be changed, locked. Raises: CaseUnknown, CaseNotOpen."""
    case = await repository.access_case(session, viewer, number, lock=True)
    if case.status not in EDITABLE:
        raise CaseNotOpen(f"办件现在是「{LABELS[case.status]}」，内容不能再改。")
    return case


async def view_case(session: AsyncSession, case: Case) -> CaseView:
    await session.flush()
    return show_case(await read_record(session, case))


async def read_record(session: AsyncSession, case: Case) -> CaseRecord:
    """The case with its document, files, licences, timeline and latest pre-review."""
    review = await repository.latest_prereview(session, case.number)
    return CaseRecord(
        case=case,
        document=await guidance.document_of(session, case.item_code, case.revision),
        files=await repository.files_of(session, case.number),
        events=await repository.events_of(session, [case.number]),
        prereview=review,
        licences=await repository.licences_of(session, case.number),
        manual=await repository.latest_manual_review(session, review.id) if review else None,
    )


async def _situation(
    session: AsyncSession, viewer: Viewer, item_code: str, run_id: str | None
) -> tuple[str, dict[str, Any]]:
    """Revision and answers the case is opened under."""
    if run_id is None:
        entry = catalogue().find(item_code)
        if entry is None:
            raise ItemUnknown
        return entry.revision, {}
    run = await guidance.access_run(session, viewer, run_id)
    if run.item_code != item_code:
        raise InvalidInput({"guidance_run_id": "这次导办不是这个事项的，请重新导办"})
    document = await guidance.document_of(session, run.item_code, run.revision)
    state = replay(document, run.answers)
    if not state.is_finished:
        raise GuidanceUnfinished
    verdict = judge(document, state.answers)
    if verdict.eligible is False:
        raise NotEligible("；".join([*verdict.reasons, *verdict.advice]) or None)
    return run.revision, state.answers


async def _prefill(session: AsyncSession, viewer: Viewer, document: ItemDocument) -> dict[str, Any]:
    user = await session.get(User, viewer.user_id)
    identity = (user.identity if user else None) or {}
    filled = {
        f.id: identity[f.prefill]
        for f in document.form.fields()
        if f.prefill and identity.get(f.prefill)
    }
    if filled:
        session.add(
            AccessRecord(
                viewer=f"user:{viewer.user_id}",
                subject=viewer.user_id,
                what="身份信息预填表单",
                reason="申请人本人开办件",
            )
        )
    return filled


def _from_answers(document: ItemDocument, answers: dict[str, Any]) -> dict[str, Any]:
    """What guidance already asked need not be typed again."""
    return {
        f.id: answers[f.answer]
        for f in document.form.fields()
        if f.answer and f.answer in answers and _fits(f, answers[f.answer])
    }


def _fits(field: FormField, value: Any) -> bool:
    return field.kind != "select" or value in {o.id for o in field.options}


def must_fit_form(document: ItemDocument, changes: dict[str, Any]) -> dict[str, Any]:
    """Known fields with plain values, given back. Raises: InvalidInput naming each other one."""
    known = {f.id for f in document.form.fields()}
    errors = {}
    for name, value in changes.items():
        if name not in known:
            errors[name[:48]] = "表单里没有这一项"
        elif not isinstance(value, str | int | float | None) or isinstance(value, bool):
            errors[name] = "这一项应填文字或数字"
        elif isinstance(value, str) and len(value) > MAX_FORM_TEXT:
            errors[name] = f"这一项最多{MAX_FORM_TEXT}个字"
    if errors:
        raise InvalidInput(errors)
    return changes
