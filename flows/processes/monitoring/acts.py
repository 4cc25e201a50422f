"""Acts of those who lead on many steps at once, each step its own transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from flows.processes import passing
from flows.processes.monitoring import repository
from flows.processes.monitoring.views import ActResult, ActResults
from flows.processes.rights import LEAD
from foundation import db
from foundation.errors import InvalidInput, Problem
from foundation.viewer import StaffMember

AT_ONCE, MAX_REASON = 200, 500


async def urge_many(staff: StaffMember, step_ids: list[str]) -> ActResults:
    """催办: whoever has these steps is told; one urged within ten minutes is not told again.

    Raises: Forbidden, InvalidInput.
    """

    async def urge(session: AsyncSession, step_id: str) -> None:
        await passing.urge(session, staff, step_id)

    return await _each(staff, step_ids, urge)


async def transfer_many(
    staff: StaffMember, step_ids: list[str], to: str, reason: str
) -> ActResults:
    """转办: these steps are somebody else's now; what that person cannot do stays and says why.

    Raises: Forbidden, InvalidInput.
    """
    if not 2 <= len(reason.strip()) <= MAX_REASON:
        raise InvalidInput({"reason": f"请用2至{MAX_REASON}个字写明转办的原因"})

    async def transfer(session: AsyncSession, step_id: str) -> None:
        await passing.transfer(session, staff, step_id, to, reason)

    return await _each(staff, step_ids, transfer)


async def _each(
    staff: StaffMember, step_ids: list[str], act: Callable[[AsyncSession, str], Awaitable[None]]
) -> ActResults:
    staff.must_hold(LEAD)
    if not 1 <= len(step_ids) <= AT_ONCE:
        raise InvalidInput({"step_ids": f"一次请选择1至{AT_ONCE}个环节"})
    results = []
    for step_id in dict.fromkeys(step_ids):
        number, why_not = await _one(staff, step_id, act)
        results.append(ActResult(step_id=step_id, case_number=number, why_not=why_not))
    return ActResults(done=sum(one.why_not is None for one in results), results=results)


async def _one(
    staff: StaffMember, step_id: str, act: Callable[[AsyncSession, str], Awaitable[None]]
) -> tuple[str, str | None]:
    number = ""
    try:
        async with db.writing() as session:
            number = await repository.case_of_step(session, staff, step_id) or ""
            await act(session, step_id)
    except Problem as problem:
        return number, problem.detail
    return number, None
