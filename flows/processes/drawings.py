"""Drawings looked at beside each other, tried before anybody publishes, and those to begin with."""

from __future__ import annotations

import asyncio
from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncSession

from flows.engine.comparing import compare
from flows.engine.definitions import Trial, try_out
from flows.engine.diagrams import read_diagram
from flows.engine.dry_run import Way
from flows.engine.errors import DiagramRefused
from flows.processes import repository
from flows.processes.errors import TemplateUnknown
from flows.processes.rights import MANAGE
from flows.processes.shipped import shipped
from flows.processes.templates import known_fields, show_version
from flows.processes.views import (
    ChangeView,
    ComparisonView,
    FaultView,
    MoveOfTrial,
    ShippedView,
    TrialView,
    VersionFile,
    WayView,
)
from foundation.viewer import StaffMember

MOST_WAYS = 12
"""Ways shown: those that passed something no shown way passed come first."""


def list_shipped(staff: StaffMember) -> list[ShippedView]:
    staff.must_hold(MANAGE)
    return [ShippedView(**asdict(one)) for one in shipped()]


async def look_at_version(
    session: AsyncSession, staff: StaffMember, key: str, number: int
) -> VersionFile:
    """Raises: TemplateUnknown, VersionUnknown."""
    staff.must_hold(MANAGE)
    template = await repository.access_template(session, key)
    version = await repository.version_by_number(session, template.id, number)
    counts = await repository.running_counts(session, template.id)
    shown = show_version(version, counts.get(version.id, 0))
    return VersionFile(**dict(shown), bpmn=version.bpmn)


async def compare_versions(
    session: AsyncSession, staff: StaffMember, key: str, old: int, new: int | None
) -> ComparisonView:
    """What differs between a version and another one, or the draft (`new` None).

    Raises: TemplateUnknown, VersionUnknown, DiagramRefused when the draft cannot be read at all.
    """
    staff.must_hold(MANAGE)
    template = await repository.access_template(session, key)
    before = (await repository.version_by_number(session, template.id, old)).bpmn
    if new is None:
        after = template.draft
    else:
        after = (await repository.version_by_number(session, template.id, new)).bpmn
    if after is None:
        raise TemplateUnknown("这个模板还没有草稿，请先画好保存。")
    changes = compare(read_diagram(before.encode()), read_diagram(after.encode()))
    return ComparisonView(
        old_number=old,
        new_number=new,
        old=before,
        new=after,
        changes=[ChangeView(**asdict(change)) for change in changes],
    )


async def try_drawing(staff: StaffMember, bpmn: str) -> TrialView:
    """Check, play through and dry-run a drawing, and tell the ways walked; nothing is kept."""
    staff.must_hold(MANAGE)
    try:
        trial = await asyncio.to_thread(try_out, bpmn.encode(), known=known_fields())
    except DiagramRefused as refused:
        faults = [FaultView(**asdict(fault)) for fault in refused.faults]
        return TrialView(faults=faults, states=0, ways=[], flows=0, flows_walked=0, seconds=0)
    return _shown(trial)


def _shown(trial: Trial) -> TrialView:
    return TrialView(
        faults=[],
        states=trial.states,
        ways=_ways(trial),
        flows=trial.branches[0],
        flows_walked=trial.branches[1],
        seconds=round(trial.seconds, 2),
    )


def _ways(trial: Trial) -> list[WayView]:
    diagram, seen = trial.diagram, set[tuple[str, str]]()
    telling, rest = list[Way](), list[Way]()
    for way in trial.ways:
        (telling if way.flows - seen else rest).append(way)
        seen |= way.flows
    return [
        WayView(
            moves=[
                MoveOfTrial(act=act, node=node, name=diagram.nodes[node].name or node)
                for act, node in way.moves
            ],
            flows=[f.id for f in diagram.flows.values() if (f.source, f.target) in way.flows],
            is_over=way.is_over,
        )
        for way in [*telling, *rest][:MOST_WAYS]
    ]
