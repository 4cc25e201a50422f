"""The to-do list's row of a step: it has the step's id and says what the step says."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from flows.processes import repository
from foundation.models import Case, ProcessInstance, ProcessStep, Task

ENDED = {"dropped": "dropped", "done": "pass"}


async def follow(
    session: AsyncSession, instance: ProcessInstance, steps: Collection[ProcessStep]
) -> None:
    """Make the tasks of these steps agree with them, in the same transaction."""
    case = await repository.case_of(session, instance)
    held = await repository.tasks_by_id(session, [step.id for step in steps])
    for step in steps:
        task = held.get(step.id)
        if task is None:
            task = Task(
                id=step.id,
                case_number=instance.case_number,
                is_step=True,
                parent_id=step.parent_id,
                created_at=step.created_at,
                version=1,
            )
            session.add(task)
        _say(task, step, case)
    await session.flush()


def _say(task: Task, step: ProcessStep, case: Case) -> None:
    is_opinion = step.parent_id is not None
    task.kind = "opinion" if is_opinion else step.kind
    task.name, task.role, task.due_at = step.name, step.role, step.due_at
    task.escalated_at, task.assignee_id = step.escalated_at, step.claimed_by
    if step.state in ENDED:
        task.state, task.done_at = "done", step.done_at
        task.outcome = step.decision or ENDED[step.state]
        return
    is_waiting = case.status == "supplement_required" and not is_opinion
    task.state = "paused" if is_waiting else step.state
    task.outcome = task.done_at = None
