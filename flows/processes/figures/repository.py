"""How much people and steps carry, and what processes took: counted where the rows are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from flows.processes.monitoring.repository import (
    DONE,
    RUNNING,
    WAITS,
    Asked,
    Rows,
    Watch,
    count,
    seconds,
    seen,
)
from foundation.models import (
    ProcessInstance,
    ProcessStep,
    ProcessTemplate,
    ProcessVersion,
    Staff,
)
from foundation.viewer import StaffMember


async def active(session: AsyncSession) -> set[str]:
    """Ids of the accounts that are in use."""
    return set(await session.scalars(select(Staff.id).where(Staff.is_active)))


async def in_hand(
    session: AsyncSession, staff: StaffMember, watch: Watch
) -> dict[str, tuple[int, int, datetime]]:
    """By person: steps in hand, those late, since when the oldest waits."""
    asked = select(
        ProcessStep.claimed_by,
        func.count(),
        count(watch.is_late),
        func.min(ProcessStep.created_at),
    ).join(ProcessInstance, ProcessInstance.id == ProcessStep.instance_id)
    rows = await session.execute(
        seen(asked, staff)
        .where(RUNNING, WAITS, ProcessStep.claimed_by.is_not(None))
        .group_by(ProcessStep.claimed_by)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


async def done_by(session: AsyncSession, staff: StaffMember, since: datetime) -> dict[str, int]:
    asked = select(ProcessStep.claimed_by, func.count()).join(
        ProcessInstance, ProcessInstance.id == ProcessStep.instance_id
    )
    rows = await session.execute(
        seen(asked, staff)
        .where(DONE, ProcessStep.done_at >= since, ProcessStep.claimed_by.is_not(None))
        .group_by(ProcessStep.claimed_by)
    )
    return {str(row[0]): row[1] for row in rows}


async def steps_load(session: AsyncSession, staff: StaffMember, watch: Watch) -> Rows:
    """(key, template, node, name, open, claimed, late), the fullest first."""
    asked = (
        select(
            ProcessTemplate.key,
            func.max(ProcessTemplate.name),
            ProcessStep.node,
            func.max(ProcessStep.name),
            count(ProcessStep.state == "open"),
            count(ProcessStep.state == "claimed"),
            count(watch.is_late),
        )
        .select_from(ProcessStep)
        .join(ProcessInstance, ProcessInstance.id == ProcessStep.instance_id)
        .join(ProcessVersion, ProcessVersion.id == ProcessInstance.version_id)
        .join(ProcessTemplate, ProcessTemplate.id == ProcessVersion.template_id)
    )
    rows = await session.execute(
        seen(asked, staff)
        .where(RUNNING, WAITS)
        .group_by(ProcessTemplate.key, ProcessStep.node)
        .order_by(func.count().desc())
        .limit(100)
    )
    return rows.all()


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment (in) to another (out); `key` empty: every template."""

    begins: datetime
    ends: datetime
    key: str = ""


def _of(period: Period, query: Asked) -> Asked:
    """Of `query`, which already speaks of ProcessInstance, what belongs to the template."""
    if not period.key:
        return query
    return (
        query.join(ProcessVersion, ProcessVersion.id == ProcessInstance.version_id)
        .join(ProcessTemplate, ProcessTemplate.id == ProcessVersion.template_id)
        .where(ProcessTemplate.key == period.key)
    )


async def started_by_day(
    session: AsyncSession, staff: StaffMember, period: Period
) -> dict[str, int]:
    day = _day(session, ProcessInstance.started_at).label("day")
    asked = _of(period, seen(select(day, func.count()).select_from(ProcessInstance), staff))
    rows = await session.execute(
        asked.where(
            ProcessInstance.started_at >= period.begins, ProcessInstance.started_at < period.ends
        ).group_by(day)
    )
    return {row[0]: row[1] for row in rows}


