"""What a dataset gives for some days: groups, the names of their keys, and columns of figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.states import LABELS as STATUS_LABELS
from flows.reports import repository
from flows.reports.definitions import Definition
from flows.statistics import dimensions
from flows.statistics import service as statistics
from flows.statistics.facts import working_days
from flows.statistics.measures import measures
from flows.statistics.tables import Cell
from foundation.clock import GUANGZHOU, add_working_days, local
from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue

Days = tuple[date, date]
Key = tuple[str, ...]
LISTED = 2_000
CLOSED_SINCE = "统计期后已办结"
WARNED_DAYS = 3
"""A case due within so many working days stands in the list of warnings."""


@dataclass(slots=True)
class Grouped:
    """`totals` are the dataset's own over everything: a rate is not the sum of rates. `hidden`
    names (group, column) that must not leave the house."""

    rows: dict[Key, dict[str, Cell]]
    totals: dict[str, Cell] = field(default_factory=dict)
    hidden: set[tuple[Key, str]] = field(default_factory=set)


async def read(
    session: AsyncSession, staff: StaffMember, definition: Definition, days: Days
) -> Grouped:
    """The dataset of a definition over these days, as far as the member of staff may see.

    Raises: Forbidden.
    """
    staff.must_hold(definition.of.permission)
    reader = {"cases": _cases, "returns": _returns, "deadlines": _deadlines}[definition.dataset]
    return await reader(session, staff, definition, days)


async def _cases(
    session: AsyncSession, staff: StaffMember, definition: Definition, days: Days
) -> Grouped:
    group, filters = definition.group, definition.filters
    found = await statistics.grouped(session, staff, group, days, filters)
    whole = await statistics.grouped(session, staff, [], days, filters)
    small = await statistics.small_cells(session, staff, group, days, filters)
    small |= await statistics.small_cells(session, staff, [], days, filters)
    moments = {m.id: m.moment for m in measures()}
    hidden = {
        (key, name) for key, moment in small for name, then in moments.items() if then == moment
    }
    keys = statistics.ordered(found, group)
    rows: dict[Key, dict[str, Cell]] = {key: dict(found[key]) for key in keys}
    return Grouped(rows, dict(whole[()]), hidden)


async def _returns(
    session: AsyncSession, staff: StaffMember, definition: Definition, days: Days
) -> Grouped:
    start, end = _moments(days)
    asked = (session, staff, definition.group, start, end, definition.filters)
    rows: dict[Key, dict[str, Cell]] = {}
    for row in await repository.returns(*asked):
        key = tuple(str(row[n] or "") for n in range(len(definition.group)))
        rows[key] = {"times": row.times, "cases": row.cases}
    whole = (await repository.returns(session, staff, [], start, end, definition.filters))[0]
    ordered = sorted(rows, key=lambda key: (-int(rows[key]["times"] or 0), key))
    return Grouped(
        {key: rows[key] for key in ordered}, {"times": whole.times, "cases": whole.cases}
    )


async def _deadlines(
    session: AsyncSession, staff: StaffMember, definition: Definition, days: Days
) -> Grouped:
    _, end = _moments(days)
    until = add_working_days(end - timedelta(seconds=1), WARNED_DAYS)
    names = dimensions.departments()
    rows: dict[Key, dict[str, Cell]] = {}
    asked = (session, staff, end, until, definition.filters, LISTED)
    for case in await repository.deadlines(*asked):
        assert case.due_at is not None
        due = local(case.due_at).date()
        rows[(case.number,)] = {
            "number": case.number,
            "item_name": case.item_name,
            "department_name": names.get(case.department_code, case.department_code),
            "status": CLOSED_SINCE if case.closed_at else STATUS_LABELS[case.status],
            "due_day": due.isoformat(),
            "days_late": working_days(due, days[1]) if due < days[1] else 0,
            "days_left": working_days(days[1], due) if due > days[1] else 0,
        }
    return Grouped(rows)


async def labels_of(
    session: AsyncSession, definition: Definition, keys: Sequence[Key]
) -> list[list[str]]:
    """The names of each group's keys, in the order of the grouping."""
    if not definition.group:
        return [[] for _ in keys]
    said = await dimensions.sayer(session, definition.group)
    return [
        [
            _material(definition.group, key, k) if d == "material" else said.say(d, k)
            for d, k in zip(definition.group, key, strict=True)
        ]
        for key in keys
    ]


def _material(group: Sequence[str], key: Key, material_id: str) -> str:
    """A material's name, which only its item knows."""
    if not material_id:
        return "没有指明材料"
    code = key[list(group).index("item")] if "item" in group else ""
    entry = catalogue().find(code) if code else None
    materials: Sequence[Any] = entry.document.materials.materials if entry else ()
    return next((m.name for m in materials if m.id == material_id), material_id)


def _moments(days: Days) -> tuple[datetime, datetime]:
    first = datetime.combine(days[0], time.min, GUANGZHOU)
    return first, datetime.combine(days[1] + timedelta(1), time.min, GUANGZHOU)
