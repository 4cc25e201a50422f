"""What is shown of an inspection."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from foundation.clock import LocalMoment

Verdict = Literal["fit", "unfit", "not_applicable"]


class Place(BaseModel):
    """Where the applicant's device was: WGS 84 degrees, accuracy in metres."""

    longitude: float
    latitude: float
    accuracy: float
    at: LocalMoment


class PointView(BaseModel):
    """One point of the checklist with the inspector's word."""

    id: str
    text: str
    clause: str
    verdict: Verdict | None
    note: str


class StillView(BaseModel):
    id: str
    sequence: int
    taken_by: Literal["staff", "citizen"]
    point_id: str | None
    taken_at: LocalMoment
    place: Place | None
    caption: str
    sha256: str


class StepView(BaseModel):
    act: str
    label: str
    actor: str
    text: str
    at: LocalMoment


class InspectionView(BaseModel):
    """An inspection for either side; `can` are the acts the reader may do now. `record_sha256` is
    what a signature must name, `signed_by` how it was made. `is_sealed`: the signed record carries
    the office's seal."""

    id: str
    case_number: str
    item_name: str
    state: str
    state_label: str
    inspector: str
    inspector_number: str
    reason: str
    focus: str
    proposed_at: LocalMoment | None
    expires_at: LocalMoment
    created_at: LocalMoment
    started_at: LocalMoment | None
    consents: dict[str, bool]
    has_position: bool
    points: list[PointView]
    notes: str
    stills: list[StillView]
    record_sha256: str | None
    signed_at: LocalMoment | None
    signed_by: Literal["drawn", "typed"] | None
    is_sealed: bool
    record_number: str | None
    verify_url: str | None
    problem: str | None
    steps: list[StepView]
    can: list[str]


class InspectionsView(BaseModel):
    items: list[InspectionView]
    total: int
    next: str | None = None
