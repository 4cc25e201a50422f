"""What those who lead are shown of processes under way."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from flows.processes.views import ProcessView
from foundation.clock import LocalMoment


class VersionLoad(BaseModel):
    """Running cases of one version, and the steps in them that wait, are late, or are stuck."""

    template: str
    key: str
    version: int
    state: str
    running: int
    waiting: int
    late: int
    stuck: int


class Board(BaseModel):
    """`stuck_days`: how long nobody has acted before a step counts as stuck."""

    stuck_days: int
    running: int
    waiting: int
    late: int
    stuck: int
    versions: list[VersionLoad]


class WatchedStep(BaseModel):
    """A step that waits. `why` it stands in the list: late, inactive, absent, quiet; empty: it
    is on its way. `waited_seconds` since it was reached, by the clock."""

    id: str
    case_number: str
    item_name: str
    template: str
    key: str
    version: int
    node: str
    name: str
    kind_label: str
    role: str
    role_label: str
    holder_id: str | None
    holder: str | None
    since: LocalMoment
    waited_seconds: int
    due_at: LocalMoment | None
    is_late: bool
    is_escalated: bool
    urged_at: LocalMoment | None
    why: list[str]


class WatchedPage(BaseModel):
    items: list[WatchedStep]
    total: int
    next: str | None


class NodeHeat(BaseModel):
    """One step of a drawing: how many stand there now, how many are late, and what its cases took
    in the period (seconds; None where none was done)."""

    node: str
    name: str
    waiting: int
    late: int
    done: int
    mean_seconds: int | None
    returns: int


class HeatMap(BaseModel):
    template: str
    key: str
    version: int
    bpmn: str
    days: int
    nodes: list[NodeHeat]


class NodeStay(BaseModel):
    """How often a case was at a step and how long in all, in seconds by the clock."""

    node: str
    times: int
    seconds: int
    is_standing: bool
    is_late: bool


class WatchedCase(ProcessView):
    """A case on its diagram; `walked` are the connections it came by."""

    item_name: str
    started_at: LocalMoment
    ended_at: LocalMoment | None
    walked: list[str]
    stays: list[NodeStay]


class PersonLoad(BaseModel):
    """What somebody has in hand now and did in the period."""

    id: str
    name: str
    role: str
    role_label: str
    department: str
    is_active: bool
    in_hand: int
    late: int
    oldest: LocalMoment | None
    done: int


class StepLoad(BaseModel):
    key: str
    template: str
    node: str
    name: str
    open: int
    claimed: int
    late: int


class Load(BaseModel):
    days: int
    people: list[PersonLoad]
    steps: list[StepLoad]


class StepFigures(BaseModel):
    """Seconds by the clock from reached to done; None where none was done."""

    node: str
    name: str
    kind_label: str
    done: int
    p50_seconds: int | None
    p90_seconds: int | None
    mean_seconds: int | None
    returns: int
    refusals: int
    late: int


class DayFigures(BaseModel):
    day: date
    started: int
    ended: int


class Figures(BaseModel):
    """Processes of one template (or all) in a period: begun, and how they ended."""

    begins: date
    ends: date
    started: int
    done: int
    refused: int
    withdrawn: int
    p50_seconds: int | None
    p90_seconds: int | None
    days: list[DayFigures]
    steps: list[StepFigures]


class ActResult(BaseModel):
    """One step of an act on many: `why_not` says what kept it; None: it was done."""

    step_id: str
    case_number: str
    why_not: str | None


class ActResults(BaseModel):
    done: int
    results: list[ActResult]
