"""Figures as a table that may leave the house: small cells of sensitive groupings left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from flows.statistics import dimensions, service
from flows.statistics.measures import Measure, measures
from flows.statistics.tables import Cell, Column, Shape, Table
from flows.statistics.views import StatisticsRow, StatisticsView
from foundation.errors import InvalidInput
from foundation.viewer import StaffMember

SHAPES: dict[str, Shape] = {"比率": "percent", "工作日": "decimal", "分": "decimal"}
HIDDEN = "＜5"
TOLD_OF_HIDDEN = (
    "「＜5」：这一格涉及的申请人不足 5 人，或写出来就能推算出不足 5 人的一格，为保护个人信息不写。"
)


async def export(
    session: AsyncSession,
    staff: StaffMember,
    by: str,
    since: date | None,
    until: date | None,
    filters: service.Filters,
    wanted: Sequence[str],
) -> Table:
    """The figures as a table, with their definitions under it. Raises: Forbidden, InvalidInput."""
    found = await service.statistics(session, staff, by, since, until, filters)
    chosen = chosen_measures(wanted)
    days = found.date_from, found.date_to
    hidden = await service.small_cells(session, staff, found.by, days, filters)
    hidden |= await service.small_cells(session, staff, [], days, filters)
    heads = [
        Column(id=f"k{n}", label=dimensions.LABELS[d], shape="text", width=28)
        for n, d in enumerate(found.by)
    ] or [Column(id="k0", label="范围", shape="text", width=16)]
    rows = found.items if found.by else [found.totals]
    notes = [f"{one.label}：{one.sentence}" for one in chosen]
    return Table(
        title="办件统计",
        subtitle=subtitle(staff, found),
        columns=[*heads, *(column_of(one) for one in chosen)],
        rows=[_cells(row, chosen, hidden) for row in rows],
        totals=_totals(found, chosen, hidden) if found.by else [],
        notes=[*notes, *([TOLD_OF_HIDDEN] if hidden else [])],
    )


def chosen_measures(wanted: Sequence[str]) -> list[Measure]:
    """Raises: InvalidInput for a name that is none."""
    known = {one.id: one for one in measures()}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise InvalidInput({"measures": f"没有名为「{unknown[0][:30]}」的指标"})
    return [known[name] for name in wanted] if wanted else list(known.values())


def column_of(one: Measure) -> Column:
    return Column(id=one.id, label=one.label, shape=SHAPES.get(one.unit, "int"))


def subtitle(staff: StaffMember, found: StatisticsView) -> str:
    scope = staff.department if staff.department_code else "全部可见部门"
    return f"{found.date_from:%Y-%m-%d} 至 {found.date_to:%Y-%m-%d} · 范围：{scope}"


def _cells(
    row: StatisticsRow, chosen: Sequence[Measure], hidden: set[tuple[service.Key, str]]
) -> list[Cell]:
    key = tuple(row.keys)
    figures: list[Cell] = [
        HIDDEN if (key, one.moment) in hidden else row.figures[one.id] for one in chosen
    ]
    return [*(row.labels or ["全部"]), *figures]


def _totals(
    found: StatisticsView, chosen: Sequence[Measure], hidden: set[tuple[service.Key, str]]
) -> list[Cell]:
    blank: list[Cell] = [""] * (len(found.by) - 1)
    return ["合计", *blank, *_cells(found.totals, chosen, hidden)[1:]]
