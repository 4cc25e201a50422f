"""What a client is shown of a case (contract: Cases)."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel

from flows.guidance.views import AnswerView
from flows.prereview.findings import Finding
from flows.samples.views import SampleName
from foundation.clock import LocalMoment


class ItemBrief(BaseModel):
    code: str
    name: str
    department: str = ""


class FormOptionView(BaseModel):
    id: str
    label: str


class FormFieldView(BaseModel):
    id: str
    label: str
    kind: str
    required: bool
    help: str | None
    placeholder: str | None
    max_length: int
    minimum: float | None
    maximum: float | None
    unit: str | None
    options: list[FormOptionView]
    prefilled: bool


class FormSectionView(BaseModel):
    title: str
    help: str | None
    fields: list[FormFieldView]


class FormSchemaView(BaseModel):
    sections: list[FormSectionView]


class FieldError(BaseModel):
    field: str
    message: str


class FileView(BaseModel):
    id: str
    name: str
    media_type: str
    size: int
    has_thumbnail: bool
    scan: str
    vault_file_id: str | None
    uploaded_at: LocalMoment


class LicenceView(BaseModel):
    """A licence lent for a material. `expires_at` ends the lending, `valid_until` the licence."""

    id: str
    name: str
    state: Literal["waiting", "granted", "expired"]
    state_label: str
    status: str
    holder: str
    number: str
    issuer: str
    valid_until: date | None
    scope: str
    granted_at: LocalMoment | None
    expires_at: LocalMoment | None


class CaseMaterialView(BaseModel):
    id: str
    name: str
    required: bool
    why: str
    accept: list[str]
    max_files: int
    max_file_bytes: int
    from_licence: str | None
    source_explain: str
    fill_explain: str | None
    samples: list[SampleName]
    files: list[FileView]
    licence: LicenceView | None


class PreReviewProgress(BaseModel):
    done: int
    total: int


class ManualView(BaseModel):
    """A person's look: waited for, or what it came to. `machine_verdict` was there before it."""

    state: Literal["open", "decided"]
    machine_verdict: str
    verdict: str | None
    note: str | None
    asked_at: LocalMoment
    decided_at: LocalMoment | None


class PreReviewView(BaseModel):
    """`is_current` is false once the form or a file changed after the review. With
    `may_submit_anyway` the applicant may leave what blocks to a person.
    """

    status: Literal["running", "done"]
    verdict: str | None
    by: str
    findings: list[Finding]
    progress: PreReviewProgress
    summary: str
    is_current: bool
    may_submit_anyway: bool
    finished_at: LocalMoment | None
    manual: ManualView | None = None


class ReceiptView(BaseModel):
    number: str
    url: str
    qr_svg: str
    item_name: str
    submitted_at: LocalMoment
    due_at: LocalMoment | None


class SubmittedView(BaseModel):
    number: str
    status: str
    status_label: str
    receipt: ReceiptView
    due_at: LocalMoment | None


class EventView(BaseModel):
    at: LocalMoment
    kind: str
    label: str
    text: str
    actor: str


class SupplementView(BaseModel):
    note: str
    material_ids: list[str]


class CaseView(BaseModel):
    number: str
    status: str
    status_label: str
    item: ItemBrief
    revision: str
    form_schema: FormSchemaView
    form: dict[str, Any]
    form_errors: list[FieldError]
    materials: list[CaseMaterialView]
    answers: list[AnswerView]
    prereview: PreReviewView | None
    receipt: ReceiptView | None
    submitted_at: LocalMoment | None
    due_at: LocalMoment | None
    promised_days: int | None
    promised_text: str
    timeline: list[EventView]
    can: list[str]
    supplement: SupplementView | None
    created_at: LocalMoment
    updated_at: LocalMoment


class CaseBrief(BaseModel):
    """A line in a list of cases."""

    number: str
    status: str
    status_label: str
    item: ItemBrief
    submitted_at: LocalMoment | None
    due_at: LocalMoment | None
    updated_at: LocalMoment
    last_event: EventView | None


class CasePage(BaseModel):
    items: list[CaseBrief]
    total: int
    next: str | None


class SuspensionView(BaseModel):
    """中止计时. `ended_at` None: the clocks stand still now."""

    id: str
    kind: str
    kind_label: str
    reason: str
    expected_days: int | None
    started_by: str
    started_at: LocalMoment
    ended_at: LocalMoment | None
