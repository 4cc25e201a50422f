"""How far a permission reaches: over which cases, and how the fields of their forms are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shown = Literal["hidden", "masked", "clear"]
OPENNESS: tuple[Shown, ...] = ("hidden", "masked", "clear")
"""From nothing to all of it."""
MATERIAL = "material:"
"""Before a material's id in place of a field: a rule over the whole paper."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How a field is shown. An empty `item` or `field` stands for every one; an empty `field` for
    no material, which follows what it tells of."""

    item: str
    field: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Scope:
    """One grant as it works now. None is no limit; an empty set reaches nothing.

    `departments` are codes, `items` 实施编码, `regions` names of streets. A case without a region
    lies outside of every limit by region.
    """

    permissions: frozenset[str]
    departments: frozenset[str] | None = None
    items: frozenset[str] | None = None
    regions: frozenset[str] | None = None
    fields: tuple[FieldRule, ...] = ()
    role: str = ""
    grant_id: str = ""
    base: str = ""
    """The shipped role behind `role`, by which steps and talks know it."""

    def reaches(self, department_code: str, item_code: str, region: str | None) -> bool:
        limits = (
            (self.departments, department_code),
            (self.items, item_code),
            (self.regions, region),
        )
        return all(limit is None or value in limit for limit, value in limits)

    def shows(self, item_code: str, field: str) -> Shown | None:
        """What the most exact rule says of a field; None where no rule speaks of it."""
        named = (field,) if field.startswith(MATERIAL) else ("", field)
        fitting = [r for r in self.fields if r.item in ("", item_code) and r.field in named]
        if not fitting:
            return None
        exactness = max((r.field != "", r.item != "") for r in fitting)
        equal = [r.shown for r in fitting if (r.field != "", r.item != "") == exactness]
        return min(equal, key=OPENNESS.index)
