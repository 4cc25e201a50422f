"""Where processes stand: the board, the steps that wait, one case, the heat of a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from flows.engine.diagrams import Flow, read_diagram
from flows.engine.elements import ROLES, STEPS
from flows.engine.tracks import passed
from flows.processes import repository as processes
from flows.processes.mirror import run_of
from flows.processes.monitoring import repository
from flows.processes.monitoring.repository import Wanted, Watch
from flows.processes.monitoring.views import (
    Board,
    HeatMap,
    NodeHeat,
    NodeStay,
    VersionLoad,
    WatchedCase,
    WatchedPage,
    WatchedStep,
)
from flows.processes.presenter import show_process
from flows.processes.rights import LEAD, principals
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import ProcessStep
from foundation.paging import next_cursor
from foundation.viewer import StaffMember

STUCK_DAYS, MOST_DAYS = 3, 366
KINDS = ("all", "late", "stuck")


def watch_of(days: int) -> Watch:
    """Raises: InvalidInput."""
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInput({"days": f"天数应为1至{MOST_DAYS}"})
    return Watch(now(), now() - timedelta(days=days))


async def show_board(session: AsyncSession, staff: StaffMember, days: int = STUCK_DAYS) -> Board:
    """Running cases by version, with what of them is late or stuck. Raises: InvalidInput."""
    staff.must_hold(LEAD)
    watch = watch_of(days)
    running = await repository.running_by_version(session, staff)
    steps = await repository.steps_by_version(session, staff, watch)
    versions = []
    for version_id, number, state, key, name in await repository.versions(session):
        waiting, late, stuck = steps.get(version_id, (0, 0, 0))
        cases = running.get(version_id, 0)
        if cases or state == "published":
            versions.append(
                VersionLoad(
                    template=name, key=key, version=number, state=state, running=cases,
                    waiting=waiting, late=late, stuck=stuck,
                )
            )  # fmt: skip
    return Board(
        stuck_days=days,
        running=sum(one.running for one in versions),
        waiting=sum(one.waiting for one in versions),
        late=sum(one.late for one in versions),
        stuck=sum(one.stuck for one in versions),
        versions=versions,
    )


async def list_waiting(
    session: AsyncSession,
    staff: StaffMember,
    wanted: Wanted,
    days: int,
    offset: int,
    limit: int,
) -> WatchedPage:
    """Steps that wait, all of them or the late or stuck ones. Raises: InvalidInput."""
    staff.must_hold(LEAD)
    if wanted.kind not in KINDS:
        raise InvalidInput({"kind": "请选择全部、超期或停滞"})
    watch = watch_of(days)
    rows, total = await repository.waiting_steps(session, staff, watch, wanted, offset, limit)
    return WatchedPage(
        items=[_shown(row, watch.moment) for row in rows],
        total=total,
        next=next_cursor(offset, len(rows), total),
    )


def _shown(row: Row[*tuple[Any, ...]], moment: datetime) -> WatchedStep:
    step, number, item, template, key, version, holder, inactive, absent, quiet = row
    is_late = step.due_at is not None and step.due_at < moment
    away = absent and not inactive
    said = (("late", is_late), ("inactive", inactive), ("absent", away), ("quiet", quiet))
    return WatchedStep(
        id=step.id,
        case_number=number,
        item_name=item,
        template=template,
        key=key,
        version=version,
        node=step.node,
        name=step.name,
        kind_label=STEPS[step.kind],
        role=step.role,
        role_label=ROLES.get(step.role, step.role),
        holder_id=step.claimed_by,
        holder=holder,
        since=step.created_at,
        waited_seconds=int((moment - step.created_at).total_seconds()),
        due_at=step.due_at,
        is_late=is_late,
        is_escalated=step.escalated_at is not None,
        urged_at=step.urged_at,
        why=[name for name, holds in said if holds],
    )


async def show_heat(
    session: AsyncSession, staff: StaffMember, key: str, number: int, days: int
) -> HeatMap:
    """A version's drawing with what stands at each step now and what it took of late.

    Raises: TemplateUnknown, VersionUnknown, InvalidInput.
    """
    staff.must_hold(LEAD)
    watch = watch_of(days)
    template = await processes.access_template(session, key)
    version = await processes.version_by_number(session, template.id, number)
    spec = await processes.spec_of(session, version.id)
    here = await repository.nodes_now(session, staff, watch, version.id)
    done = await repository.nodes_done(session, staff, watch.quiet_since, version.id)
    nodes = []
    for node in spec.steps:
        waiting, late = here.get(node, (0, 0))
        count, mean, returns = done.get(node, (0, 0.0, 0))
        nodes.append(
            NodeHeat(
                node=node,
                name=spec.names.get(node) or node,
                waiting=waiting,
                late=late,
                done=count,
                mean_seconds=round(mean) if count else None,
                returns=returns,
            )
        )
    return HeatMap(
        template=template.name, key=key, version=number, bpmn=version.bpmn, days=days, nodes=nodes
    )


async def watch_case(session: AsyncSession, staff: StaffMember, number: str) -> WatchedCase:
    """A case on its diagram: the way it came, how long it was where. Raises: ProcessUnknown."""
    staff.must_hold(LEAD)
    instance = await processes.access_instance(session, staff, number)
    spec = await processes.spec_of(session, instance.version_id)
    shown = await show_process(session, instance, staff, await principals(session, staff))
    ways = passed(run_of(instance, spec))
    flows: Sequence[Flow] = list(read_diagram(shown.bpmn.encode()).flows.values())
    steps = await processes.steps_of(session, instance.id)
    return WatchedCase(
        **dict(shown),
        item_name=await repository.item_of_case(session, number),
        started_at=instance.started_at,
        ended_at=instance.ended_at,
        walked=[flow.id for flow in flows if (flow.source, flow.target) in ways],
        stays=_stays(steps),
    )


@dataclass(slots=True)
class _Stay:
    times: int = 0
    seconds: float = 0
    is_standing: bool = False
    is_late: bool = False


def _stays(steps: Sequence[ProcessStep]) -> list[NodeStay]:
    found: dict[str, _Stay] = {}
    for step in steps:
        if step.parent_id is not None:
            continue
        stay = found.setdefault(step.node, _Stay())
        is_open = step.state in processes.OPEN
        end = now() if is_open else step.done_at or step.created_at
        stay.times += 1
        stay.seconds += (end - step.created_at).total_seconds()
        stay.is_standing |= is_open
        stay.is_late |= is_open and step.due_at is not None and step.due_at < end
    return [
        NodeStay(
            node=node,
            times=stay.times,
            seconds=round(stay.seconds),
            is_standing=stay.is_standing,
            is_late=stay.is_late,
        )
        for node, stay in found.items()
    ]
