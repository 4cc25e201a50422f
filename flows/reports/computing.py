"""A definition over a period, as one member of staff may see it, made into a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from flows.reports import frames
from flows.reports.definitions import ColumnDefinition, Definition
from flows.reports.formulas import Frame, compute
from flows.reports.frames import Grouped, Key
from flows.statistics.exporting import HIDDEN, TOLD_OF_HIDDEN
from flows.statistics.periods import before, year_before
from flows.statistics.tables import Cell, Chart, Column, Shape, Table
from foundation.viewer import StaffMember

Days = tuple[date, date]
CUT = "共 {total} 行，这里列出前 {shown} 行；合计按全部计算。"


async def compute_table(
    session: AsyncSession, staff: StaffMember, definition: Definition, period: Days
) -> Table:
    """Raises: Forbidden when the member of staff may not see the dataset."""
    days = definition.days(period)
    now = await frames.read(session, staff, definition, days)
    mom = yoy = Grouped({})
    if definition.compares:
        mom = await frames.read(session, staff, definition, before(days))
        yoy = await frames.read(session, staff, definition, year_before(days))
    keys = list(now.rows)
    columns = _reckon(definition, _frame(keys, now, mom, yoy), now, keys)
    totals = _totals(definition, now, mom, yoy)
    order = _order(definition, columns, len(keys))
    labels = await frames.labels_of(session, definition, keys)
    rows = [[*labels[n], *(columns[c.id][n] for c in definition.columns)] for n in order]
    notes = _notes(definition, bool(now.hidden), len(keys), len(order))
    return Table(
        title=definition.name,
        subtitle=f"{_said(days)} · 范围：{staff.department if staff.department_code else '全区'}",
        columns=[*_heads(definition), *(_column(definition, c) for c in definition.columns)],
        rows=rows,
        totals=totals,
        notes=notes,
        charts=_charts(definition),
    )


def _frame(keys: Sequence[Key], now: Grouped, mom: Grouped, yoy: Grouped) -> Frame:
    def columns(found: Grouped) -> dict[str, list[float | None]]:
        names = {name for row in found.rows.values() for name in row}
        return {name: [_number(found, key, name) for key in keys] for name in names}

    return Frame(columns(now), columns(mom), columns(yoy), len(keys))


def _number(found: Grouped, key: Key, name: str) -> float | None:
    value = found.rows.get(key, {}).get(name)
    if (key, name) in found.hidden or not isinstance(value, int | float):
        return None
    return float(value)


def _reckon(
    definition: Definition, frame: Frame, now: Grouped, keys: Sequence[Key]
) -> dict[str, list[Cell]]:
    """Every column's cells; a formula may name the columns before it."""
    cells: dict[str, list[Cell]] = {}
    known = {"now": dict(frame.now), "mom": dict(frame.mom), "yoy": dict(frame.yoy)}
    for column in definition.columns:
        if column.source is not None:
            source = column.source
            cells[column.id] = [
                HIDDEN if (key, source) in now.hidden else now.rows[key].get(source) for key in keys
            ]
            for there in known.values():
                there[column.id] = there.get(source, [None] * frame.length)
            continue
        for time in ("mom", "yoy"):
            shifted = Frame(known[time], {}, {}, frame.length)
            known[time][column.id] = compute(column.formula or "0", shifted)
        whole = Frame(known["now"], known["mom"], known["yoy"], frame.length)
        values = compute(column.formula or "0", whole)
        known["now"][column.id] = values
        cells[column.id] = list(values)
    return cells


def _totals(definition: Definition, now: Grouped, mom: Grouped, yoy: Grouped) -> list[Cell]:
    """The dataset's own totals, and the formulas over them: one row of its own."""
    if not now.totals:
        return []
    key: Key = ()
    alone = [Grouped({key: found.totals}, hidden=found.hidden) for found in (now, mom, yoy)]
    cells = _reckon(definition, _frame([key], *alone), alone[0], [key])
    wanted = [cells[c.id][0] if c.total else "" for c in definition.columns]
    blank: list[Cell] = [""] * (len(definition.group) - 1)
    return ["合计", *blank, *wanted] if definition.group else wanted


def _order(definition: Definition, columns: Mapping[str, list[Cell]], count: int) -> list[int]:
    """The rows as they are wanted: sorted, the empty ones last, cut off where said."""
    places = list(range(count))
    if definition.sort:
        cells = columns[definition.sort.by]
        sign = -1 if definition.sort.descending else 1
        numbers = [n for n in places if isinstance(cells[n], int | float)]
        rest = [n for n in places if not isinstance(cells[n], int | float)]
        numbers.sort(key=lambda n: sign * float(cells[n] or 0))
        places = [*numbers, *sorted(rest, key=lambda n: str(cells[n]))]
    return places[: definition.top]


def _heads(definition: Definition) -> list[Column]:
    names = definition.of.dimensions
    return [Column(id=f"by_{d}", label=names[d], shape="text", width=26) for d in definition.group]


def _column(definition: Definition, column: ColumnDefinition) -> Column:
    known = definition.of.columns.get(column.source or "")
    usual: Shape = known.shape if known else "decimal"
    return Column(id=column.id, label=column.label, shape=column.shape or usual, width=column.width)


def _charts(definition: Definition) -> list[Chart]:
    x = [f"by_{d}" for d in definition.group] or [definition.columns[0].id]
    return [Chart(kind=c.kind, title=c.title, x=x, y=c.y) for c in definition.charts]


def _notes(definition: Definition, is_hidden: bool, total: int, shown: int) -> list[str]:
    """What the report says of itself, then how each column is counted."""
    told = [
        f"{column.label}：{known.sentence}"
        for column in definition.columns
        if (known := definition.of.columns.get(column.source or "")) and known.sentence
    ]
    cut = [CUT.format(total=total, shown=shown)] if shown < total else []
    return [*definition.notes, *told, *cut, *([TOLD_OF_HIDDEN] if is_hidden else [])]


def _said(days: Days) -> str:
    first, last = days
    return f"{first:%Y-%m-%d}" if first == last else f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}"
