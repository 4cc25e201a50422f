"""Whose a step is: the role's until claimed, then its claimant's, or who stands in for either."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.errors import CasePaused
from flows.cases.sight import place_of
from flows.processes import repository
from flows.processes.delegations import repository as delegations
from flows.processes.delegations.repository import StandsIn
from flows.processes.errors import NotClaimed, StepClosed, StepTaken
from foundation.clock import now
from foundation.errors import Forbidden
from foundation.models import Case, ProcessInstance, ProcessStep
from foundation.viewer import StaffMember

WORK, MANAGE, LEAD = "processes.work", "processes.manage", "processes.lead"


async def principals(session: AsyncSession, staff: StaffMember) -> StandsIn:
    return await delegations.principals_of(session, staff.staff_id, now())


def may_take(staff: StaffMember, step: ProcessStep, case: Case, stands_in: StandsIn) -> bool:
    """Roles count where the grant that gives them reaches the case."""
    if step.claimed_by is not None:
        return step.claimed_by in {staff.staff_id, *stands_in}
    own = staff.roles(WORK, place_of(case))
    is_lead = step.escalated_at is not None and repository.LEADS in own
    return is_lead or step.role in own.union(*stands_in.values())


async def hold(
    session: AsyncSession, staff: StaffMember, step_id: str
) -> tuple[ProcessInstance, ProcessStep]:
    """A step that is this person's to work on, locked with its process.

    Raises: Forbidden, StepUnknown, StepClosed, StepTaken, NotClaimed.
    """
    staff.must_hold(WORK)
    instance, step = await repository.access_step(session, staff, step_id)
    await must_be_in_hand(session, staff, instance, step)
    return instance, step


async def must_be_in_hand(
    session: AsyncSession, staff: StaffMember, instance: ProcessInstance, step: ProcessStep
) -> None:
    """Raises: StepClosed, CasePaused, StepTaken, NotClaimed."""
    must_be_open(instance, step)
    await must_not_wait(session, instance, step)
    if step.claimed_by is None:
        raise NotClaimed
    if step.claimed_by == staff.staff_id:
        return
    case = await repository.case_of(session, instance)
    if not may_take(staff, step, case, await principals(session, staff)):
        raise StepTaken


def must_be_open(instance: ProcessInstance, step: ProcessStep) -> None:
    """Raises: StepClosed."""
    if instance.state != "running" or step.state not in repository.OPEN:
        raise StepClosed


def must_fit(staff: StaffMember, step: ProcessStep, case: Case, stands_in: StandsIn) -> None:
    """Raises: StepTaken, Forbidden."""
    if may_take(staff, step, case, stands_in):
        return
    if step.claimed_by is not None:
        raise StepTaken
    raise Forbidden(f"「{step.name}」由别的岗位办理，您的账号不能认领。")


async def must_not_wait(
    session: AsyncSession, instance: ProcessInstance, step: ProcessStep
) -> None:
    """While the applicant supplements, only words asked for by colleagues may still be given.

    Raises: CasePaused.
    """
    case = await repository.case_of(session, instance)
    if case.status == "supplement_required" and step.parent_id is None:
        raise CasePaused
