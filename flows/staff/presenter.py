"""From rows to what staff are shown, personal data masked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

from flows.cases.presenter import CaseRecord, show_case
from flows.cases.states import FINAL, LABELS
from flows.cases.views import ItemBrief
from flows.staff.views import Applicant, Colleague, StaffCaseBrief, StaffCaseView, TaskView
from foundation.clock import now
from foundation.identifiers import mask_name, mask_phone
from foundation.models import Case, Staff, Task, User
from foundation.scopes import Shown
from foundation.viewer import StaffMember
from knowledge_base.schemas import FormField

KIND_LABELS = {"acceptance": "受理", "decision": "审批"}
YELLOW = timedelta(days=2)

MASKERS = {
    "id_number": lambda value: f"{value[:3]}{'*' * 11}{value[14:]}" if len(value) == 18 else "***",
    "phone": mask_phone,
    "name": mask_name,
}


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
            "kind_label": KIND_LABELS[task.kind],
            "state": task.state,
            "case": show_staff_brief(case, user),
            "assignee": Colleague(id=assignee.id, display_name=assignee.display_name)
            if assignee
            else None,
            "outcome": task.outcome,
            "created_at": task.created_at,
            "done_at": task.done_at,
        }
    )


def show_staff_case(
    staff: StaffMember, record: CaseRecord, user: User, task: TaskView | None
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
            "task": task,
            "masked_fields": sorted(
                n for n, o in how.items() if o == "masked" and case.form.get(n)
            ),
            "hidden_fields": sorted(hidden),
            "applicant": Applicant(
                kind=user.kind,
                display_name=user.display_name,
                id_number=_masked(identity, "id_number"),
                phone=_masked(identity, "phone"),
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
    """How near the promised day is: red when it has passed, yellow within two days."""
    if case.due_at is None or case.status in FINAL:
        return None
    left = case.due_at - now()
    if left.total_seconds() < 0:
        return "red"
    return "yellow" if left < YELLOW else None


def _masked(identity: dict[str, Any], name: str) -> str:
    value = str(identity.get(name, ""))
    return MASKERS[name](value) if value else ""
