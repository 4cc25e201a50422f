"""From rows to what staff are shown, personal data masked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from flows.cases.masking import MASKERS, sensitive_fields
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

KIND_LABELS = {"acceptance": "受理", "decision": "审批", "opinion": "会签意见"}


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
            "is_late": task.state in ("open", "claimed") and _is_past(task.due_at),
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
    record: CaseRecord,
    user: User,
    tasks: Sequence[TaskView],
    held: Sequence[CaseSuspension],
    *,
    has_process: bool,
) -> StaffCaseView:
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
            "task": next((task for task in tasks if task.parent_id is None), None),
            "opinions": [task for task in tasks if task.parent_id and not task.is_step],
            "clock": show_clock(case, held),
            "has_process": has_process,
            "masked_fields": sorted(name for name in fields if case.form.get(name)),
            "applicant": Applicant(
                kind=user.kind,
                display_name=user.display_name,
                id_number=_masked(identity, "id_number"),
                phone=_masked(identity, "phone"),
            ),
        }
    )


def warning_of(case: Case) -> Literal["yellow", "red"] | None:
    """How near the end is, by the moments the clock was counted to; none while it stands still."""
    if case.status not in EXAMINED:
        return None
    if _is_past(case.red_at):
        return "red"
    return "yellow" if _is_past(case.yellow_at) else None


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


def _is_past(moment: datetime | None) -> bool:
    return moment is not None and moment <= now()


def _masked(identity: dict[str, Any], name: str) -> str:
    value = str(identity.get(name, ""))
    return MASKERS[name](value) if value else ""
