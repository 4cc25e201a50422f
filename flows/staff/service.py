"""What staff look at: their tasks, cases, files, and what is masked, for a reason."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.file_reading import read_file, read_thumbnail
from flows.cases.service import read_record
from flows.cases.sight import sight_on
from flows.staff import repository
from flows.staff.presenter import (
    masked_fields,
    show_staff_case,
    show_task,
)
from flows.staff.views import (
    Revealed,
    StaffCaseView,
)
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import AccessRecord, Case, CaseFile
from foundation.viewer import StaffMember

ONE_LOOK = timedelta(minutes=5)


async def look_at_case(session: AsyncSession, staff: StaffMember, number: str) -> StaffCaseView:
    """A case with its files, findings and timeline; the look is noted."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    await note_view(session, staff, case, "查看办件")
    return await show_case_to_staff(session, staff, case)


async def read_case_file(
    session: AsyncSession, staff: StaffMember, number: str, material_id: str, file_id: str
) -> tuple[CaseFile, bytes]:
    """A file of a case; the look is noted."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    (await sight_on(session, staff, case)).must_see(material_id)
    file, content = await read_file(session, case, material_id, file_id)
    await note_view(session, staff, case, f"查看材料{file.material_id}")
    return file, content


async def read_case_thumbnail(
    session: AsyncSession, staff: StaffMember, number: str, material_id: str, file_id: str
) -> bytes:
    """The first page of a file made small (JPEG); looking over a case's files is one look."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    (await sight_on(session, staff, case)).must_see(material_id)
    return await read_thumbnail(session, case, material_id, file_id)


async def reveal(
    session: AsyncSession, staff: StaffMember, number: str, fields: list[str], reason: str
) -> Revealed:
    """Masked form values in full, for a stated reason, noted. Raises: Forbidden, InvalidInput."""
    staff.must_hold("cases.reveal")
    if not reason.strip():
        raise InvalidInput({"reason": "请写明查看完整信息的理由"})
    case = await cases.access_case_as_staff(session, staff, number, needs="cases.reveal")
    known = masked_fields(staff, await read_record(session, case))
    unknown = [name for name in fields if name not in known]
    if unknown or not fields:
        raise InvalidInput({"fields": "请选择要查看的信息项"})
    for name in dict.fromkeys(fields):
        await note_view(
            session, staff, case, f"查看完整信息：{known[name].label[:100]}", reason.strip()
        )
    return Revealed(values={name: str(case.form.get(name) or "") for name in fields})


async def show_case_to_staff(
    session: AsyncSession, staff: StaffMember, case: Case
) -> StaffCaseView:
    await session.flush()
    rows = await repository.task_rows_of(session, case.number)
    return show_staff_case(
        staff,
        await read_record(session, case),
        await cases.applicant_of(session, case),
        [show_task(staff, *row) for row in rows],
        await cases.suspensions_of(session, case.number),
        has_process=await repository.has_process(session, case.number),
    )


async def note_view(
    session: AsyncSession, staff: StaffMember, case: Case, what: str, reason: str = ""
) -> None:
    """Write the look into the access records; a page that refreshes itself is one look."""
    viewer, seen = f"staff:{staff.username}", f"{what}（{case.number}）"
    if reason or not await repository.is_view_noted(session, viewer, seen, now() - ONE_LOOK):
        session.add(
            AccessRecord(viewer=viewer, subject=case.user_id, what=seen, reason=reason, at=now())
        )
