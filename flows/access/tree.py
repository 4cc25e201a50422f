"""The tree of units as it is walked: what lies below, and which departments that comes to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository


class Node(Protocol):
    """What a unit must tell to be placed in the tree."""

    @property
    def id(self) -> str: ...
    @property
    def parent_id(self) -> str | None: ...
    @property
    def code(self) -> str | None: ...


def below(units: Iterable[Node], roots: Iterable[str]) -> set[str]:
    """Ids of the units and of all that lies below them, merged ones among it."""
    children: dict[str | None, list[str]] = defaultdict(list)
    for unit in units:
        children[unit.parent_id].append(unit.id)
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        unit_id = waiting.pop()
        if unit_id not in found:
            found.add(unit_id)
            waiting += children[unit_id]
    return found


def code_above(units: Sequence[Node], unit_id: str | None) -> str:
    """The department a unit belongs to: its own code, or that of the nearest above; else empty."""
    by_id = {unit.id: unit for unit in units}
    seen: set[str] = set()
    while unit_id and unit_id in by_id and unit_id not in seen:
        seen.add(unit_id)
        unit = by_id[unit_id]
        if unit.code:
            return unit.code
        unit_id = unit.parent_id
    return ""


def departments_of(units: Sequence[Node], chosen: Iterable[str]) -> list[str] | None:
    """The codes of the cases a grant over these units reaches; None for no limit.

    An office without a code of its own stands for its department: cases know no offices.
    """
    chosen = list(chosen)
    if not chosen:
        return None
    inside = below(units, chosen)
    codes = {unit.code for unit in units if unit.id in inside and unit.code}
    codes |= {code_above(units, unit_id) for unit_id in chosen}
    return sorted(codes - {""})


async def refresh_departments(session: AsyncSession) -> None:
    """After the tree changed: what each grant reaches follows, in the same transaction."""
    await session.flush()
    units = await repository.units(session)
    for grant in await repository.grants_with_units(session):
        grant.departments = departments_of(units, grant.units)
