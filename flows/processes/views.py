"""What staff are shown of processes."""

from __future__ import annotations

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
    running: int


class TemplateView(BaseModel):
    key: str
    name: str
    draft: str | None
    versions: list[VersionView]


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
    """Where a case stands on its diagram. `standing` are the nodes that wait now."""

    case_number: str
    state: str
    template: str
    version: int
    bpmn: str
    standing: list[str]
    steps: list[StepView]
    earlier: dict[str, list[str]]
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
