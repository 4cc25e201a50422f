"""Rows of processes. What staff reach stands in a case of their department."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from flows.cases.repository import in_reach, in_scopes, visible_to
from flows.processes.delegations.repository import StandsIn
from flows.processes.errors import ProcessUnknown, StepUnknown, TemplateUnknown, VersionUnknown
from foundation.db import fresh
from foundation.models import (
    Case,
    ProcessEvent,
    ProcessInstance,
    ProcessSpec,
    ProcessStep,
    ProcessTemplate,
    ProcessTimer,
    ProcessVersion,
    Staff,
    Task,
)
from foundation.scopes import Scope
from foundation.viewer import StaffMember

OPEN = ("open", "claimed")
WORK, LEADS = "processes.work", "supervisor"
MOST_SPECS = 256

_specs: dict[str, ProcessSpec] = {}


async def template_by_key(
    session: AsyncSession, key: str, *, lock: bool = False
) -> ProcessTemplate | None:
    query = select(ProcessTemplate).where(ProcessTemplate.key == key)
    return await session.scalar(fresh(query) if lock else query)


async def access_template(
    session: AsyncSession, key: str, *, lock: bool = False
) -> ProcessTemplate:
    """Raises: TemplateUnknown."""
    found = await template_by_key(session, key, lock=lock)
    if found is None:
        raise TemplateUnknown
    return found


async def templates(session: AsyncSession) -> Sequence[ProcessTemplate]:
    return (await session.scalars(select(ProcessTemplate).order_by(ProcessTemplate.key))).all()


async def versions_of(session: AsyncSession, template_id: str) -> Sequence[ProcessVersion]:
    """The newest first."""
    rows = await session.scalars(
        select(ProcessVersion)
        .where(ProcessVersion.template_id == template_id)
        .order_by(ProcessVersion.number.desc())
    )
    return rows.all()


async def version_by_number(session: AsyncSession, template_id: str, number: int) -> ProcessVersion:
    """Raises: VersionUnknown."""
    found = await session.scalar(
        select(ProcessVersion).where(
            ProcessVersion.template_id == template_id, ProcessVersion.number == number
        )
    )
    if found is None:
        raise VersionUnknown
    return found


async def latest_published(session: AsyncSession, template_id: str) -> ProcessVersion | None:
    return await session.scalar(
        select(ProcessVersion)
        .where(ProcessVersion.template_id == template_id, ProcessVersion.state == "published")
        .order_by(ProcessVersion.number.desc())
        .limit(1)
    )


async def running_counts(session: AsyncSession, template_id: str) -> dict[str, int]:
    rows = await session.execute(
        select(ProcessInstance.version_id, func.count())
        .join(ProcessVersion, ProcessVersion.id == ProcessInstance.version_id)
        .where(ProcessVersion.template_id == template_id, ProcessInstance.state == "running")
        .group_by(ProcessInstance.version_id)
    )
    return {row[0]: row[1] for row in rows}


async def spec_of(session: AsyncSession, version_id: str) -> ProcessSpec:
    """Never changed once kept, so each process of ours asks the database once."""
    if version_id not in _specs:
        found = await session.execute(
            select(ProcessSpec)
            .join(ProcessVersion, ProcessVersion.spec_sha256 == ProcessSpec.sha256)
            .where(ProcessVersion.id == version_id)
        )
        spec = found.scalar_one()
        session.expunge(spec)
        if len(_specs) >= MOST_SPECS:
            _specs.clear()
        _specs[version_id] = spec
    return _specs[version_id]


async def version_of(session: AsyncSession, instance: ProcessInstance) -> ProcessVersion:
    found = await session.get(ProcessVersion, instance.version_id)
    assert found is not None
    return found


async def lock_case(session: AsyncSession, number: str) -> Case | None:
    found: Case | None = await session.scalar(fresh(select(Case).where(Case.number == number)))
    return found


async def case_of(session: AsyncSession, instance: ProcessInstance) -> Case:
    """The instance's case: as this session holds it, locked if it locked it before."""
    found = await session.get(Case, instance.case_number)
    assert found is not None
    return found


async def tasks_by_id(session: AsyncSession, ids: Sequence[str]) -> dict[str, Task]:
    rows = await session.scalars(select(Task).where(Task.id.in_(ids)))
    return {task.id: task for task in rows}


