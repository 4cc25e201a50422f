"""What the engine holds, as rows people can be shown, asked for and reminded by.

The engine's state is the truth; after every move the rows are made to say the same, in the same
transaction.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from flows.calendar.service import working_days
from flows.cases import repository as cases
from flows.cases.clock import Counts, end_of, span_of
from flows.engine.definitions import Step
from flows.engine.running import Run, WaitingStep
from flows.processes import repository, tasks
from flows.processes.traces import note
from foundation.announcements import announce_after_commit
from foundation.clock import add_working_days, now
from foundation.models import ProcessInstance, ProcessSpec, ProcessStep, ProcessTimer, new_id
from knowledge_base.schemas.guide import Term


def run_of(instance: ProcessInstance, spec: ProcessSpec) -> Run:
    return Run(spec.body, instance.engine_state)


def steps_in(spec: ProcessSpec) -> dict[str, Step]:
    return {node: Step(**said) for node, said in spec.steps.items()}


async def keep(
    session: AsyncSession, instance: ProcessInstance, spec: ProcessSpec, run: Run
) -> None:
    """Save the run and make the rows of its steps and timers follow."""
    instance.engine_state = run.save()
    said, waiting = steps_in(spec), {step.id: step for step in run.steps()}
    rows = await repository.open_steps(session, instance.id)
    standing = {row.task_id: row for row in rows if row.task_id in waiting}
    for row in rows:
        if row.parent_id is None and row.task_id not in waiting:
            _drop(row)
    for row in rows:
        if row.parent_id is not None and row.parent_id not in {s.id for s in standing.values()}:
            _drop(row)
    works = await working_days(session)
    for task_id, step in waiting.items():
        if task_id in standing:
            _say(standing[task_id], said[step.node])
        else:
            standing[task_id] = _add(session, instance, step, said[step.node], works)
    await session.flush()
    case = await repository.case_of(session, instance)
    is_waiting = case.status == "supplement_required"
    await _keep_timers(session, instance, run, None if is_waiting else list(standing.values()))
    await tasks.follow(session, instance, [*rows, *standing.values()])
    if run.is_over and instance.state == "running":
        instance.state, instance.ended_at = "done", now()
        note(session, instance.id, "end", None)
    announce_after_commit(session, "staff", "process", {"case_number": instance.case_number})


async def stand_still(session: AsyncSession, instance: ProcessInstance) -> None:
    """The applicant has the case: nothing can be done at its steps, and no timer goes off."""
    spec = await repository.spec_of(session, instance.version_id)
    await keep(session, instance, spec, run_of(instance, spec))


async def go_on_counting(session: AsyncSession, instance: ProcessInstance) -> None:
    """The case is back: days of steps are counted anew without those it was away, and timers of
    the drawing go off later by as long. Once more changes nothing."""
    spec = await repository.spec_of(session, instance.version_id)
    run = run_of(instance, spec)
    waiting = await cases.open_tasks(session, instance.case_number)
    held = await cases.suspensions_of(session, instance.case_number)
    away = [one for one in held if one.kind == "supplement" and one.ended_at is not None]
    if away and any(task.is_step and task.state == "paused" for task in waiting):
        assert away[-1].ended_at is not None
        run.postpone(away[-1].ended_at - away[-1].started_at)
    await _recount_days(session, instance, spec)
    await keep(session, instance, spec, run)


async def recount_steps(session: AsyncSession, case_number: str) -> None:
    """Days of a case's steps counted anew: it stood still meanwhile, or the calendar changed."""
    instance = await repository.lock_instance_of_case(session, case_number)
    if instance is not None and instance.state == "running":
        spec = await repository.spec_of(session, instance.version_id)
        await _recount_days(session, instance, spec)
        await keep(session, instance, spec, run_of(instance, spec))


async def _recount_days(
    session: AsyncSession, instance: ProcessInstance, spec: ProcessSpec
) -> None:
    """What was escalated stays so."""
    said, works = steps_in(spec), await working_days(session)
    held = await cases.suspensions_of(session, instance.case_number)
    pauses = [span_of(one) for one in held if one.ended_at is not None]
    for row in await repository.open_steps(session, instance.id):
        days = said[row.node].days if row.node in said else None
        if row.parent_id is None and days and row.escalated_at is None:
            row.due_at = end_of(Term(days=days), row.created_at, pauses, works)


def _drop(row: ProcessStep) -> None:
    row.state, row.done_at = "dropped", now()


def _say(row: ProcessStep, step: Step) -> None:
    """After a migration a step may be called otherwise, or be another role's."""
    row.name, row.kind, row.role = step.name, step.kind, step.role


def _add(
    session: AsyncSession,
    instance: ProcessInstance,
    waiting: WaitingStep,
    step: Step,
    works: Counts,
) -> ProcessStep:
    row = ProcessStep(
        id=new_id(),
        instance_id=instance.id,
        task_id=waiting.id,
        node=step.node,
        name=step.name,
        kind=step.kind,
        role=step.role,
        state="open",
        due_at=add_working_days(now(), step.days, works) if step.days else None,
        lock=1,
        created_at=now(),
    )
    session.add(row)
    return row


async def _keep_timers(
    session: AsyncSession, instance: ProcessInstance, run: Run, steps: list[ProcessStep] | None
) -> None:
    """`steps` None: the case stands still, and no timer with it."""
    wanted: dict[tuple[str, str], tuple[str, datetime]] = {}
    if steps is not None:
        wanted = {("event", timer.id): (timer.node, timer.due_at) for timer in run.timers()}
    for step in steps or ():
        if step.due_at and step.escalated_at is None:
            wanted["due", step.id] = (step.node, step.due_at)
    gone = []
    for row in await repository.timers_of(session, instance.id):
        found = wanted.pop((row.kind, row.ref), None)
        if found is None:
            gone.append(row.id)
        else:
            row.node, row.due_at = found
    if gone:
        await repository.forget_timers(session, gone)
    for (kind, ref), (node, due_at) in wanted.items():
        session.add(
            ProcessTimer(
                id=new_id(), instance_id=instance.id, kind=kind, ref=ref, node=node, due_at=due_at
            )
        )
