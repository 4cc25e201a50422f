"""What the one box shows."""

from __future__ import annotations

from pydantic import BaseModel


class Found(BaseModel):
    """One result. `number` is the case it opens; `key` the entry of knowledge."""

    id: str
    title: str
    detail: str
    number: str = ""
    key: str = ""


class Group(BaseModel):
    kind: str
    label: str
    items: list[Found]
    has_more: bool = False


class LookupView(BaseModel):
    """`hint` says what to type where nothing can be looked for."""

    groups: list[Group]
    hint: str = ""
