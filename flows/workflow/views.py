"""What staff are shown of bound processes."""

from __future__ import annotations

from pydantic import BaseModel

from foundation.clock import LocalMoment


class BoundItem(BaseModel):
    """An item and the template its new cases follow. `by`: item, department, content or none."""

    code: str
    name: str
    department: str
    department_code: str
    follows: str | None
    by: str


class BindingView(BaseModel):
    """One of `item_code` and `department_code` is empty. No template: no drawn process."""

    item_code: str
    department_code: str
    template: str | None
    facts: dict[str, str]
    changed_by: str
    changed_at: LocalMoment


class BoundView(BaseModel):
    items: list[BoundItem]
    bindings: list[BindingView]
