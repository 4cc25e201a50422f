"""Where branches meet, as BPMN 2.0 has it (13.4.1, 13.4.3).

SpiffWorkflow's own gateways count, in the second round of a loop, what arrived in the first, and
its inclusive one looks back along one way only and goes on while a nested branch is at work.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import InclusiveGateway, ParallelGateway
from SpiffWorkflow.util.task import TaskState

_ACTIVE = TaskState.READY | TaskState.WAITING | TaskState.STARTED


class Parallel(ParallelGateway):  # type: ignore[misc]
    """Waits for a token on every incoming flow."""

    def _check_threshold_unstructured(self, my_task: Any) -> bool:
        return _held(self, my_task) >= {spec.name for spec in self.inputs}


class Inclusive(InclusiveGateway):  # type: ignore[misc]
    """Waits for every token that can still reach an incoming flow that has none, unless it can
    reach one that has."""

    def _check_threshold_unstructured(self, my_task: Any) -> bool:
        held = _held(self, my_task)
        empty = {spec.name for spec in self.inputs} - held
        for task in my_task.workflow.get_tasks(state=_ACTIVE):
            if task.task_spec.name != self.name:
                reached = _inputs_reached(self, task.task_spec)
                if reached & empty and not reached & held:
                    return False
        return True


def _held(gateway: Any, my_task: Any) -> set[str]:
    """Incoming flows, by their source, whose token has come since the gateway last went on."""
    mine = my_task.workflow.get_tasks(spec_name=gateway.name)
    gone_on = [t.last_state_change for t in mine if t.has_state(TaskState.COMPLETED)]
    since = max(gone_on, default=0.0)
    return {
        task.parent.task_spec.name
        for task in mine
        if task is my_task
        or (
            task.parent.has_state(TaskState.COMPLETED)
            and not task.has_state(TaskState.COMPLETED)
            and task.last_state_change > since
        )
    }


def _inputs_reached(gateway: Any, start: Any) -> set[str]:
    """Which of the gateway's sources a token there can pass, without passing the gateway first."""
    seen, todo = {start.name}, [start]
    while todo:
        for after in todo.pop().outputs:
            if after.name not in seen and after.name != gateway.name:
                seen.add(after.name)
                todo.append(after)
    return seen & {spec.name for spec in gateway.inputs}
