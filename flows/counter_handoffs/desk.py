"""The clerk's desk: the handoff at one's own counter, every look of it noted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.file_reading import read_file
from flows.counter_handoffs import repository
from flows.counter_handoffs.consent import words_of
from flows.counter_handoffs.errors import NotShared
from flows.counter_handoffs.presenter import record_of, show_to_counter
from flows.counter_handoffs.seats import is_live, my_counter, seat_of_staff
from flows.counter_handoffs.service import officer
from flows.counter_handoffs.sight import window_of
from flows.counter_handoffs.telling import Party, note_look
from flows.counter_handoffs.views import CounterView, DeskView, Scan, Waiting
from flows.devices.events import events_since
from flows.halls import duty
from flows.halls.duty import OnDuty
from foundation.clock import now
from foundation.models import CaseFile, CounterHandoff
from foundation.settings import settings
from foundation.viewer import StaffMember

_JUST = timedelta(seconds=30)
VERDICTS = {"pass": "预审通过", "fail": "有处需要修改", "inconclusive": "待人工核对"}


async def my_desk(session: AsyncSession, staff: StaffMember) -> DeskView:
    """What is under way at one's counter, and who waits for it. Raises: Forbidden, NotAtCounter."""
    mine = await my_counter(session, staff)
    seated = await repository.seated_at(session, mine.counter_id)
    shown = None
    if seated is not None and is_live(seated):
        if seated.staff_id == staff.staff_id:
            shown = await _look(session, staff, mine, seated.id)
        else:
            shown = CounterView(
                id=seated.id, state="claimed", citizen="", is_colleagues=True, shared=None,
                claimed_at=seated.claimed_at, edits=[], locks=[], asks=[],
            )  # fmt: skip
    waiting = await repository.asked_at(session, mine.counter_id, now())
    people = [await repository.user_of(session, one) for one in waiting]
    return DeskView(
        handoff=shown,
        waiting=[
            Waiting(id=one.id, citizen=person.display_name, at=one.opened_at)
            for one, person in zip(waiting, people, strict=True)
        ],
        scanned=await _just_scanned(session, mine.counter_id),
        offline_page=settings().offline_page_url,
    )


async def _just_scanned(session: AsyncSession, counter_id: str) -> Scan | None:
    """A gun that an agent holds types into no field: its reader is this desk."""
    scans = await events_since(session, counter_id, now() - _JUST, "scanned")
    return Scan(id=scans[-1].id, text=str(scans[-1].data.get("text", ""))) if scans else None


async def my_counter_id(session: AsyncSession, staff: StaffMember) -> str:
    """Raises: Forbidden, NotAtCounter."""
    return (await my_counter(session, staff)).counter_id


async def look_at(session: AsyncSession, staff: StaffMember, handoff_id: str) -> CounterView:
    """Raises: Forbidden, NotAtCounter, HandoffUnknown, HandoffOver."""
    mine = await my_counter(session, staff)
    return await _look(session, staff, mine, handoff_id)


async def _look(
    session: AsyncSession, staff: StaffMember, mine: OnDuty, handoff_id: str
) -> CounterView:
    handoff, _ = await seat_of_staff(session, staff, handoff_id)
    if handoff.state == "running":
        record = await record_of(session, handoff)
        told = words_of(window_of(handoff, record, staff).wish, record)
        await note_look(session, handoff, party_of(staff, mine), told)
        await session.flush()
    return await show_to_counter(session, handoff, staff)


async def read_material(
    session: AsyncSession, staff: StaffMember, handoff_id: str, material_id: str, file_id: str
) -> tuple[CaseFile, bytes]:
    """A file of a material that is shared. Raises: NotShared, NotFound, and as `look_at`."""
    handoff, mine = await seat_of_staff(session, staff, handoff_id)
    record = await record_of(session, handoff)
    window = window_of(handoff, record, staff)
    if record is None or handoff.state != "running" or not window.sees_material(material_id):
        raise NotShared
    case = await cases.case_by_number(session, record.case.number)
    file, content = await read_file(session, case, material_id, file_id)
    names = {m.id: m.name for m in record.document.materials.materials}
    told = f"材料「{names.get(material_id, material_id)}」的文件"
    await note_look(session, handoff, party_of(staff, mine), told)
    return file, content


async def at_screen(session: AsyncSession, counter_id: str) -> dict[str, Any] | None:
    """What the counter's own screen shows of the handoff there; nothing once who sits there
    changed, until the citizen agreed to them."""
    seated = await repository.seated_at(session, counter_id)
    sitting = await duty.duty_at(session, counter_id)
    if seated is None or not is_live(seated) or sitting is None:
        return None
    if sitting.staff_id != seated.staff_id:
        return None
    shown = (await show_to_counter(session, seated)).model_dump(mode="json")
    return {**shown, "prepared": await _prepared(session, seated)}


async def _prepared(session: AsyncSession, handoff: CounterHandoff) -> list[dict[str, str]]:
    """The citizen's own cases that were pre-reviewed, where they agreed to show what is under
    way."""
    if handoff.state != "running" or "cases" not in (handoff.consent or {}).get("parts", []):
        return []
    found = []
    for case in await repository.open_cases(session, handoff.user_id or ""):
        review = await cases.latest_prereview(session, case.number)
        if review is not None and review.verdict:
            found.append(
                {
                    "number": case.number, "item_name": case.item_name,
                    "verdict_label": VERDICTS[review.verdict],
                }
            )  # fmt: skip
    return found


def party_of(staff: StaffMember, mine: OnDuty) -> Party:
    return Party("staff", officer(mine).actor, f"staff:{staff.username}")
