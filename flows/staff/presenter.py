"""From rows to what staff are shown, personal data masked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from flows.cases.masking import MASKERS
from flows.cases.presenter import CaseRecord, show_case
from flows.cases.states import EXAMINED, FINAL, LABELS
from flows.cases.suspensions import show_suspension
from flows.cases.views import ItemBrief
from flows.staff.views import (
    Applicant,
    ClockView,
    Colleague,
    StaffCaseBrief,
    StaffCaseView,
    TaskView,
)
from foundation.clock import now
from foundation.models import Case, CaseSuspension, Staff, Task, User
from foundation.scopes import Shown
from foundation.viewer import StaffMember
from knowledge_base.schemas import FormField

KIND_LABELS = {"acceptance": "受理", "decision": "审批", "opinion": "会签意见", "delivery": "送达"}


def show_staff_brief(case: Case, user: User) -> StaffCaseBrief:
    return StaffCaseBrief(
        number=case.number,
        item=ItemBrief(code=case.item_code, name=case.item_name),
        applicant=user.display_name,
        status=case.status,
        status_label=LABELS[case.status],
        submitted_at=case.submitted_at,
        due_at=case.due_at,
        warning=warning_of(case),
    )


def show_task(task: Task, case: Case, user: User, assignee: Staff | None) -> TaskView:
    return TaskView.model_validate(
        {
            "id": task.id,
            "kind": task.kind,
            "kind_label": task.name or KIND_LABELS[task.kind],
            "is_step": task.is_step,
            "parent_id": task.parent_id,
            "due_at": task.due_at,
            "is_late": task.state in ("open", "claimed") and is_past(task.due_at),
            "state": task.state,
            "case": show_staff_brief(case, user),
            "assignee": Colleague(id=assignee.id, display_name=assignee.display_name)
            if assignee
            else None,
            "outcome": task.outcome,
            "opinion": task.opinion,
            "created_at": task.created_at,
            "done_at": task.done_at,
        }
    )


def show_staff_case(
    staff: StaffMember,
    record: CaseRecord,
    user: User,
    tasks: Sequence[TaskView],
    held: Sequence[CaseSuspension],
    *,
    has_process: bool,
) -> StaffCaseView:
    """A case as this member of staff may see it: fields masked until revealed, or not there."""
    case, how = record.case, shown_fields(staff, record)
    shown = show_case(record).model_dump()
    identity = user.identity or {}
    kinds = {f.id: f.kind for f in record.document.form.fields()}
    hidden = {name for name, open_ in how.items() if open_ == "hidden"}
    shown["form"] = {
        name: mask(kinds.get(name, ""), value) if how.get(name) == "masked" and value else value
        for name, value in case.form.items()
        if name not in hidden
    }
    _take_out(shown, hidden)
    return StaffCaseView.model_validate(
        {
            **shown,
            "can": [],
            "task": next((task for task in tasks if task.parent_id is None), None),
            "opinions": [task for task in tasks if task.parent_id and not task.is_step],
            "clock": show_clock(case, held),
            "has_process": has_process,
            "masked_fields": sorted(
                n for n, o in how.items() if o == "masked" and case.form.get(n)
            ),
            "hidden_fields": sorted(hidden),
            "applicant": Applicant(
                kind=user.kind,
                display_name=user.display_name,
                id_number=_masked(identity, "id_number"),
                phone="" if "phone" in hidden else _masked(identity, "phone"),
            ),
        }
    )


def shown_fields(staff: StaffMember, record: CaseRecord) -> dict[str, Shown]:
    """How each field of the form is shown to this person. Where no grant says anything, what
    holds personal data is masked (《个人信息保护法》第28条), the rest clear."""
    case = record.case
    place = (case.department_code, case.item_code, case.region)
    return {
        f.id: staff.shown(place, f.id, "masked" if f.kind in MASKERS else "clear")
        for f in record.document.form.fields()
    }


def masked_fields(staff: StaffMember, record: CaseRecord) -> dict[str, FormField]:
    """Fields that may be revealed for a reason, by id; hidden ones are not among them."""
    how = shown_fields(staff, record)
    return {f.id: f for f in record.document.form.fields() if how[f.id] == "masked"}


def mask(kind: str, value: Any) -> str:
    """By the kind's own way, else the first sign of it only."""
    text = str(value)
    return MASKERS[kind](text) if kind in MASKERS else f"{text[:1]}***"


def _take_out(shown: dict[str, Any], hidden: set[str]) -> None:
    """Hidden fields are gone from the questions of the form and from what pre-review said."""
    for section in shown["form_schema"]["sections"]:
        section["fields"] = [f for f in section["fields"] if f["id"] not in hidden]
    shown["form_errors"] = [e for e in shown["form_errors"] if e["field"] not in hidden]
    if shown["prereview"]:
        findings = shown["prereview"]["findings"]
        shown["prereview"]["findings"] = [f for f in findings if f.get("field") not in hidden]


def warning_of(case: Case) -> Literal["yellow", "red"] | None:
    """How near the end is, by the moments the clock was counted to; none while it stands still."""
    return warning_at(case.status, case.yellow_at, case.red_at)


def warning_at(
    status: str, yellow_at: datetime | None, red_at: datetime | None
) -> Literal["yellow", "red"] | None:
    """The same of a row of a list."""
    if status not in EXAMINED:
        return None
    if is_past(red_at):
        return "red"
    return "yellow" if is_past(yellow_at) else None


def show_clock(case: Case, held: Sequence[CaseSuspension]) -> ClockView:
    """The case's clocks, and what made them stand still."""
    return ClockView(
        started_at=case.clock_started_at,
        due_at=case.due_at,
        statutory_due_at=case.statutory_due_at,
        warning=warning_of(case),
        stands_still=any(one.ended_at is None for one in held) and case.status not in FINAL,
        suspensions=[show_suspension(one) for one in held],
    )


def is_past(moment: datetime | None) -> bool:
    return moment is not None and moment <= now()


def mask_identity(user: User) -> str:
    """The number somebody is known by, masked: a credit code or an ID number."""
    identity = user.identity or {}
    code = str(identity.get("credit_code") or "")
    return f"{code[:4]}{'*' * 10}{code[-4:]}" if code else _masked(identity, "id_number")


def _masked(identity: dict[str, Any], name: str) -> str:
    value = str(identity.get(name, ""))
    return MASKERS[name](value) if value else ""
