"""What is shown of publications: to anybody, and to staff."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel

from foundation.clock import LocalMoment


class PublicView(BaseModel):
    """A result as anybody reads it; names of natural persons are masked already."""

    id: str
    subject: str
    subject_kind: Literal["person", "enterprise"]
    credit_code: str
    item: str
    item_code: str
    department: str
    department_code: str
    document: str
    document_number: str
    decided_on: date
    published_at: LocalMoment
    content: dict[str, str]


class ChoiceView(BaseModel):
    code: str
    name: str


class PublicPage(BaseModel):
    items: list[PublicView]
    total: int
    next: str | None
    departments: list[ChoiceView]
    item_choices: list[ChoiceView]


class TraceView(BaseModel):
    act: str
    label: str
    actor: str
    text: str
    at: LocalMoment


class ObjectionView(BaseModel):
    id: str
    publication_id: str
    text: str
    state: str
    state_label: str
    answer: str | None
    created_at: LocalMoment
    answered_at: LocalMoment | None


class ObjectionsView(BaseModel):
    items: list[ObjectionView]
    total: int
    next: str | None = None


class StaffPublicationView(BaseModel):
    id: str
    case_number: str
    subject: str
    subject_kind: str
    credit_code: str
    item: str
    department: str
    document: str
    document_number: str
    content: dict[str, str]
    decided_on: date
    due_on: date
    is_late: bool
    state: str
    state_label: str
    note: str
    report: str
    report_label: str
    report_number: str
    problem: str | None
    may_publish: bool


class StaffPublicationFile(StaffPublicationView):
    """One with its trace and what was said against it."""

    trace: list[TraceView]
    objections: list[ObjectionView]


class StaffPublicationPage(BaseModel):
    items: list[StaffPublicationView]
    total: int
    next: str | None
    counts: dict[str, int]
