"""What administrators are shown of units, posts and people, and what they send."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flows.access.views import GrantView, Named
from foundation.clock import LocalMoment

Kind = Literal["district", "department", "office", "street", "hall"]
Key = Annotated[str, Field(min_length=1, max_length=32)]
PersonState = Literal["active", "new", "locked", "disabled"]


class UnitView(BaseModel):
    id: str
    parent_id: str | None
    kind: Kind
    name: str
    code: str | None
    region: str | None
    state: Literal["open", "closed", "merged"]
    people: int
    version: int


class UnitChange(BaseModel):
    """`code`: 18 characters, only where cases carry it; `region`: the street of a street office."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    code: Annotated[str | None, Field(pattern=r"^[0-9A-Z]{18}$")] = None
    region: Annotated[str | None, Field(pattern=r"^\S{1,30}(街道|镇)$")] = None
    parent_id: Key
    version: Annotated[int, Field(ge=1)] = 1


class NewUnit(UnitChange):
    kind: Literal["department", "office", "street", "hall"]


class UnitEventView(BaseModel):
    id: int
    unit: str
    act: str
    label: str
    actor: str
    text: str
    at: LocalMoment
    is_undone: bool


class TreeView(BaseModel):
    """All units, closed and merged ones too; `undo` is the last change, if it can be undone."""

    units: list[UnitView]
    undo: UnitEventView | None


class HolderView(BaseModel):
    id: str
    name: str
    since: LocalMoment


class PostView(BaseModel):
    id: str
    name: str
    holders: list[HolderView]


class PersonBrief(BaseModel):
    id: str
    username: str
    display_name: str
    work_number: str
    has_photo: bool
    unit: Named | None
    department: str
    posts: list[str]
    roles: list[str]
    state: PersonState
    state_label: str
    is_waiting: bool
    seen_at: LocalMoment | None


class UnitDetail(BaseModel):
    unit: UnitView
    posts: list[PostView]
    people: list[PersonBrief]
    history: list[UnitEventView]


class PersonPage(BaseModel):
    items: list[PersonBrief]
    total: int
    next: str | None


class PersonView(PersonBrief):
    created_at: LocalMoment
    sessions: int
    grants: list[GrantView]
    can: list[Literal["change", "disable", "enable", "reset", "ask", "lock", "unlock", "give"]]


class PersonChange(BaseModel):
    display_name: Annotated[str, Field(min_length=1, max_length=40)]
    unit_id: Key
    work_number: Annotated[str | None, Field(max_length=20, pattern=r"^[0-9A-Za-z-]*$")] = None


class NewPerson(PersonChange):
    username: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]{2,31}$")]


class Enrolment(BaseModel):
    """The one-time code is told here and never again; only its fingerprint is kept."""

    person: PersonView
    code: str
    until: LocalMoment
