"""What staff are shown of tasks and cases (contract: Staff)."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from flows.cases.views import CaseMaterialView, CaseView, ItemBrief, SuspensionView
from foundation.clock import LocalMoment


class Colleague(BaseModel):
    id: str
    display_name: str


class StaffCaseBrief(BaseModel):
    number: str
    item: ItemBrief
    applicant: str
    status: str
    status_label: str
    submitted_at: LocalMoment | None
    due_at: LocalMoment | None
    warning: Literal["yellow", "red"] | None


class TaskView(BaseModel):
    """`kind` is acceptance, decision, opinion, or the kind of the step the task is of (`is_step`);
    `due_at` is the step's own day. `paused`: the applicant supplements."""

    id: str
    kind: str
    kind_label: str
    is_step: bool
    parent_id: str | None
    due_at: LocalMoment | None
    is_late: bool
    state: Literal["open", "claimed", "paused", "done"]
    case: StaffCaseBrief
    assignee: Colleague | None
    outcome: str | None
    opinion: str | None
    created_at: LocalMoment
    done_at: LocalMoment | None


class Applicant(BaseModel):
    """Identity masked; the whole is given only by `reveal`, and noted."""

    kind: str
    display_name: str
    id_number: str
    phone: str


class ClockView(BaseModel):
    """办理期限: `due_at` promised, `statutory_due_at` by law, counted from the day after
    `started_at`; `stands_still` while a suspension is open."""

    started_at: LocalMoment | None
    due_at: LocalMoment | None
    statutory_due_at: LocalMoment | None
    warning: Literal["yellow", "red"] | None
    stands_still: bool
    suspensions: list[SuspensionView]


class StaffMaterialView(CaseMaterialView):
    """`hidden_because` says why files and what was read of them are not shown to the reader."""

    hidden_because: str | None = None


class StaffCaseView(CaseView):
    """`task` is what the case waits for, `opinions` the words asked for beside it; `has_process`:
    its steps are told by `/staff/v1/processes/cases/{number}`."""

    applicant: Applicant
    materials: list[StaffMaterialView]  # type: ignore[assignment]
    task: TaskView | None
    opinions: list[TaskView]
    clock: ClockView
    has_process: bool
    masked_fields: list[str]
    hidden_fields: list[str] = []


class TaskOutcome(BaseModel):
    """A task and its case, fresh after a move."""

    task: TaskView
    case: StaffCaseView


class Revealed(BaseModel):
    values: dict[str, str]
