"""What phones, counters and clerks are shown of a handoff."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from flows.counter_handoffs.merging import Side
from flows.guidance.views import AnswerView
from foundation.clock import LocalMoment

Part = Literal["basic", "answers", "form", "prereview", "cases"]
State = Literal["offered", "asked", "claimed", "running", "ended"]
PART_LABELS: dict[Part, str] = {
    "basic": "基本信息", "answers": "情形回答", "form": "表单", "prereview": "预审意见",
    "cases": "进行中的办件",
}  # fmt: skip
Slug = Annotated[str, Field(max_length=64)]


class Offered(BaseModel):
    """A one-time code to show; the token is in this answer only."""

    handoff_id: str
    token: str
    qr_svg: str
    expires_at: LocalMoment


class ConsentWish(BaseModel):
    """Exactly what the counter may see. `clear` names what it may read unmasked: fields of the form
    and `basic.<fact>`."""

    model_config = ConfigDict(extra="forbid")

    case_number: Annotated[str | None, Field(max_length=17)] = None
    parts: Annotated[list[Part], Field(max_length=5)] = []
    materials: Annotated[list[Slug], Field(max_length=100)] = []
    clear: Annotated[list[Slug], Field(max_length=100)] = []


class Agreement(ConsentWish):
    """A consent is to a person: `officer` is the `id` of the one the citizen saw."""

    officer: Annotated[str, Field(max_length=64)]

    def wish(self) -> ConsentWish:
        return ConsentWish.model_validate(self.model_dump(exclude={"officer"}))


class Officer(BaseModel):
    """Who sits at the counter; `is_there` is false once they left it."""

    id: str
    counter_id: str
    counter_number: str
    counter_name: str
    display_name: str
    work_number: str
    is_there: bool


class Fact(BaseModel):
    id: str
    label: str
    value: str
    is_masked: bool
    may_mask: bool = False


class TraceLine(BaseModel):
    at: LocalMoment
    side: str
    actor: str
    act: str
    text: str


class EditView(BaseModel):
    """`current` and `value` are empty where they are masked for who looks."""

    edit_id: str
    side: Side
    actor: str
    field: str
    label: str
    value: Any
    current: Any
    state: str
    at: LocalMoment


class LockView(BaseModel):
    field: str
    side: Side
    until: LocalMoment


class AskView(BaseModel):
    """A photo the counter asks the phone for."""

    id: str
    kind: str
    material_id: str
    material_name: str
    note: str
    state: str
    at: LocalMoment


class CitizenView(BaseModel):
    """The handoff on its owner's phone. `marks` are the versions of the form's fields."""

    id: str
    origin: str
    state: State
    officer: Officer | None
    case_number: str | None
    consent: ConsentWish | None
    facts: list[Fact]
    code_expires_at: LocalMoment | None
    opened_at: LocalMoment
    ended_at: LocalMoment | None
    ended_by: str
    may_fill: bool
    form: dict[str, Any]
    marks: dict[str, str]
    edits: list[EditView]
    locks: list[LockView]
    asks: list[AskView]
    trace: list[TraceLine]


class CurrentView(BaseModel):
    handoff: CitizenView | None


class SharedField(BaseModel):
    """`value` is masked where `is_masked`; such a field has no mark and cannot be written here."""

    id: str
    label: str
    kind: str
    required: bool
    help: str | None
    max_length: int
    unit: str | None
    options: list[dict[str, str]]
    value: Any
    is_masked: bool
    mark: str | None
    fault: str | None


class SharedSection(BaseModel):
    title: str
    fields: list[SharedField]


class SharedFile(BaseModel):
    id: str
    name: str
    media_type: str
    size: int


class SharedMaterial(BaseModel):
    id: str
    name: str
    required: bool
    files: list[SharedFile]


class MaterialName(BaseModel):
    id: str
    name: str


class CaseHead(BaseModel):
    number: str
    item_name: str
    status: str
    status_label: str


class Shared(BaseModel):
    """What is consented to and nothing else: a part that is not shared is null."""

    case: CaseHead | None = None
    basic: list[Fact] | None = None
    answers: list[AnswerView] | None = None
    form: list[SharedSection] | None = None
    materials: list[SharedMaterial] = []
    summary: str | None = None
    findings: list[dict[str, Any]] | None = None
    cases: list[CaseHead] | None = None
    may_fill: bool = False
    askable: list[MaterialName] = []


class CounterView(BaseModel):
    """The handoff as the counter's side sees it; `shared` is null before consent. With
    `is_colleagues` it was begun by whoever sat there before."""

    id: str
    state: State
    citizen: str
    is_colleagues: bool = False
    claimed_at: LocalMoment | None
    shared: Shared | None
    edits: list[EditView]
    locks: list[LockView]
    asks: list[AskView]
    trace: list[TraceLine] = []


class Waiting(BaseModel):
    """A phone that scanned the printed code and waits for the counter."""

    id: str
    citizen: str
    at: LocalMoment


class Scan(BaseModel):
    """What a scan gun of the counter read a moment ago; `id` tells it from the one before."""

    id: str
    text: str


class DeskView(BaseModel):
    """`offline_page` is where this counter's computer takes papers while we are away (ADR 45)."""

    handoff: CounterView | None
    waiting: list[Waiting]
    scanned: Scan | None
    offline_page: str


class EditWish(BaseModel):
    model_config = ConfigDict(extra="forbid")

    edit_id: Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
    field: Slug
    base: Annotated[str, Field(max_length=16)]
    value: str | int | float | None


class EditResult(BaseModel):
    """`outcome`: applied, same, proposed, conflict; or locked and invalid, which are not kept."""

    edit_id: str
    field: str
    outcome: str
    message: str = ""
    mark: str = ""


class EditResults(BaseModel):
    results: list[EditResult]


class Locked(BaseModel):
    """Whether the field is yours until `until`; else whose it is."""

    is_yours: bool
    side: Side
    until: datetime