async def ended_by_day(
    session: AsyncSession, staff: StaffMember, period: Period
) -> list[tuple[str, str, int]]:
    """(day, how it ended, how many)."""
    day = _day(session, ProcessInstance.ended_at).label("day")
    asked = select(day, ProcessInstance.state, func.count()).select_from(ProcessInstance)
    rows = await session.execute(
        _of(period, seen(asked, staff))
        .where(*_ended_in(period))
        .group_by(day, ProcessInstance.state)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _ended_in(period: Period) -> list[ColumnElement[bool]]:
    return [ProcessInstance.ended_at >= period.begins, ProcessInstance.ended_at < period.ends]


async def times_of_processes(
    session: AsyncSession, staff: StaffMember, period: Period
) -> tuple[float, float] | None:
    """p50 and p90, in seconds, of the processes that came to their end in the period."""
    took = seconds(session, ProcessInstance.started_at, ProcessInstance.ended_at).label("took")
    one = literal("all").label("part")
    asked = _of(period, seen(select(one, took).select_from(ProcessInstance), staff))
    inner = asked.where(*_ended_in(period), ProcessInstance.state == "done")
    rows = await session.execute(_ranked(inner))
    found = [(row[1], row[2]) for row in rows]
    return (float(found[0][0]), float(found[0][1])) if found else None


async def times_of_steps(
    session: AsyncSession, staff: StaffMember, period: Period
) -> dict[str, tuple[float, float]]:
    """By node: p50 and p90, in seconds, of the steps done in the period."""
    took = seconds(session, ProcessStep.created_at, ProcessStep.done_at).label("took")
    asked = _done_in(select(ProcessStep.node.label("part"), took), staff, period)
    return {row[0]: (float(row[1]), float(row[2])) for row in await session.execute(_ranked(asked))}


def _ranked(inner: Asked) -> Asked:
    """(part, p50, p90) of rows (part, took): the value at or above that share of them."""
    rows = inner.subquery()
    place = func.row_number().over(partition_by=rows.c.part, order_by=rows.c.took)
    count = func.count().over(partition_by=rows.c.part)
    ranked = select(rows.c.part, rows.c.took, place.label("place"), count.label("n")).subquery()

    def at(share: float) -> ColumnElement[float]:
        reached = ranked.c.place >= ranked.c.n * share
        return func.min(case((reached, ranked.c.took), else_=None))

    return select(ranked.c.part, at(0.5), at(0.9)).group_by(ranked.c.part)


async def steps_done(session: AsyncSession, staff: StaffMember, period: Period) -> Rows:
    """(node, name, kind, done, mean seconds, returns, refusals, late), the busiest first."""
    took = seconds(session, ProcessStep.created_at, ProcessStep.done_at)
    asked = select(
        ProcessStep.node,
        func.max(ProcessStep.name),
        func.max(ProcessStep.kind),
        func.count(),
        func.avg(took),
        count(ProcessStep.decision == "return"),
        count(ProcessStep.decision == "refuse"),
        count(ProcessStep.done_at > ProcessStep.due_at),
    )
    rows = await session.execute(
        _done_in(asked, staff, period)
        .group_by(ProcessStep.node)
        .order_by(func.count().desc())
        .limit(100)
    )
    return rows.all()


def _done_in(query: Asked, staff: StaffMember, period: Period) -> Asked:
    asked = query.select_from(ProcessStep).join(
        ProcessInstance, ProcessInstance.id == ProcessStep.instance_id
    )
    return _of(period, seen(asked, staff)).where(
        DONE, ProcessStep.done_at >= period.begins, ProcessStep.done_at < period.ends
    )


def _day(session: AsyncSession, moment: Any) -> ColumnElement[str]:
    """The day on Guangzhou's clock, `2026-11-27`."""
    if session.get_bind().dialect.name == "sqlite":
        return cast(func.date(moment, "+8 hours"), String)
    return func.to_char(func.timezone("Asia/Shanghai", moment), "YYYY-MM-DD")
