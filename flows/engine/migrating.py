"""Taking a running process to another version: what differs, and whether it can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from SpiffWorkflow.bpmn.util.diff import SpecDiff, diff_workflow, migrate_workflow
from SpiffWorkflow.util.task import TaskState

from flows.engine.definitions import Step
from flows.engine.errors import CannotMigrate
from flows.engine.machine import node_id, registry, spec_from_json
from flows.engine.running import Run

_HARMLESS = {"inputs"}
"""A new way into a step does not change what was done there."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Nodes by id: drawn anew, drawn no more, or drawn otherwise (type, ways out, condition,
    time; of steps also name, kind, role and days)."""

    added: list[str]
    removed: list[str]
    changed: list[str]


def difference(
    old: str, new: str, steps: tuple[Mapping[str, Step], Mapping[str, Step]]
) -> Difference:
    """What differs between two specs (JSON) and their steps."""
    before, after = spec_from_json(old), spec_from_json(new)
    found = SpecDiff(registry(), before, after)
    changed = {node_id(s.name) for s, marks in found.changed.items() if set(marks) - _HARMLESS}
    mine, theirs = steps
    changed |= {node for node in mine.keys() & theirs.keys() if mine[node] != theirs[node]}
    nodes = {node_id(name) for name in before.task_specs}, {node_id(n) for n in after.task_specs}
    added, removed = nodes[1] - nodes[0], nodes[0] - nodes[1]
    return Difference(*(sorted(s - {""}) for s in (added, removed, changed - added - removed)))


def migrate(run: Run, new: str, names: Mapping[str, str]) -> Run:
    """The same process on another spec (JSON); steps that wait go on waiting, timers keep their
    moment. `names` are those of the nodes, for the refusal.

    Raises: CannotMigrate when something that differs has been done already, or waits and is gone.
    """
    flow, spec = run.workflow, spec_from_json(new)
    found = SpecDiff(registry(), flow.spec, spec)
    ran, _ = diff_workflow(registry(), flow, spec, {})
    harmless = {s.name for s, marks in found.changed.items() if not set(marks) - _HARMLESS}
    done = [t for t in ran.changed if _has_run(t) and t.task_spec.name not in harmless]
    gone = [t for t in ran.removed if _has_run(t) or t.has_state(_STANDING)]
    if done or gone:
        nodes = sorted({node_id(t.task_spec.name.split(".")[0]) for t in (*done, *gone)} - {""})
        said = "、".join(f"「{names.get(node) or node}」" for node in nodes) or "流程结构"
        raise CannotMigrate(
            f"{said}在新版中有变化，而这个办件已经走过或正停在那里，请留在原版办完。"
        )
    moments = {t.id: dict(t.internal_data) for t in flow.get_tasks(state=TaskState.WAITING)}
    migrate_workflow(ran, flow, spec)
    for task in flow.get_tasks(state=TaskState.WAITING):
        task.internal_data.update(moments.get(task.id, {}))
    run.go_on()
    return run


_STANDING = TaskState.READY | TaskState.WAITING | TaskState.STARTED


def _has_run(task: object) -> bool:
    return bool(task.has_state(TaskState.FINISHED_MASK))  # type: ignore[attr-defined]
