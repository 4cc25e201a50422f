"""The staff's work: claim a task, decide on its case, look at cases, reveal what is masked."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.file_reading import read_file, read_thumbnail
from flows.cases.lifecycle import due_at, move_case, note_event
from flows.cases.service import read_record
from flows.guidance import repository as guidance
from flows.letters.service import write_letters
from flows.staff import repository
from flows.staff.errors import TaskDone, TaskTaken, TaskUnknown
from flows.staff.presenter import (
    sensitive_fields,
    show_staff_case,
    show_task,
)
from flows.staff.views import (
    Revealed,
    StaffCaseView,
    TaskOutcome,
)
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.errors import Conflict, InvalidInput
from foundation.models import AccessRecord, Case, CaseFile, ReturnCause, Task
from foundation.viewer import StaffMember

Decision = Literal["accept", "approve", "reject"]
NEEDS = {"accept": "cases.accept", "approve": "cases.decide", "reject": "cases.decide"}
STEP_OF = {"accept": "acceptance", "approve": "decision"}
MAX_NOTE = 500
ONE_LOOK = timedelta(minutes=5)


async def look_at_case(session: AsyncSession, staff: StaffMember, number: str) -> StaffCaseView:
    """A case with its files, findings and timeline; the look is noted."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    await note_view(session, staff, case, "查看办件")
    return await _show_case(session, case)


async def read_case_file(
    session: AsyncSession, staff: StaffMember, number: str, material_id: str, file_id: str
) -> tuple[CaseFile, bytes]:
    """A file of a case; the look is noted."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    file, content = await read_file(session, case, material_id, file_id)
    await note_view(session, staff, case, f"查看材料{file.material_id}")
    return file, content


async def read_case_thumbnail(
    session: AsyncSession, staff: StaffMember, number: str, material_id: str, file_id: str
) -> bytes:
    """The first page of a file made small (JPEG); looking over a case's files is one look."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    return await read_thumbnail(session, case, material_id, file_id)


async def reveal(
    session: AsyncSession, staff: StaffMember, number: str, fields: list[str], reason: str
) -> Revealed:
    """Masked form values in full, for a stated reason, noted. Raises: Forbidden, InvalidInput."""
    staff.must_hold("cases.reveal")
    if not reason.strip():
        raise InvalidInput({"reason": "请写明查看完整信息的理由"})
    case = await cases.access_case_as_staff(session, staff, number)
    known = sensitive_fields(await read_record(session, case))
    unknown = [name for name in fields if name not in known]
    if unknown or not fields:
        raise InvalidInput({"fields": "请选择要查看的信息项"})
    for name in dict.fromkeys(fields):
        await note_view(
            session, staff, case, f"查看完整信息：{known[name].label[:100]}", reason.strip()
        )
    return Revealed(values={name: str(case.form.get(name) or "") for name in fields})


async def claim_task(session: AsyncSession, staff: StaffMember, task_id: str) -> TaskOutcome:
    """Take a task; of two at once one wins. Claiming one's own again changes nothing."""
    task = await _lock(session, staff, task_id)
    _must_be_free(task, staff, await _assignee_name(session, task))
    if task.assignee_id != staff.staff_id:
        task.state, task.assignee_id = "claimed", staff.staff_id
        case = await cases.case_by_number(session, task.case_number)
        note_event(session, case, "claim", staff.display_name)
        tell_colleagues(session, task)
    return await _outcome(session, task)


async def release_task(session: AsyncSession, staff: StaffMember, task_id: str) -> TaskOutcome:
    """Give a claimed task back to everybody."""
    task = await _lock(session, staff, task_id)
    _must_be_free(task, staff, await _assignee_name(session, task))
    task.state, task.assignee_id = "open", None
    tell_colleagues(session, task)
    return await _outcome(session, task)


async def complete_task(
    session: AsyncSession, staff: StaffMember, task_id: str, decision: Decision, note: str
) -> TaskOutcome:
    """Accept, approve or reject; acceptance opens the task of deciding.

    Raises: Forbidden, TaskUnknown, TaskTaken, TaskDone, CaseNotOpen, InvalidInput.
    """
    staff.must_hold(NEEDS[decision])
    note = _checked_note(note, "不予通过须写明理由，申请人会看到" if decision == "reject" else None)
    task = await _finish(session, staff, task_id, decision)
    case = await cases.access_case_as_staff(session, staff, task.case_number, lock=True)
    was = case.status
    move_case(session, case, decision, staff.display_name, note)
    if decision == "accept":
        document = await guidance.document_of(session, case.item_code, case.revision)
        case.due_at = due_at(document, now())
        session.add(Task(case_number=case.number, kind="decision"))
    await write_letters(session, case, decision, was, note)
    return await _outcome(session, task)


