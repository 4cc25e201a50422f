"""Questions about many processes at once; each is one statement, and counts only what the
viewer may see. Both databases are asked the same; where their words differ stands in `seconds`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Row,
    Select,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from flows.cases.repository import visible_to
from flows.processes.repository import OPEN
from foundation.models import (
    Case,
    ProcessEvent,
    ProcessInstance,
    ProcessStep,
    ProcessTemplate,
    ProcessTimer,
    ProcessVersion,
    Staff,
    StaffSession,
)
from foundation.viewer import StaffMember

Rows = Sequence[Row[*tuple[Any, ...]]]
Asked = Select[*tuple[Any, ...]]

RUNNING = ProcessInstance.state == "running"
_holder = aliased(Staff)
WAITS = and_(ProcessStep.state.in_(OPEN), ProcessStep.parent_id.is_(None))
DONE = and_(ProcessStep.state == "done", ProcessStep.parent_id.is_(None))


@dataclass(frozen=True, slots=True)
class Watch:
    """The moment it is, and the one before which whoever did nothing counts as quiet."""

    moment: datetime
    quiet_since: datetime

    @property
    def is_late(self) -> ColumnElement[bool]:
        return and_(ProcessStep.due_at.is_not(None), ProcessStep.due_at < self.moment)

    @property
    def is_inactive(self) -> ColumnElement[bool]:
        """The holder's account was stopped."""
        stopped = select(_holder.id).where(
            _holder.id == ProcessStep.claimed_by, _holder.is_active.is_(False)
        )
        return and_(ProcessStep.claimed_by.is_not(None), stopped.correlate(ProcessStep).exists())

    @property
    def is_absent(self) -> ColumnElement[bool]:
        """The holder is not signed in and has acted on no process for so long."""
        signed_in = select(StaffSession.token_hash).where(
            StaffSession.staff_id == ProcessStep.claimed_by, StaffSession.expires_at > self.moment
        )
        acted = select(ProcessEvent.id).where(
            ProcessEvent.actor == ProcessStep.claimed_by, ProcessEvent.at >= self.quiet_since
        )
        return and_(
            ProcessStep.claimed_by.is_not(None),
            ProcessStep.created_at < self.quiet_since,
            ~signed_in.exists(),
            ~acted.exists(),
        )

    @property
    def is_quiet(self) -> ColumnElement[bool]:
        """Nobody acted on the case for so long, and no timer will."""
        timed = select(ProcessTimer.id).where(ProcessTimer.instance_id == ProcessInstance.id)
        acted = select(ProcessEvent.id).where(
            ProcessEvent.subject == ProcessInstance.id, ProcessEvent.at >= self.quiet_since
        )
        return and_(ProcessStep.created_at < self.quiet_since, ~timed.exists(), ~acted.exists())

    @property
    def is_stuck(self) -> ColumnElement[bool]:
        return or_(self.is_inactive, self.is_absent, self.is_quiet)


def seen(query: Asked, staff: StaffMember) -> Asked:
    """Of `query`, which already speaks of ProcessInstance, what stands in cases of the viewer's."""
    return query.join(Case, Case.number == ProcessInstance.case_number).where(*visible_to(staff))


def count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def seconds(session: AsyncSession, begin: Any, end: Any) -> ColumnElement[float]:
    if session.get_bind().dialect.name == "sqlite":
        days: ColumnElement[float] = func.julianday(end) - func.julianday(begin)
        return days * 86_400.0
    return cast(func.extract("epoch", end - begin), Float)


async def running_by_version(session: AsyncSession, staff: StaffMember) -> dict[str, int]:
    rows = await session.execute(
        seen(select(ProcessInstance.version_id, func.count()), staff)
        .where(RUNNING)
        .group_by(ProcessInstance.version_id)
    )
    return {row[0]: row[1] for row in rows}


