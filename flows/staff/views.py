"""What staff are shown of tasks and cases (contract: Staff)."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from flows.cases.views import CaseView, ItemBrief
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
    id: str
    kind: Literal["acceptance", "decision"]
    kind_label: str
    state: Literal["open", "claimed", "done"]
    case: StaffCaseBrief
    assignee: Colleague | None
    outcome: str | None
    created_at: LocalMoment
    done_at: LocalMoment | None


class Applicant(BaseModel):
    """Identity masked; the whole is given only by `reveal`, and noted."""

    kind: str
    display_name: str
    id_number: str
    phone: str


class StaffCaseView(CaseView):
    applicant: Applicant
    task: TaskView | None
    masked_fields: list[str]


class TaskOutcome(BaseModel):
    """A task and its case, fresh after a move."""

    task: TaskView
    case: StaffCaseView


class Revealed(BaseModel):
    values: dict[str, str]
