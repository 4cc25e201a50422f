"""The staff's work on a task: claim, decide, send back, pass on, ask for a word.

A task of a drawn process is its step's: it is worked on through `flows.processes`, by the same
doors, so that the to-do list is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.access.members import member_of
from flows.cases import repository as cases
from flows.cases.clock import start_clock
from flows.cases.errors import CasePaused
from flows.cases.lifecycle import move_case, note_event
from flows.cases.sending_back import send_back
from flows.cases.states import FINAL
from flows.cases.suspensions import end_all
from flows.letters.service import write_letters
from flows.licences.delivering import TASK as DELIVERY
from flows.notices.service import tell
from flows.processes import opinions, passing
from flows.processes import service as processes
from flows.staff import repository
from flows.staff.errors import OpinionsMissing, TaskDone, TaskTaken, TaskUnknown
from flows.staff.presenter import show_task
from flows.staff.service import show_case_to_staff
from flows.staff.views import TaskOutcome
from flows.workflow import lent
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.errors import Conflict, InvalidInput
from foundation.models import Case, Staff, Task, new_id
from foundation.viewer import StaffMember

Decision = Literal["accept", "approve", "reject", "pass", "return", "refuse", "agree", "disagree"]
NEEDS = {"accept": "cases.accept", "approve": "cases.decide", "reject": "cases.decide"}
KIND_OF = {"accept": "acceptance", "approve": "decision"}
OF_STEPS = {"accept": "pass", "approve": "pass", "reject": "refuse"}
"""What the decisions of ordinary tasks are called at a step."""
NEED_OF_KIND = {
    "acceptance": "cases.accept", "decision": "cases.decide", DELIVERY: "cases.accept",
}  # fmt: skip
LEAD = "cases.lead"
MAX_NOTE, MOST_ASKED = 500, 20


async def claim_task(session: AsyncSession, staff: StaffMember, task_id: str) -> TaskOutcome:
    """Take a task; of two at once one wins. Claiming one's own again changes nothing."""
    task = await _lock(session, staff, task_id)
    if task.is_step:
        await processes.claim(session, staff, task.id)
        return await _outcome(session, staff, task)
    _must_be_free(task, staff, await _assignee_name(session, task))
    if task.assignee_id != staff.staff_id:
        task.state, task.assignee_id = "claimed", staff.staff_id
        case = await cases.case_by_number(session, task.case_number)
        note_event(session, case, "claim", staff.display_name)
        _begin_examining(session, case, task, staff)
        _tell_colleagues(session, task)
    return await _outcome(session, staff, task)


async def release_task(session: AsyncSession, staff: StaffMember, task_id: str) -> TaskOutcome:
    """Give a claimed task back to everybody."""
    task = await _lock(session, staff, task_id)
    if task.is_step:
        await processes.release(session, staff, task.id)
        return await _outcome(session, staff, task)
    _must_be_free(task, staff, await _assignee_name(session, task))
    if task.kind == "opinion":
        raise Conflict("这是请您提的会签意见，不能放回，可以转给同事。")
    task.state, task.assignee_id = "open", None
    _tell_colleagues(session, task)
    return await _outcome(session, staff, task)


async def complete_task(
    session: AsyncSession,
    staff: StaffMember,
    task_id: str,
    decision: Decision,
    note: str,
    fields: Mapping[str, Any] | None = None,
) -> TaskOutcome:
    """Decide what the task asks: 受理, 审批 or 送达, a step of a process, or a word asked for.

    Raises: Forbidden, TaskUnknown, TaskTaken, TaskDone, CaseNotOpen, InvalidInput, LicenceEnded;
    for steps as `flows.processes.service.complete`.
    """
    task = await _lock(session, staff, task_id)
    if task.is_step:
        await _complete_step(session, staff, task, decision, note, fields)
    elif task.kind == "opinion":
        await _give_opinion(session, staff, task, decision, note)
    elif task.kind == DELIVERY:
        await _hand_over(session, staff, task, decision, note)
    else:
        await _decide(session, staff, task, decision, note)
    return await _outcome(session, staff, task)


async def _complete_step(
    session: AsyncSession,
    staff: StaffMember,
    task: Task,
    decision: str,
    note: str,
    fields: Mapping[str, Any] | None,
) -> None:
    if task.parent_id is not None:
        await opinions.give_opinion(session, staff, task.id, _agrees(decision), note)
        return
    chosen = OF_STEPS.get(decision, decision)
    await lent.complete_step(session, staff, task.id, chosen, note, fields)