async def steps_by_version(
    session: AsyncSession, staff: StaffMember, watch: Watch
) -> dict[str, tuple[int, int, int]]:
    """By version: steps that wait, are late, are stuck."""
    asked = select(
        ProcessInstance.version_id, func.count(), count(watch.is_late), count(watch.is_stuck)
    ).join(ProcessStep, ProcessStep.instance_id == ProcessInstance.id)
    rows = await session.execute(
        seen(asked, staff).where(RUNNING, WAITS).group_by(ProcessInstance.version_id)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


async def versions(session: AsyncSession) -> Rows:
    """(version, template) of every version, the newest first within each template. Their drawings
    are left where they are."""
    rows = await session.execute(
        select(
            ProcessVersion.id,
            ProcessVersion.number,
            ProcessVersion.state,
            ProcessTemplate.key,
            ProcessTemplate.name,
        )
        .join(ProcessTemplate, ProcessTemplate.id == ProcessVersion.template_id)
        .order_by(ProcessTemplate.key, ProcessVersion.number.desc())
    )
    return rows.all()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which steps that wait: `kind` is all, late or stuck; empty words leave a choice open."""

    kind: str = "all"
    key: str = ""
    version: int | None = None
    node: str = ""
    holder: str = ""
    text: str = ""


async def waiting_steps(
    session: AsyncSession,
    staff: StaffMember,
    watch: Watch,
    wanted: Wanted,
    offset: int,
    limit: int,
) -> tuple[Rows, int]:
    """Rows of (step, case number, item, template, key, version, holder, inactive, absent, quiet),
    those due first, then the longest waiting."""
    asked = _waiting(staff, watch, wanted)
    total = await session.scalar(asked.with_only_columns(func.count()).order_by(None))
    rows = await session.execute(
        asked.with_only_columns(
            ProcessStep,
            Case.number,
            Case.item_name,
            ProcessTemplate.name,
            ProcessTemplate.key,
            ProcessVersion.number,
            Staff.display_name,
            watch.is_inactive,
            watch.is_absent,
            watch.is_quiet,
        )
        .order_by(
            ProcessStep.due_at.is_(None), ProcessStep.due_at, ProcessStep.created_at, ProcessStep.id
        )
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total or 0


def _waiting(staff: StaffMember, watch: Watch, wanted: Wanted) -> Asked:
    asked = (
        seen(
            select(ProcessStep).join(
                ProcessInstance, ProcessInstance.id == ProcessStep.instance_id
            ),
            staff,
        )
        .join(ProcessVersion, ProcessVersion.id == ProcessInstance.version_id)
        .join(ProcessTemplate, ProcessTemplate.id == ProcessVersion.template_id)
        .outerjoin(Staff, Staff.id == ProcessStep.claimed_by)
        .where(RUNNING, WAITS)
    )
    if wanted.kind == "late":
        asked = asked.where(watch.is_late)
    elif wanted.kind == "stuck":
        asked = asked.where(watch.is_stuck)
    if wanted.key:
        asked = asked.where(ProcessTemplate.key == wanted.key)
    if wanted.version is not None:
        asked = asked.where(ProcessVersion.number == wanted.version)
    if wanted.node:
        asked = asked.where(ProcessStep.node == wanted.node)
    if wanted.holder:
        asked = asked.where(ProcessStep.claimed_by == wanted.holder)
    if wanted.text:
        found = Case.item_name.contains(wanted.text, autoescape=True)
        asked = asked.where(or_(Case.number.startswith(wanted.text, autoescape=True), found))
    return asked


async def nodes_now(
    session: AsyncSession, staff: StaffMember, watch: Watch, version_id: str
) -> dict[str, tuple[int, int]]:
    """By node of a version: steps that wait, and those of them that are late."""
    asked = select(ProcessStep.node, func.count(), count(watch.is_late)).join(
        ProcessInstance, ProcessInstance.id == ProcessStep.instance_id
    )
    rows = await session.execute(
        seen(asked, staff)
        .where(RUNNING, WAITS, ProcessInstance.version_id == version_id)
        .group_by(ProcessStep.node)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


async def nodes_done(
    session: AsyncSession, staff: StaffMember, since: datetime, version_id: str
) -> dict[str, tuple[int, float, int]]:
    """By node: how many were done since then, their mean seconds, and how many sent it back."""
    took = seconds(session, ProcessStep.created_at, ProcessStep.done_at)
    asked = select(
        ProcessStep.node, func.count(), func.avg(took), count(ProcessStep.decision == "return")
    ).join(ProcessInstance, ProcessInstance.id == ProcessStep.instance_id)
    rows = await session.execute(
        seen(asked, staff)
        .where(DONE, ProcessStep.done_at >= since, ProcessInstance.version_id == version_id)
        .group_by(ProcessStep.node)
    )
    return {row[0]: (row[1], float(row[2] or 0), row[3]) for row in rows}


async def item_of_case(session: AsyncSession, number: str) -> str:
    return await session.scalar(select(Case.item_name).where(Case.number == number)) or ""


async def case_of_step(session: AsyncSession, staff: StaffMember, step_id: str) -> str | None:
    asked = select(ProcessInstance.case_number).join(
        ProcessStep, ProcessStep.instance_id == ProcessInstance.id
    )
    found: str | None = await session.scalar(seen(asked, staff).where(ProcessStep.id == step_id))
    return found
