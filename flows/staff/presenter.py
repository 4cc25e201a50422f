"""From rows to what staff are shown, personal data masked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from flows.cases.masking import MASKERS
from flows.cases.presenter import CaseRecord, show_case
from flows.cases.sight import NOT_SHOWN, Sight, applicant_told, shown_fields, sight_of
from flows.cases.states import EXAMINED, FINAL, LABELS
from flows.cases.suspensions import show_suspension
from flows.cases.views import ItemBrief
from flows.staff.covering import covered_case
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
from foundation.viewer import StaffMember
from knowledge_base.schemas import FormField

KIND_LABELS = {"acceptance": "受理", "decision": "审批", "opinion": "会签意见", "delivery": "送达"}


def show_staff_brief(staff: StaffMember, case: Case, user: User) -> StaffCaseBrief:
    return StaffCaseBrief(
        number=case.number,
        item=ItemBrief(code=case.item_code, name=case.item_name),
        applicant=applicant_told(
            staff, (case.department_code, case.item_code, case.region), user.display_name
        ),
        status=case.status,
        status_label=LABELS[case.status],
        submitted_at=case.submitted_at,
        due_at=case.due_at,
        warning=warning_of(case),
    )


def show_task(
    staff: StaffMember, task: Task, case: Case, user: User, assignee: Staff | None
) -> TaskView:
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
            "case": show_staff_brief(staff, case, user),
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
    case, sight = record.case, sight_of(staff, record)
    shown = covered_case(show_case(record).model_dump(), record, sight)
    work = sight.cover_words([task.model_dump() for task in tasks])
    return StaffCaseView.model_validate(
        {
            **shown,
            "can": [],
            "task": next((task for task in work if task["parent_id"] is None), None),
            "opinions": [task for task in work if task["parent_id"] and not task["is_step"]],
            "clock": sight.cover_words(show_clock(case, held).model_dump()),
            "has_process": has_process,
            "masked_fields": sorted(
                n for n, o in sight.shown.items() if o == "masked" and case.form.get(n)
            ),
            "hidden_fields": sorted(sight.hidden),
            "applicant": _applicant(user, sight),
        }
    )


def _applicant(user: User, sight: Sight) -> Applicant:
    identity = user.identity or {}
    return Applicant(
        kind=user.kind,
        display_name=NOT_SHOWN if sight.hides_applicant else user.display_name,
        id_number="" if sight.hides_identity("id_number") else _masked(identity, "id_number"),
        phone="" if sight.hides_identity("phone") else _masked(identity, "phone"),
    )


def masked_fields(staff: StaffMember, record: CaseRecord) -> dict[str, FormField]:
    """Fields that may be revealed for a reason, by id; hidden ones are not among them."""
    how = shown_fields(staff, record)
    return {f.id: f for f in record.document.form.fields() if how[f.id] == "masked"}


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