async def template_by_id(session: AsyncSession, template_id: str) -> ProcessTemplate | None:
    return await session.get(ProcessTemplate, template_id)


async def done_steps(session: AsyncSession, instance_id: str) -> Sequence[ProcessStep]:
    """Steps somebody decided, the latest first; opinions left out."""
    rows = await session.scalars(
        select(ProcessStep)
        .where(
            ProcessStep.instance_id == instance_id,
            ProcessStep.state == "done",
            ProcessStep.parent_id.is_(None),
        )
        .order_by(ProcessStep.done_at.desc(), ProcessStep.id)
    )
    return rows.all()


async def instance_of_case(session: AsyncSession, number: str) -> ProcessInstance | None:
    return await session.scalar(
        select(ProcessInstance).where(ProcessInstance.case_number == number)
    )


async def access_instance(
    session: AsyncSession, staff: StaffMember, number: str
) -> ProcessInstance:
    """The process of a case the staff member may see. Raises: ProcessUnknown."""
    query = (
        select(ProcessInstance)
        .join(Case, Case.number == ProcessInstance.case_number)
        .where(Case.number == number, *visible_to(staff))
    )
    found = await session.scalar(query)
    if found is None:
        raise ProcessUnknown
    return found


async def lock_instance_of_case(session: AsyncSession, number: str) -> ProcessInstance | None:
    """Its case is locked already: case, process, step is the order for everybody."""
    found: ProcessInstance | None = await session.scalar(
        fresh(select(ProcessInstance).where(ProcessInstance.case_number == number))
    )
    return found


async def lock_instance(session: AsyncSession, instance_id: str) -> ProcessInstance | None:
    """With its case, locked in that order."""
    of_instance = select(ProcessInstance.case_number).where(ProcessInstance.id == instance_id)
    await session.scalar(fresh(select(Case).where(Case.number == of_instance.scalar_subquery())))
    found: ProcessInstance | None = await session.scalar(
        fresh(select(ProcessInstance).where(ProcessInstance.id == instance_id))
    )
    return found


