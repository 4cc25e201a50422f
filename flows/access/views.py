"""What administrators are shown of roles and grants, and what they send."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from foundation.clock import LocalMoment
from foundation.scopes import Shown

GrantState = Literal["asked", "active", "refused", "revoked"]
Id = Annotated[str, Field(min_length=1, max_length=40)]


class Named(BaseModel):
    id: str
    name: str


class PermissionView(BaseModel):
    """`only_for` names the administrator no other role may share it with."""

    id: str
    label: str
    group: str
    only_for: str | None


class RoleView(BaseModel):
    """`added` and `removed` are against the shipped role `base`."""

    id: str
    base: str
    base_name: str
    name: str
    note: str
    permissions: list[str]
    added: list[str]
    removed: list[str]
    holders: int
    is_shipped: bool
    is_administrator: bool
    is_closed: bool
    version: int


class RolesView(BaseModel):
    permissions: list[PermissionView]
    roles: list[RoleView]


class RoleWish(BaseModel):
    """`version` is that of the role as it was read; 0 for one that is as shipped."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    note: Annotated[str, Field(max_length=200)] = ""
    permissions: Annotated[list[Id], Field(max_length=100)]
    version: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class NewRole(RoleWish):
    base: Annotated[str, Field(min_length=1, max_length=16)]


class FieldWish(BaseModel):
    """Empty `item` or `field`: every one."""

    item: Annotated[str, Field(max_length=31)] = ""
    field: Annotated[str, Field(max_length=60)] = ""
    shown: Shown


class FieldRuleView(FieldWish):
    label: str


class GrantWish(BaseModel):
    """A role and how far it reaches. Empty lists are no limit."""

    role_id: Id
    units: Annotated[list[Id], Field(max_length=50)] = []
    items: Annotated[list[Id], Field(max_length=100)] = []
    regions: Annotated[list[Id], Field(max_length=50)] = []
    fields: Annotated[list[FieldWish], Field(max_length=200)] = []
    note: Annotated[str, Field(max_length=200)] = ""


class GrantView(BaseModel):
    id: str
    person: Named
    role: Named
    units: list[Named]
    items: list[Named]
    regions: list[str]
    fields: list[FieldRuleView]
    reach: str
    state: GrantState
    note: str
    asked_by: str
    decided_by: str | None
    created_at: LocalMoment
    decided_at: LocalMoment | None
    can: list[Literal["approve", "refuse", "revoke"]]


class GrantPage(BaseModel):
    items: list[GrantView]
    total: int
    next: str | None


class ItemChoice(BaseModel):
    id: str
    name: str
    department: str


class UnitChoice(BaseModel):
    id: str
    parent_id: str | None
    name: str


class GrantChoices(BaseModel):
    """All that a grant may be limited to."""

    roles: list[Named]
    units: list[UnitChoice]
    items: list[ItemChoice]
    regions: list[str]


class FieldChoice(BaseModel):
    id: str
    label: str
    is_sensitive: bool
