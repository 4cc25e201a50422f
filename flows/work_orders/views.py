"""What citizens and staff are shown of work orders."""

from __future__ import annotations

from pydantic import BaseModel

from foundation.clock import LocalMoment


class StepView(BaseModel):
    at: LocalMoment
    act: str
    label: str
    actor: str
    text: str


class WorkOrderView(BaseModel):
    """`due_note` says what kind of promise the day is. `visit` is the citizen's own verdict."""

    number: str
    classification: str
    classification_label: str
    text: str
    department: str
    status: str
    status_label: str
    due_at: LocalMoment
    due_note: str
    is_overdue: bool
    reply: str | None
    replied_at: LocalMoment | None
    satisfaction: int | None
    visit_text: str
    created_at: LocalMoment
    timeline: list[StepView]
    can: list[str]


class WorkOrderPage(BaseModel):
    items: list[WorkOrderView]
    total: int
    next: str | None


class StaffWorkOrderView(WorkOrderView):
    """As staff see it: contact masked in lists, whole in the detail, whose reading is noted."""

    applicant: str
    contact_name: str
    contact_phone: str
    department_code: str
    item_code: str | None
    assignee: str | None
    is_mine: bool


class WorkOrderCounts(BaseModel):
    submitted: int
    accepted: int
    replied: int
    overdue: int


class StaffWorkOrderPage(BaseModel):
    items: list[StaffWorkOrderView]
    total: int
    next: str | None
    counts: WorkOrderCounts
