"""The way a process has come, flow by flow: what of its task tree has really happened."""

from __future__ import annotations

from SpiffWorkflow.util.task import TaskState

from flows.engine.machine import node_id
from flows.engine.running import Run

_BESIDE = ".BoundaryEventSplit"


def passed(run: Run) -> set[tuple[str, str]]:
    """Pairs of nodes (from, to) a token went between; what is only foreseen is no way."""
    found = set()
    for task in run.workflow.get_tasks():
        if task.parent is not None and task.parent.has_state(TaskState.COMPLETED):
            names = (task.parent.task_spec.name, task.task_spec.name)
            source, target = (node_id(name.removesuffix(_BESIDE)) for name in names)
            if source and target and source != target:
                found.add((source, target))
    return found