async def _decide(
    session: AsyncSession, staff: StaffMember, task: Task, decision: str, note: str
) -> None:
    if decision not in NEEDS:
        raise Conflict("这项待办要选择受理、准予或不予，请刷新后再试。")
    staff.must_hold(NEEDS[decision])
    note = _checked_note(note, "不予通过须写明理由，申请人会看到" if decision == "reject" else None)
    await _must_have_opinions(session, task)
    await _finish(session, staff, task, decision)
    number, needs = task.case_number, NEEDS[decision]
    case = await cases.access_case_as_staff(session, staff, number, lock=True, needs=needs)
    if decision in lent.GRANTING:
        await lent.must_be_in_force(session, case)
    was = case.status
    move_case(session, case, decision, staff.display_name, note)
    if decision == "accept":
        await start_clock(session, case, now())
        session.add(Task(case_number=case.number, kind="decision"))
    if case.status in FINAL:
        await end_all(session, case, staff.display_name)
    await write_letters(session, case, decision, was, note)


async def _hand_over(
    session: AsyncSession, staff: StaffMember, task: Task, decision: str, note: str
) -> None:
    """The licence on paper was posted or collected: the case is over."""
    if decision != "pass":
        raise Conflict("证照送达以后，请点「已送达」。")
    staff.must_hold(NEED_OF_KIND[DELIVERY])
    note = _checked_note(note, None)
    await _finish(session, staff, task, decision)
    number, needs = task.case_number, NEED_OF_KIND[DELIVERY]
    case = await cases.access_case_as_staff(session, staff, number, lock=True, needs=needs)
    said = f"已送达（{task.name.partition('：')[2]}）" + (f"。{note}" if note else "")
    move_case(session, case, "issue", staff.display_name, said[:MAX_NOTE])


async def return_task(
    session: AsyncSession, staff: StaffMember, task_id: str, note: str, material_ids: list[str]
) -> TaskOutcome:
    """Send the case back for supplement, saying once all that is needed (《行政许可法》第32条)."""
    staff.must_hold("cases.accept")
    note = _checked_note(note, "请写明需要补正什么，申请人会看到")
    task = await _lock(session, staff, task_id)
    if task.is_step:
        await processes.ask_supplement(session, staff, task.id, note, material_ids)
        return await _outcome(session, staff, task)
    await _finish(session, staff, task, "return")
    await _drop_opinions(session, task)
    number, needs = task.case_number, "cases.accept"
    case = await cases.access_case_as_staff(session, staff, number, lock=True, needs=needs)
    await send_back(session, case, note, material_ids, staff.display_name)
    return await _outcome(session, staff, task)


async def transfer_task(
    session: AsyncSession, staff: StaffMember, task_id: str, to: str, reason: str
) -> TaskOutcome:
    """转办: the task is a colleague's now. Of two at once one wins; the same again changes nothing.

    Raises: InvalidInput when that person cannot do it; TaskTaken, TaskDone.
    """
    task = await _lock(session, staff, task_id)
    if task.is_step:
        await passing.transfer(session, staff, task.id, to, reason)
        return await _outcome(session, staff, task)
    case = await cases.case_by_number(session, task.case_number)
    person = await _colleague(session, case, to, task)
    if task.state != "done" and task.assignee_id == person.id:
        return await _outcome(session, staff, task)
    _must_be_passed_on(task, staff, await _assignee_name(session, task))
    task.state, task.assignee_id = "claimed", person.id
    why = _checked_note(reason, None)
    said = f"{staff.display_name}转给{person.display_name}" + (f"：{why}" if why else "")
    note_event(session, case, "transfer", staff.display_name, f"转给{person.display_name}办理")
    _tell_colleagues(session, task)
    about = f"{task.id}:{now():%m%d%H%M%S}"
    await tell(
        session, case, [person.id], "passed", about, f"{said}。{case.item_name}，{case.number}"
    )
    return await _outcome(session, staff, task)


async def countersign_task(
    session: AsyncSession, staff: StaffMember, task_id: str, people: list[str]
) -> TaskOutcome:
    """会签、加签: colleagues are asked for a word, nobody twice; the task cannot be decided before
    all are in.

    Raises: InvalidInput, Conflict; TaskTaken, TaskDone.
    """
    task = await _lock(session, staff, task_id)
    if task.is_step:
        await opinions.ask_opinions(session, staff, task.id, people)
        return await _outcome(session, staff, task)
    _must_be_free(task, staff, await _assignee_name(session, task))
    if task.kind == "opinion" or task.assignee_id is None:
        raise Conflict("请先认领，再请同事会签；会签意见本身不能再请人会签。")
    held = await repository.opinions_of(session, task.id)
    fresh = [p for p in dict.fromkeys(people) if p not in {one.assignee_id for one in held}]
    if staff.staff_id in fresh or not people or len(held) + len(fresh) > MOST_ASKED:
        raise InvalidInput({"people": f"请选择1至{MOST_ASKED}位别的同事"})
    case = await cases.case_by_number(session, task.case_number)
    for staff_id in fresh:
        person = await _colleague(session, case, staff_id, None)
        asked = Task(
            id=new_id(), case_number=case.number, kind="opinion", name="会签意见",
            parent_id=task.id, state="claimed", assignee_id=person.id, version=1,
        )  # fmt: skip
        session.add(asked)
        said = f"{staff.display_name}请您会签。{case.item_name}，{case.number}"
        await tell(session, case, [person.id], "passed", asked.id, said)
    return await _outcome(session, staff, task)


