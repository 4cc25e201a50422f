"""Staff stop a case's clocks for a reason of the law, and let them run on."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases import suspensions
from flows.processes.mirror import recount_steps
from flows.staff.presenter import show_clock
from flows.staff.views import ClockView
from foundation.models import Case
from foundation.viewer import StaffMember

NEEDED = "cases.decide"


async def suspend(
    session: AsyncSession,
    staff: StaffMember,
    number: str,
    kind: str,
    reason: str,
    expected_days: int | None,
) -> ClockView:
    """Raises: Forbidden, CaseUnknown, CaseNotOpen, InvalidInput."""
    staff.must_hold(NEEDED)
    case = await cases.access_case_as_staff(session, staff, number, lock=True)
    await suspensions.suspend(session, case, kind, reason, expected_days, staff.display_name)
    return await _shown(session, case)


async def end_suspension(
    session: AsyncSession, staff: StaffMember, number: str, suspension_id: str
) -> ClockView:
    """Raises: Forbidden, CaseUnknown, SuspensionUnknown, CaseNotOpen."""
    staff.must_hold(NEEDED)
    case = await cases.access_case_as_staff(session, staff, number, lock=True)
    await suspensions.resume(session, case, suspension_id, staff.display_name)
    await recount_steps(session, number)
    return await _shown(session, case)


async def _shown(session: AsyncSession, case: Case) -> ClockView:
    await session.flush()
    return show_clock(case, await cases.suspensions_of(session, case.number))
