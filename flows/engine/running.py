"""A process under way: where it stands, a step done, a timer gone off, taken back to a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.event_definitions.timer import (
    DurationTimerEventDefinition,
    TimerEventDefinition,
)
from SpiffWorkflow.util.task import TaskState

from flows.engine import machine
from flows.engine.errors import StepMissed
from flows.engine.joins import Inclusive
from flows.engine.machine import Workflow, node_id, spec_from_json
from foundation.clock import now

MAX_ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class WaitingStep:
    """A step that waits for a person: the engine's own id of it, and the node of the diagram."""

    id: str
    node: str


@dataclass(frozen=True, slots=True)
class WaitingTimer:
    id: str
    node: str
    due_at: datetime


class Run:
    """One process, held in memory between load and save.

    Args:
        spec: the JSON of its version's spec.
        state: the JSON `save` gave; None begins a new one with `facts`.
    """

    def __init__(
        self, spec: str, state: str | None = None, facts: Mapping[str, Any] | None = None
    ) -> None:
        made = spec_from_json(spec)
        if state is None:
            self._flow: Workflow = machine.new_workflow(made)
            self._flow.task_tree.data.update(facts or {})
            self.go_on()
        else:
            self._flow = machine.workflow_from_json(state, made)

    def save(self) -> str:
        return machine.workflow_to_json(self._flow)

    @property
    def is_over(self) -> bool:
        return bool(self._flow.is_completed())

    def steps(self) -> list[WaitingStep]:
        ready = self._flow.get_tasks(state=TaskState.READY, manual=True)
        return [WaitingStep(str(t.id), node_id(t.task_spec.name)) for t in ready]

    def timers(self) -> list[WaitingTimer]:
        return [
            WaitingTimer(str(task.id), node_id(task.task_spec.name), _due(task))
            for task in self._flow.get_tasks(state=TaskState.WAITING)
            if _is_timer(task)
        ]

    def complete(self, step_id: str, facts: Mapping[str, Any]) -> None:
        """The step is done and says these facts. Raises: StepMissed."""
        task = self._task(step_id)
        if not (task.has_state(TaskState.READY) and task.task_spec.manual):
            raise StepMissed
        task.data.update(facts)
        task.run()
        self.go_on()

    def earlier(self, step_id: str) -> list[WaitingStep]:
        """Steps done on the way to this one, the latest first: where it may be taken back to."""
        found: dict[str, WaitingStep] = {}
        task = self._task(step_id).parent
        while task is not None:
            node = node_id(task.task_spec.name)
            if task.task_spec.manual and node and task.has_state(TaskState.COMPLETED):
                found.setdefault(node, WaitingStep(str(task.id), node))
            task = task.parent
        return list(found.values())

    def take_back(self, step_id: str, node: str) -> None:
        """Stand again at an earlier step; what came after it is undone. Raises: StepMissed."""
        target = next((step for step in self.earlier(step_id) if step.node == node), None)
        if target is None:
            raise StepMissed("这个环节之前没有办过要退回到的环节，请刷新后重新选择。")
        self._flow.reset_from_task_id(UUID(target.id))
        self._flow.completed = False
        self.go_on()

    def tick(self) -> None:
        """Timers whose moment has passed go off."""
        self._flow.refresh_timers()
        self.go_on()

    def postpone(self, by: timedelta) -> None:
        """Timers that wait for a length of time go off later; those for a moment of the calendar
        stay."""
        for task in self._flow.get_tasks(state=TaskState.WAITING):
            is_length = isinstance(_definition(task), DurationTimerEventDefinition)
            if is_length and task._get_internal_data("event_value"):
                task._set_internal_data(event_value=(_due(task) + by).isoformat())

    def stop(self) -> None:
        """End it here, whatever waits."""
        self._flow.cancel()

    def fire(self, timer_id: str) -> None:
        """Let a timer go off before its moment; for trying a diagram. Raises: StepMissed."""
        task = self._task(timer_id)
        if not task.has_state(TaskState.WAITING):
            raise StepMissed
        task._set_internal_data(event_value=datetime(2000, 1, 1, tzinfo=UTC).isoformat())
        self.tick()

    @property
    def workflow(self) -> Workflow:
        return self._flow

    def _task(self, task_id: str) -> Any:
        found = self._flow.tasks.get(UUID(task_id))
        if found is None:
            raise StepMissed
        return found

    def go_on(self) -> None:
        """Until only people and the clock can move it. Timers going off may make more to do."""
        for _ in range(MAX_ROUNDS):
            self._flow.do_engine_steps()
            self._ask_joins()
            if not self._flow.get_tasks(state=TaskState.READY, manual=False):
                return
        raise RuntimeError("a process goes round without a person")

    def _ask_joins(self) -> None:
        """A token that ended elsewhere may be what an inclusive gateway waited for."""
        for task in self._flow.get_tasks(state=TaskState.WAITING):
            if isinstance(task.task_spec, Inclusive):
                task.task_spec._update(task)


def _definition(task: Any) -> Any:
    return getattr(task.task_spec, "event_definition", None)


def _is_timer(task: Any) -> bool:
    return isinstance(_definition(task), TimerEventDefinition)


def _due(task: Any) -> datetime:
    value = task._get_internal_data("event_value")
    return TimerEventDefinition.get_datetime(value) if value else now()