async def return_task(
    session: AsyncSession, staff: StaffMember, task_id: str, note: str, material_ids: list[str]
) -> TaskOutcome:
    """Send the case back for supplement, saying once all that is needed (《行政许可法》第32条)."""
    staff.must_hold("cases.accept")
    note = _checked_note(note, "请写明需要补正什么，申请人会看到")
    task = await _finish(session, staff, task_id, "return")
    case = await cases.access_case_as_staff(session, staff, task.case_number, lock=True)
    record = await read_record(session, case)
    known = {m.id for m in record.document.materials.materials}
    if set(material_ids) - known:
        raise InvalidInput({"material_ids": "有材料不属于这个事项，请刷新后再选"})
    case.supplement = {"note": note, "material_ids": material_ids}
    for material_id in dict.fromkeys(material_ids) or [""]:
        session.add(ReturnCause(case_number=case.number, material_id=material_id, at=now()))
    was = case.status
    move_case(session, case, "return", staff.display_name, note)
    await write_letters(session, case, "return", was, note)
    return await _outcome(session, task)


async def outcome_of(session: AsyncSession, staff: StaffMember, task_id: str) -> TaskOutcome:
    """A task and its case as they are now. Raises: Forbidden, TaskUnknown."""
    return await _outcome(session, await _lock(session, staff, task_id))


async def _lock(session: AsyncSession, staff: StaffMember, task_id: str) -> Task:
    staff.must_hold("cases.view")
    task = await repository.lock_task(session, staff, task_id)
    if task is None:
        raise TaskUnknown
    return task


async def _finish(session: AsyncSession, staff: StaffMember, task_id: str, outcome: str) -> Task:
    task = await _lock(session, staff, task_id)
    _must_be_free(task, staff, await _assignee_name(session, task))
    if outcome in STEP_OF and STEP_OF[outcome] != task.kind:
        raise Conflict("这一步不适用于当前待办，请刷新后再试。")
    task.state, task.assignee_id = "done", staff.staff_id
    task.outcome, task.done_at = outcome, now()
    return task


def tell_colleagues(session: AsyncSession, task: Task) -> None:
    """Every open list learns that the task moved."""
    data = {"id": task.id, "case_number": task.case_number, "state": task.state}
    announce_after_commit(session, "staff", "task", data)


def _must_be_free(task: Task, staff: StaffMember, holder: str) -> None:
    if task.state == "done":
        raise TaskDone
    if task.assignee_id not in (None, staff.staff_id):
        raise TaskTaken(f"{holder}已认领这项待办，您可以查看，但不能办理。", assignee=holder)


async def _assignee_name(session: AsyncSession, task: Task) -> str:
    row = await repository.task_row(session, task.id)
    return row[3].display_name if row[3] else ""


async def _outcome(session: AsyncSession, task: Task) -> TaskOutcome:
    await session.flush()
    row = await repository.task_row(session, task.id)
    return TaskOutcome(task=show_task(*row), case=await _show_case(session, row[1]))


async def _show_case(session: AsyncSession, case: Case) -> StaffCaseView:
    await session.flush()
    row = await repository.open_task_row(session, case.number)
    user = await cases.applicant_of(session, case)
    record = await read_record(session, case)
    return show_staff_case(record, user, show_task(*row) if row else None)


async def note_view(
    session: AsyncSession, staff: StaffMember, case: Case, what: str, reason: str = ""
) -> None:
    """Write the look into the access records; a page that refreshes itself is one look."""
    viewer, seen = f"staff:{staff.username}", f"{what}（{case.number}）"
    if reason or not await repository.is_view_noted(session, viewer, seen, now() - ONE_LOOK):
        session.add(
            AccessRecord(viewer=viewer, subject=case.user_id, what=seen, reason=reason, at=now())
        )


def _checked_note(note: str, needed: str | None) -> str:
    note = note.strip()
    if needed and not note:
        raise InvalidInput({"note": needed})
    if len(note) > MAX_NOTE:
        raise InvalidInput({"note": f"意见最多{MAX_NOTE}个字"})
    return note