async def _give_opinion(
    session: AsyncSession, staff: StaffMember, task: Task, decision: str, note: str
) -> None:
    agrees = _agrees(decision)
    words = _checked_note(note, None if agrees else "不同意要写明理由")
    await _finish(session, staff, task, "agree" if agrees else "disagree")
    task.opinion = words or None
    _tell_colleagues(session, task)


async def _must_have_opinions(session: AsyncSession, task: Task) -> None:
    waits = [one for one in await repository.opinions_of(session, task.id) if one.state != "done"]
    if waits:
        raise OpinionsMissing(f"还有{len(waits)}份会签意见没有交，请催办或等待。")


async def _drop_opinions(session: AsyncSession, task: Task) -> None:
    """Nobody needs to say anything about a task that is over."""
    for one in await repository.opinions_of(session, task.id):
        if one.state != "done":
            one.state, one.outcome, one.done_at = "done", "dropped", now()


async def _lock(session: AsyncSession, staff: StaffMember, task_id: str) -> Task:
    staff.must_hold("cases.view")
    task = await repository.lock_task(session, staff, task_id)
    if task is None:
        raise TaskUnknown
    return task


async def _finish(session: AsyncSession, staff: StaffMember, task: Task, outcome: str) -> None:
    _must_be_free(task, staff, await _assignee_name(session, task))
    if task.kind != "opinion" and KIND_OF.get(outcome, task.kind) != task.kind:
        raise Conflict("这一步不适用于当前待办，请刷新后再试。")
    if task.kind == "opinion" and outcome == "return":
        raise Conflict("这是会签意见，请填写意见后提交。")
    task.state, task.assignee_id = "done", staff.staff_id
    task.outcome, task.done_at = outcome, now()


def _begin_examining(session: AsyncSession, case: Case, task: Task, staff: StaffMember) -> None:
    if task.kind == "decision" and case.status == "accepted":
        move_case(session, case, "review", staff.display_name)


def _tell_colleagues(session: AsyncSession, task: Task) -> None:
    data = {"id": task.id, "case_number": task.case_number, "state": task.state}
    announce_after_commit(session, "staff", "task", data)


def _must_be_free(task: Task, staff: StaffMember, holder: str) -> None:
    if task.state == "done":
        raise TaskDone
    if task.state == "paused":
        raise CasePaused
    if task.assignee_id not in (None, staff.staff_id):
        raise TaskTaken(f"{holder}已认领这项待办，您可以查看，但不能办理。", assignee=holder)


def _must_be_passed_on(task: Task, staff: StaffMember, holder: str) -> None:
    """Who holds a task passes it on; a lead gives out what nobody has, and what others have."""
    if LEAD not in staff.permissions:
        _must_be_free(task, staff, holder)
        if task.assignee_id is None:
            raise Conflict("请先认领再转办；没有认领的，由科室负责人分派。")
    elif task.state in ("done", "paused"):
        _must_be_free(task, staff, holder)


async def _colleague(session: AsyncSession, case: Case, staff_id: str, task: Task | None) -> Staff:
    """Somebody who sees the case, and may do the task if one is given. Raises: InvalidInput."""
    person = await repository.active_staff(session, staff_id)
    member = await member_of(session, person) if person else None
    place = (case.department_code, case.item_code, case.region)
    if person is None or member is None or not member.reaches("cases.view", *place):
        raise InvalidInput({"to": "没有这位同事，或他的授权不包括这件办件"})
    needed = NEED_OF_KIND.get(task.kind) if task else None
    if needed and not member.reaches(needed, *place):
        raise InvalidInput({"to": f"{person.display_name}的岗位不能办理这一步"})
    return person


def _agrees(decision: str) -> bool:
    if decision in ("agree", "pass"):
        return True
    if decision in ("disagree", "refuse"):
        return False
    raise Conflict("这是会签意见，请选择同意或不同意。")


async def _assignee_name(session: AsyncSession, task: Task) -> str:
    row = await repository.task_row(session, task.id)
    return row[3].display_name if row[3] else ""


async def _outcome(session: AsyncSession, staff: StaffMember, task: Task) -> TaskOutcome:
    await session.flush()
    row = await repository.task_row(session, task.id)
    return TaskOutcome(
        task=show_task(staff, *row), case=await show_case_to_staff(session, staff, row[1])
    )


def _checked_note(note: str, needed: str | None) -> str:
    note = note.strip()
    if needed and not note:
        raise InvalidInput({"note": needed})
    if len(note) > MAX_NOTE:
        raise InvalidInput({"note": f"意见最多{MAX_NOTE}个字"})
    return note
