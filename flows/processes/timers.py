"""What time does to processes, asked every two seconds; safe to repeat and to kill."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.notices.service import tell_leads
from flows.processes import repository
from flows.processes.mirror import keep, run_of
from flows.processes.outcomes import settle
from flows.processes.traces import note
from foundation import db
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.logging import logger
from foundation.models import ProcessInstance, ProcessStep, ProcessTimer

SWEEP_SECONDS, AT_ONCE = 2.0, 500
AGAIN = timedelta(minutes=1)
"""After a failure one process waits this long, so that it keeps nobody else waiting."""

log = logger("processes")


async def fire_due() -> int:
    """Let every timer go off whose moment has passed; returns how many processes were moved.

    Each process is its own transaction: a kill between two of them loses nothing, the rows of
    those not yet moved are still due. It ends after a sweep's time, the next sweep goes on.
    """
    ends, moved = time.monotonic() + SWEEP_SECONDS, 0
    async with db.reading() as session:
        waiting = await repository.due_instances(session, now(), AT_ONCE)
    for instance_id in waiting:
        moved += await _fire_one(instance_id)
        if time.monotonic() > ends:
            break
    return moved


async def _fire_one(instance_id: str) -> bool:
    try:
        async with db.writing() as session:
            return await fire(session, instance_id)
    except Exception as error:
        log.error("process_timer_failed", instance=instance_id, error=repr(error))
        async with db.writing() as session:
            for timer in await repository.due_timers(session, instance_id, now()):
                timer.due_at = now() + AGAIN
        return False


async def fire(session: AsyncSession, instance_id: str) -> bool:
    """Whether there was anything left to fire once the process was ours."""
    instance = await repository.lock_instance(session, instance_id)
    due = await repository.due_timers(session, instance_id, now())
    if instance is None or not due:
        return False
    await _escalate(session, instance, [t for t in due if t.kind == "due"])
    events = [timer for timer in due if timer.kind == "event"]
    spec = await repository.spec_of(session, instance.version_id)
    run = run_of(instance, spec)
    if events:
        run.tick()
        for timer in events:
            note(session, instance.id, "timer", None, spec.names.get(timer.node) or timer.node)
    await keep(session, instance, spec, run)
    await settle(session, instance, spec, run)
    return True


async def _escalate(
    session: AsyncSession, instance: ProcessInstance, due: Sequence[ProcessTimer]
) -> None:
    """A step past its day is the supervisors' to see and to take, until it is done."""
    steps: dict[str, ProcessStep] = {
        step.id: step for step in await repository.open_steps(session, instance.id)
    }
    for timer in due:
        step = steps.get(timer.ref)
        if step is not None and step.escalated_at is None:
            step.escalated_at = now()
            note(session, instance.id, "escalate", None, step.name, step.id)
            told = {"case_number": instance.case_number, "step_id": step.id}
            announce_after_commit(session, "staff", "process_late", told)
            case = await repository.case_of(session, instance)
            said = f"「{step.name}」已过办理时限，请督办。{case.item_name}，{case.number}"
            await tell_leads(session, case, "late", step.id, said)
