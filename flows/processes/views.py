"""What staff are shown of processes."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from foundation.clock import LocalMoment


class FaultView(BaseModel):
    element: str
    name: str
    message: str


class VersionView(BaseModel):
    number: int
    state: str
    published_by: str
    published_at: LocalMoment
    note: str
    revoked_by: str | None
    revoked_at: LocalMoment | None
    revoke_reason: str
    running: int


class TemplateView(BaseModel):
    """`revision` goes up with every draft saved; `is_draft_published`: nothing of the draft is
    new; `may_publish`: the viewer is another person than who drew it."""

    key: str
    name: str
    draft: str | None
    revision: int
    drawn_by: str | None
    drawn_at: LocalMoment | None
    is_draft_published: bool
    may_publish: bool
    versions: list[VersionView]


class StepFieldView(BaseModel):
    """One field at a step. `kind` is a kind of form field, or text, textarea, number, date, yesno.

    A masked value is no value to send back: leave the field out to keep what stands.
    """

    id: str
    label: str
    kind: str
    required: bool
    value: Any
    is_masked: bool
    unit: str | None
    options: list[dict[str, str]]


class StepLetterView(BaseModel):
    kind: str
    title: str


class StepFormView(BaseModel):
    """What the drawing gives to a step: fields to read, fields to fill, letters that come of it."""

    shows: list[StepFieldView]
    writes: list[StepFieldView]
    letters: list[StepLetterView]


class VersionFile(VersionView):
    """A version with its drawing."""

    bpmn: str


class ShippedView(BaseModel):
    """A drawing a new template may begin with."""

    key: str
    name: str
    about: str
    bpmn: str


class MoveOfTrial(BaseModel):
    """`act`: done, fired (a timer went off) or returned (taken back to here)."""

    act: str
    node: str
    name: str


class WayView(BaseModel):
    """One walk of the dry run; `flows` are the ids of the connections it passed."""

    moves: list[MoveOfTrial]
    flows: list[str]
    is_over: bool


class TrialView(BaseModel):
    """What trying a drawing came to. With faults there are no ways. `seconds` of processing."""

    faults: list[FaultView]
    states: int
    ways: list[WayView]
    flows: int
    flows_walked: int
    seconds: float


class ChangeView(BaseModel):
    """`kind`: added, removed or changed."""

    element: str
    kind: str
    message: str


class ComparisonView(BaseModel):
    """Two drawings and what differs; `new_number` None: the draft."""

    old_number: int
    new_number: int | None
    old: str
    new: str
    changes: list[ChangeView]


class StepView(BaseModel):
    """`can` is what the viewer may do now; `is_late` that its day has passed."""

    id: str
    case_number: str
    node: str
    name: str
    kind: str
    kind_label: str
    role: str
    state: str
    claimed_by: str | None
    decision: str | None
    opinion: str | None
    due_at: LocalMoment | None
    is_late: bool
    is_escalated: bool
    created_at: LocalMoment
    done_at: LocalMoment | None
    can: list[str]


class TraceView(BaseModel):
    act: str
    label: str
    actor: str
    text: str
    at: LocalMoment


class ProcessView(BaseModel):
    """Where a case stands on its diagram. `standing` are the nodes that wait now, `forms` what is
    shown and asked for there, `earlier` the nodes each may be taken back to, `names` theirs all.
    """

    case_number: str
    state: str
    template: str
    version: int
    bpmn: str
    standing: list[str]
    steps: list[StepView]
    earlier: dict[str, list[str]]
    names: dict[str, str]
    forms: dict[str, StepFormView]
    trace: list[TraceView]


class StepPage(BaseModel):
    items: list[StepView]
    total: int
    next: str | None


class DelegationView(BaseModel):
    id: str
    giver: str
    delegate: str
    starts_at: LocalMoment
    ends_at: LocalMoment
    is_revoked: bool
    can: list[str]


class MoveView(BaseModel):
    """One case of a migration: `why_not` says what keeps it on its version; None: it can move."""

    case_number: str
    why_not: str | None


class MigrationView(BaseModel):
    """Nodes are said by name. `moved` counts what was carried out, nothing in a preview."""

    added: list[str]
    removed: list[str]
    changed: list[str]
    cases: list[MoveView]
    moved: int
    left: int
    next: str | None = None


class ColleagueView(BaseModel):
    id: str
    display_name: str
    role: str
    department: str
