"""What staff are shown of the manual queue (contract: Staff)."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from flows.prereview.findings import Finding, Outcome
from flows.staff.views import Colleague, StaffCaseBrief, StaffCaseView
from foundation.clock import LocalMoment


class CoverView(BaseModel):
    material_id: str
    file_id: str


class ManualReviewBrief(BaseModel):
    """`cover`: the file whose thumbnail stands for the case in the list."""

    id: str
    state: Literal["open", "decided"]
    reason: Literal["submitted", "insisted", "asked", "taken_over"]
    reason_label: str
    case: StaffCaseBrief
    machine_verdict: Outcome
    verdict: Outcome | None
    note: str | None
    decided_by: Colleague | None
    asked_at: LocalMoment
    decided_at: LocalMoment | None
    cover: CoverView | None = None


class ManualReviewPage(BaseModel):
    items: list[ManualReviewBrief]
    total: int
    next: str | None


class FieldRow(BaseModel):
    """A value as it was read beside what the form says of the same; personal numbers masked."""

    material_id: str
    file_id: str
    name: str
    label: str
    read: str
    confidence: float
    form_label: str | None
    form_value: str | None
    matches: bool | None
    page: int
    box: tuple[float, float, float, float] | None


class EarlierCorrection(BaseModel):
    """What somebody read on this case where the machine read otherwise; numbers masked."""

    material_id: str
    name: str
    value: str
    by: str
    at: LocalMoment | None


class ManualReviewView(ManualReviewBrief):
    corrections: list[EarlierCorrection]
    findings: list[Finding]
    fields: list[FieldRow]
    is_latest: bool
    full_case: StaffCaseView


class RuleRow(BaseModel):
    """A rule of an item; `title` is what it asks, in words."""

    rule: str
    item_name: str
    title: str
    raised: int
    dismissed: int


class RadarRow(BaseModel):
    """退件雷达: how often a material made a case go back, and how often the machine had seen it."""

    item_code: str
    item_name: str
    material_id: str
    material_name: str
    returned: int
    flagged: int


class MisreadRow(BaseModel):
    """A field of a material that staff corrected, and how often."""

    item_code: str
    item_name: str
    material_id: str
    material_name: str
    name: str
    label: str
    corrected: int


class Agreement(BaseModel):
    machine: Outcome
    staff: Outcome
    count: int


class PreReviewStatistics(BaseModel):
    date_from: str
    date_to: str
    machine_reviews: int
    manual_reviews: int
    agreed: int
    agreement: list[Agreement]
    rules: list[RuleRow]
    radar: list[RadarRow]
    misread: list[MisreadRow]
