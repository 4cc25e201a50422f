"""A decision on a task or a step: the case's licences are asked for again first, then it is made.

The platform is asked outside the transaction. Away, it holds nobody up: what was known stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.licences.port import LicencePort
from flows.licences.checking import check_again
from flows.processes.views import StepView
from flows.staff import repository, work
from flows.staff.views import TaskOutcome
from flows.staff.work import Decision
from flows.workflow import lent
from foundation import db
from foundation.viewer import StaffMember

Fields = Mapping[str, Any]


async def complete_task(
    port: LicencePort,
    session: AsyncSession,
    staff: StaffMember,
    task_id: str,
    decision: Decision,
    note: str,
    fields: Fields,
) -> TaskOutcome:
    """Raises: LicenceEnded; as `work.complete_task`."""
    await _ask_again(port, staff, task_id, decision)
    return await work.complete_task(session, staff, task_id, decision, note, fields)


async def complete_step(
    port: LicencePort,
    session: AsyncSession,
    staff: StaffMember,
    step_id: str,
    decision: str,
    opinion: str,
    fields: Fields,
) -> StepView:
    """Raises: LicenceEnded; as `flows.processes.service.complete`."""
    await _ask_again(port, staff, step_id, decision)
    return await lent.complete_step(session, staff, step_id, decision, opinion, fields)


async def _ask_again(port: LicencePort, staff: StaffMember, task_id: str, decision: str) -> None:
    """A step and the task that stands for it in the to-do list have one id."""
    if decision not in lent.GRANTING:
        return
    async with db.reading() as session:
        number = await repository.number_of_task(session, staff, task_id)
    if number is not None:
        await check_again(port, number)
