"""Where a person stands in the tree, repeated on the account for lists and other journeys."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access import repository as access
from flows.access.tree import code_above, refresh_departments
from flows.organisation import repository
from foundation.models import Staff, Unit


def place(person: Staff, units: Sequence[Unit]) -> None:
    """The hall is nobody's department: its windows take what every department is asked for."""
    unit = next((u for u in units if u.id == person.unit_id), None)
    if unit is None:
        return
    person.department = label_of(units, unit)[:100]
    person.department_code = "" if unit.kind == "hall" else code_above(units, unit.id)


def label_of(units: Sequence[Unit], unit: Unit) -> str:
    """「广州市天河区市场监督管理局 · 登记注册科」: an office says whose it is."""
    by_id = {u.id: u for u in units}
    parent = by_id.get(unit.parent_id or "")
    if unit.kind != "office" or parent is None:
        return unit.name
    return f"{label_of(units, parent)} · {unit.name}"


async def follow(session: AsyncSession) -> None:
    """After the tree changed: grants and accounts follow, in the same transaction."""
    await refresh_departments(session)
    units = await access.units(session)
    for person in await repository.placed_staff(session):
        place(person, units)
