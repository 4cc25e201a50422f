"""转办: a task passed to a colleague by who holds it, or given out by a lead."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.lifecycle import note_event
from flows.staff import repository
from flows.staff.errors import ColleagueUnsuitable, TaskDone, TaskTaken, TaskUnknown
from flows.staff.service import tell_colleagues
from flows.staff.sign_in import member_of
from foundation.errors import Conflict, InvalidInput
from foundation.models import CaseNote, NoteMention, Staff, Task, new_id
from foundation.viewer import StaffMember

LEADS = "cases.lead"
MAX_REASON = 500


async def transfer_task(
    session: AsyncSession, staff: StaffMember, task_id: str, to: str, reason: str
) -> Task:
    """Give a task to a colleague, who is told why; whoever has it already keeps it.

    Raises: Forbidden, TaskUnknown, TaskDone, TaskTaken, Conflict (not claimed yet),
    ColleagueUnsuitable, InvalidInput.
    """
    staff.must_hold("cases.view")
    reason = reason.strip()
    if not 0 < len(reason) <= MAX_REASON:
        raise InvalidInput({"reason": f"请写明为什么转交，最多{MAX_REASON}字，接手的同事会看到"})
    task = await repository.lock_task(session, staff, task_id)
    if task is None:
        raise TaskUnknown
    if task.state == "done":
        raise TaskDone
    if task.assignee_id == to:
        return task
    _must_be_allowed(staff, task)
    colleague = await _colleague(session, to, task.case_number)
    task.state, task.assignee_id = "claimed", colleague.id
    case = await cases.case_by_number(session, task.case_number)
    note_event(session, case, "transfer", staff.display_name)
    await _leave_note(session, staff, task, colleague, reason)
    tell_colleagues(session, task)
    return task


def _must_be_allowed(staff: StaffMember, task: Task) -> None:
    if LEADS in staff.permissions or task.assignee_id == staff.staff_id:
        return
    if task.assignee_id is None:
        raise Conflict("先认领再转交；直接分派给同事由科室负责人办理。")
    raise TaskTaken("这件由同事认领着，只有认领人或科室负责人可以转交。")


async def _colleague(session: AsyncSession, to: str, number: str) -> Staff:
    """Somebody at work who may see the case."""
    colleague = await repository.active_staff(session, to)
    if colleague is None:
        raise ColleagueUnsuitable
    member = member_of(colleague)
    seen = "cases.view" in member.permissions
    if not seen or not await repository.may_see(session, member, number):
        raise ColleagueUnsuitable
    return colleague


async def _leave_note(
    session: AsyncSession, staff: StaffMember, task: Task, colleague: Staff, reason: str
) -> None:
    """The reason is for the colleague, not for the applicant's timeline."""
    note_id = new_id()
    session.add(
        CaseNote(
            id=note_id,
            case_number=task.case_number,
            author_id=staff.staff_id,
            text=f"转交给{colleague.display_name}：{reason}",
            mentions=[colleague.id],
        )
    )
    await session.flush()
    session.add(NoteMention(note_id=note_id, staff_id=colleague.id))
