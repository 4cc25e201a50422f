"""Cases counted for whoever may see them, by whatever is asked, beside the periods before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.states import LABELS as STATUS_LABELS
from flows.statistics import dimensions, repository
from flows.statistics.measures import MOMENTS, Figures, complete, measure, measures
from flows.statistics.periods import Days, before, checked, year_before
from flows.statistics.views import (
    Choice,
    CountedCase,
    CountedCases,
    DimensionView,
    MeasureView,
    Period,
    StatisticsRow,
    StatisticsView,
    VocabularyView,
)
from foundation.errors import InvalidInput
from foundation.paging import next_cursor
from foundation.viewer import StaffMember

VIEW = "statistics.view"
MOST_ROWS = 2_000
FEWEST = 5
Filters = Mapping[str, Sequence[str]]
Key = tuple[str, ...]


def vocabulary(staff: StaffMember) -> VocabularyView:
    """Measures with their definitions, dimensions, and what to filter by. Raises: Forbidden."""
    staff.must_hold(VIEW)
    return VocabularyView(
        measures=[MeasureView.model_validate(one.model_dump()) for one in measures()],
        dimensions=[DimensionView(id=k, label=v) for k, v in dimensions.LABELS.items()],
        departments=[Choice(key=k, label=v) for k, v in dimensions.departments().items()],
        channels=[Choice(key=k, label=v) for k, v in dimensions.CHANNELS.items()],
    )


async def statistics(
    session: AsyncSession,
    staff: StaffMember,
    by: str,
    since: date | None,
    until: date | None,
    filters: Filters,
    compare: bool = False,
    offset: int = 0,
    limit: int = MOST_ROWS,
) -> StatisticsView:
    """Every measure of a time, in all and by group, the groups with most cases first (times in
    their order). With `compare`, each beside the period before and a year before.

    Raises: Forbidden, InvalidInput.
    """
    staff.must_hold(VIEW)
    wanted = dimensions.checked(by)
    days = checked(since, until)
    spans = {"now": days, "mom": before(days), "yoy": year_before(days)}
    asked = spans if compare else {"now": days}
    groups = {name: await grouped(session, staff, wanted, d, filters) for name, d in asked.items()}
    whole = {name: await grouped(session, staff, [], d, filters) for name, d in asked.items()}
    has_time = bool(dimensions.TIMES & set(wanted))
    keys = ordered(groups["now"], wanted)
    sayer = await dimensions.sayer(session, wanted)
    rows = [
        _row(key, [sayer.say(d, k) for d, k in zip(wanted, key, strict=True)], groups, has_time)
        for key in keys[offset : offset + limit]
    ]
    return StatisticsView(
        date_from=days[0],
        date_to=days[1],
        by=wanted,
        mom_period=_period(spans["mom"]),
        yoy_period=_period(spans["yoy"]),
        totals=_row((), [], whole, False),
        items=rows if wanted else [],
        total=len(keys) if wanted else 0,
        next=next_cursor(offset, len(rows), len(keys)),
        counted_at=await counted_at(session),
    )


async def grouped(
    session: AsyncSession,
    staff: StaffMember,
    wanted: Sequence[str],
    days: Days,
    filters: Filters,
) -> dict[Key, Figures]:
    """Every measure by group. The whole (no dimensions) is always there, if only as zeros."""
    added: dict[Key, dict[str, int]] = {}
    spent: dict[Key, dict[int, int]] = {}
    if not wanted:
        added[()] = {}
    for moment in MOMENTS:
        for row in await repository.counted(session, staff, moment, wanted, days, filters):
            key = tuple(dimensions.key_of(row[n]) for n in range(len(wanted)))
            sums = added.setdefault(key, {})
            told = dict(row._mapping)
            if told.get("spent") is not None:
                there = spent.setdefault(key, {})
                there[told["spent"]] = there.get(told["spent"], 0) + told["decided"]
            for name, value in told.items():
                if name != "spent" and name[0] != "k":
                    sums[name] = sums.get(name, 0) + int(value)
    return {key: complete(sums, spent.get(key, {})) for key, sums in added.items()}


async def small_cells(
    session: AsyncSession, staff: StaffMember, wanted: Sequence[str], days: Days, filters: Filters
) -> set[tuple[Key, str]]:
    """Groups by or within a sensitive dimension with fewer than five applicants at a moment, which
    do not leave the house. Where there is only one, the next smallest goes with it: else the total
    would tell it."""
    hidden: set[tuple[Key, str]] = set()
    if not dimensions.SENSITIVE & {*wanted, *filters}:
        return hidden
    for moment in MOMENTS:
        rows = await repository.people_behind(session, staff, moment, wanted, days, filters)
        sized = sorted(
            (row.people, tuple(dimensions.key_of(row[n]) for n in range(len(wanted))))
            for row in rows
        )
        sized = [(people, key) for people, key in sized if people]
        small = sum(people < FEWEST for people, _ in sized)
        hidden |= {(key, moment) for _, key in sized[: max(small, 2) if small else 0]}
    return hidden


def ordered(groups: Mapping[Key, Figures], wanted: Sequence[str]) -> list[Key]:
    """Times in their order and before all else, then the groups with most cases."""
    times = [n for n, one in enumerate(wanted) if one in dimensions.TIMES]

    def place(key: Key) -> Any:
        figures = groups[key]
        size = (figures["received"] or 0) + (figures["closed"] or 0)
        return [key[n] for n in times], -size, key

    return sorted(groups, key=place)


async def cases_behind(
    session: AsyncSession,
    staff: StaffMember,
    name: str,
    since: date | None,
    until: date | None,
    filters: Filters,
    offset: int,
    limit: int,
) -> CountedCases:
    """The cases a figure is made of. Raises: Forbidden, InvalidInput."""
    staff.must_hold(VIEW)
    staff.must_hold("cases.view")
    one = next((m for m in measures() if m.id == name), None)
    if one is None:
        raise InvalidInput({"measure": "没有这项指标"})
    one = measure(one.ratio[0]) if one.ratio else one
    counts = "decided" if one.days else one.id
    days = checked(since, until)
    rows, total = await repository.cases_behind(
        session, staff, counts, one.moment, days, filters, offset, limit
    )
    names = dimensions.departments()
    return CountedCases(
        items=[_case(row, names) for row in rows],
        total=total,
        next=next_cursor(offset, len(rows), total),
    )


async def counted_at(session: AsyncSession) -> datetime | None:
    """The moment up to which the facts are whole, or None before the first count."""
    return await repository.marked_at(session)


def _case(row: Any, names: Mapping[str, str]) -> CountedCase:
    fact = row.CaseFact
    return CountedCase(
        number=row.number,
        item_name=row.item_name,
        department=names.get(fact.department_code, fact.department_code),
        status_label=STATUS_LABELS.get(row.status, row.status),
        received_day=fact.received_day,
        closed_day=fact.closed_day,
        work_days=fact.work_days,
        returns=fact.returns,
    )


def _row(
    key: Key, labels: list[str], groups: Mapping[str, Mapping[Key, Figures]], has_time: bool
) -> StatisticsRow:
    """A group beside itself; a group of a time has no other time to stand beside."""
    nothing = complete({}, {})
    others = {} if has_time else {n: g for n, g in groups.items() if n != "now"}
    return StatisticsRow(
        keys=list(key),
        labels=labels,
        figures=groups["now"][key],
        **{name: found.get(key, nothing) for name, found in others.items()},
    )


def _period(days: Days) -> Period:
    return Period(date_from=days[0], date_to=days[1])
