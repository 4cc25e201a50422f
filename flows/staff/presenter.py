"""From rows to what staff are shown, personal data masked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from flows.cases.presenter import CaseRecord, show_case
from flows.cases.states import FINAL, LABELS
from flows.cases.views import ItemBrief
from flows.staff.views import Applicant, Colleague, StaffCaseBrief, StaffCaseView, TaskView
from foundation.clock import now
from foundation.identifiers import mask_name, mask_phone
from foundation.models import Case, Staff, Task, User
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


def show_staff_case(record: CaseRecord, user: User, task: TaskView | None) -> StaffCaseView:
    """A case as staff see it: sensitive form values masked until revealed."""
    case, fields = record.case, sensitive_fields(record)
    shown = show_case(record).model_dump()
    identity = user.identity or {}
    shown["form"] = {
        name: MASKERS[fields[name].kind](str(value)) if name in fields and value else value
        for name, value in case.form.items()
    }
    return StaffCaseView.model_validate(
        {
            **shown,
            "can": [],
            "task": task,
            "masked_fields": sorted(name for name in fields if case.form.get(name)),
            "applicant": Applicant(
                kind=user.kind,
                display_name=user.display_name,
                id_number=_masked(identity, "id_number"),
                phone=_masked(identity, "phone"),
            ),
        }
    )


def sensitive_fields(record: CaseRecord) -> dict[str, FormField]:
    """Fields that hold personal data (《个人信息保护法》第28条), by id."""
    return {f.id: f for f in record.document.form.fields() if f.kind in MASKERS}


def warning_of(case: Case) -> Literal["yellow", "red"] | None:
    """How near the promised day is: red when it has passed, yellow within two days."""
    return warning_at(case.status, case.due_at)


def warning_at(status: str, due_at: datetime | None) -> Literal["yellow", "red"] | None:
    """The same of a row of a list."""
    if due_at is None or status in FINAL:
        return None
    left = due_at - now()
    if left.total_seconds() < 0:
        return "red"
    return "yellow" if left < YELLOW else None


def mask_identity(user: User) -> str:
    """The number somebody is known by, masked: a credit code or an ID number."""
    identity = user.identity or {}
    code = str(identity.get("credit_code") or "")
    return f"{code[:4]}{'*' * 10}{code[-4:]}" if code else _masked(identity, "id_number")


def _masked(identity: dict[str, Any], name: str) -> str:
    value = str(identity.get(name, ""))
    return MASKERS[name](value) if value else ""