async def access_step(
    session: AsyncSession, staff: StaffMember, step_id: str
) -> tuple[ProcessInstance, ProcessStep]:
    """A step and its process, locked after their case: whoever comes second sees what the first
    did.

    Raises: StepUnknown.
    """
    of_step = (
        select(ProcessInstance.case_number)
        .join(ProcessStep, ProcessStep.instance_id == ProcessInstance.id)
        .where(ProcessStep.id == step_id)
    )
    await session.scalar(
        fresh(select(Case).where(Case.number == of_step.scalar_subquery(), *visible_to(staff)))
    )
    found = await session.execute(
        select(ProcessInstance, ProcessStep)
        .join(ProcessStep, ProcessStep.instance_id == ProcessInstance.id)
        .join(Case, Case.number == ProcessInstance.case_number)
        .where(ProcessStep.id == step_id, *visible_to(staff), *in_reach(staff, WORK))
        .with_for_update(of=[ProcessInstance, ProcessStep])
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    if row is None:
        raise StepUnknown
    return row[0], row[1]


async def open_steps(session: AsyncSession, instance_id: str) -> Sequence[ProcessStep]:
    rows = await session.scalars(
        select(ProcessStep).where(
            ProcessStep.instance_id == instance_id, ProcessStep.state.in_(OPEN)
        )
    )
    return rows.all()


async def steps_of(session: AsyncSession, instance_id: str) -> Sequence[ProcessStep]:
    rows = await session.scalars(
        select(ProcessStep)
        .where(ProcessStep.instance_id == instance_id)
        .order_by(ProcessStep.created_at, ProcessStep.id)
    )
    return rows.all()


async def opinions_for(session: AsyncSession, step_id: str) -> Sequence[ProcessStep]:
    rows = await session.scalars(select(ProcessStep).where(ProcessStep.parent_id == step_id))
    return rows.all()


async def timers_of(session: AsyncSession, instance_id: str) -> Sequence[ProcessTimer]:
    rows = await session.scalars(
        select(ProcessTimer).where(ProcessTimer.instance_id == instance_id)
    )
    return rows.all()


async def forget_timers(session: AsyncSession, ids: Sequence[str]) -> None:
    await session.execute(delete(ProcessTimer).where(ProcessTimer.id.in_(ids)))


async def due_instances(session: AsyncSession, moment: datetime, limit: int) -> list[str]:
    """Those with a timer due, the longest due first."""
    rows = await session.execute(
        select(ProcessTimer.instance_id)
        .where(ProcessTimer.due_at <= moment)
        .group_by(ProcessTimer.instance_id)
        .order_by(func.min(ProcessTimer.due_at))
        .limit(limit)
    )
    return [row[0] for row in rows]


async def due_timers(
    session: AsyncSession, instance_id: str, moment: datetime
) -> Sequence[ProcessTimer]:
    rows = await session.scalars(
        select(ProcessTimer).where(
            ProcessTimer.instance_id == instance_id, ProcessTimer.due_at <= moment
        )
    )
    return rows.all()


async def staff_by_id(session: AsyncSession, staff_id: str) -> Staff | None:
    return await session.scalar(select(Staff).where(Staff.id == staff_id, Staff.is_active))


async def names_of_staff(session: AsyncSession, ids: set[str]) -> dict[str, str]:
    rows = await session.execute(select(Staff.id, Staff.display_name).where(Staff.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


def in_own_role(
    staff: StaffMember,
    role: InstrumentedAttribute[str],
    is_escalated: ColumnElement[bool],
    department: InstrumentedAttribute[str] = Case.department_code,
) -> ColumnElement[bool]:
    """Work of a role the person holds, where the grant that gives the role reaches the case;
    supervisors' also what is past its day. The case is joined, unless `department` is a copy."""
    held: dict[str, list[Scope]] = {}
    for scope in staff.reach(WORK):
        held.setdefault(scope.base, []).append(scope)
    ways = [
        and_(
            or_(role == base, is_escalated) if base == LEADS else role == base,
            *in_scopes(scopes, department),
        )
        for base, scopes in held.items()
    ]
    return or_(false(), *ways)


async def steps_for(
    session: AsyncSession,
    staff: StaffMember,
    principals: StandsIn,
    offset: int,
    limit: int,
) -> tuple[Sequence[Any], int]:
    """Rows of (step, case) this person may take or has: late and urged ones first."""
    lent = frozenset[str]().union(*principals.values())
    mine: ColumnElement[bool] = ProcessStep.claimed_by.in_({staff.staff_id, *principals})
    own = in_own_role(staff, ProcessStep.role, ProcessStep.escalated_at.is_not(None))
    takes = and_(ProcessStep.state == "open", or_(own, ProcessStep.role.in_(lent)))
    reach = [*visible_to(staff), *in_reach(staff, WORK)]
    wanted = [ProcessStep.state.in_(OPEN), or_(mine, takes), *reach]
    joined = (
        select(ProcessStep, Case)
        .join(ProcessInstance, ProcessInstance.id == ProcessStep.instance_id)
        .join(Case, Case.number == ProcessInstance.case_number)
        .where(*wanted)
    )
    total = await session.scalar(select(func.count()).select_from(joined.subquery()))
    rows = await session.execute(
        joined.order_by(ProcessStep.due_at.is_(None), ProcessStep.due_at, ProcessStep.created_at)
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total or 0


async def events_of(session: AsyncSession, subject: str) -> Sequence[ProcessEvent]:
    rows = await session.scalars(
        select(ProcessEvent).where(ProcessEvent.subject == subject).order_by(ProcessEvent.id)
    )
    return rows.all()


async def last_event(session: AsyncSession, subject: str, act: str) -> ProcessEvent | None:
    return await session.scalar(
        select(ProcessEvent)
        .where(ProcessEvent.subject == subject, ProcessEvent.act == act)
        .order_by(ProcessEvent.id.desc())
        .limit(1)
    )


async def running_on(
    session: AsyncSession, version_id: str, limit: int, offset: int = 0
) -> Sequence[ProcessInstance]:
    """The oldest first."""
    rows = await session.scalars(
        select(ProcessInstance)
        .where(ProcessInstance.version_id == version_id, ProcessInstance.state == "running")
        .order_by(ProcessInstance.started_at, ProcessInstance.id)
        .offset(offset)
        .limit(limit)
    )
    return rows.all()


async def count_running(session: AsyncSession, version_id: str) -> int:
    found = await session.scalar(
        select(func.count())
        .select_from(ProcessInstance)
        .where(ProcessInstance.version_id == version_id, ProcessInstance.state == "running")
    )
    return found or 0
