"""A finished licence from the issuing machine beside a terminal: to whom it was issued, and once.

The licence's row is locked while it is asked for, so two terminals ask one machine. What came of it
is the machine's word: done is collected; never begun may be asked for again; anything else nobody
knows, and staff look before it is made again (ADR 46).
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.accounts.service import viewer_of
from flows.cases import repository as cases
from flows.cases.lifecycle import note_event
from flows.devices import repository as devices
from flows.devices.commands import ask_device
from flows.devices.views import CommandView, command_view
from flows.halls.reach import SERVE
from flows.licences.issuing import show_issued
from flows.licences.repository import access_issued_one, issued_of_case
from flows.licences.views import IssuedLicencesView
from flows.self_service import repository
from flows.self_service.errors import (
    LicenceBeingMade,
    LicenceCollected,
    LicenceNotReady,
    LicenceUnclear,
    NothingToSettle,
    VisitOver,
)
from flows.self_service.service import visit_of
from foundation import db
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import DeviceCommand, IssuedLicence, User
from foundation.viewer import DeviceMember, StaffMember

Finding = Literal["collected", "again"]
"""What staff saw: it was handed out, or it may be made again."""
_ENDED = frozenset({"done", "failed", "expired"})


async def collect(session: AsyncSession, device: DeviceMember, licence_id: str) -> CommandView:
    """Have it made for whoever is at the terminal now; pressed twice it is asked for once.

    Raises: NotATerminal, VisitOver, AssuranceTooLow, LicenceNotReady, LicenceCollected,
    LicenceUnclear, LicenceBeingMade, NoDeviceHere, DeviceAway.
    """
    visit = await visit_of(session, device)
    row = await repository.last_visit(session, device.device_id)
    if visit.state != "open" or row is None or row.user_id is None:
        raise VisitOver
    viewer = viewer_of(await session.get_one(User, row.user_id), "terminal")
    viewer.must_be_signed_in("L2")
    licence = await access_issued_one(session, viewer, licence_id)
    if licence is None or licence.state != "issued":
        raise LicenceNotReady
    asker = f"device:{device.device_id}"
    if licence.collection == "making":
        running = await _running(session, licence)
        if running and running.asked_by == asker and running.created_at >= row.started_at:
            return command_view(running)
    _must_be_free(licence)
    asked = await ask_device(
        session, device.counter_id, "licence", "issue_licence",
        {"number": licence.number, "title": licence.name}, asker,
        concerns=f"case:{licence.case_number}",
    )  # fmt: skip
    licence.collection, licence.collection_command = "making", asked.id
    return asked


async def settle(session: AsyncSession, command_id: str, *, is_made: bool = False) -> None:
    """Note on the licence what came of a command; again, or for any other command, nothing.

    Args:
        is_made: the machine says so, however late.
    """
    licence = await repository.licence_of_command(session, command_id)
    command = await devices.command_by_id(session, command_id)
    if licence is None or command is None or licence.collection not in ("making", "unclear"):
        return
    if is_made or command.state == "done":
        place = await repository.name_and_place(session, command.asked_by.removeprefix("device:"))
        await _collected(
            session, licence, command.asked_by, "申请人", " ".join(filter(None, place))
        )
    elif licence.collection == "making" and command.state in _ENDED:
        licence.collection = "unclear" if command.attempts else ""
        if licence.collection:
            said = f"《{licence.name}》制证没有确认：{command.reason}请工作人员查看"
            await _note(session, licence, "系统", said)
        else:
            licence.collection_command = None


async def settle_ended() -> int:
    """What ended without the machine's word (never reached, over its time); returns how many."""
    async with db.writing() as session:
        ended = await repository.commands_ended(session, _ENDED)
        for command_id in ended:
            await settle(session, command_id)
    return len(ended)


async def look_as_staff(
    session: AsyncSession, staff: StaffMember, number: str
) -> IssuedLicencesView:
    """The licences of a case, with how their collection stands.

    Raises: Forbidden, CaseUnknown.
    """
    staff.must_hold(cases.VIEW)
    await cases.access_case_as_staff(session, staff, number)
    rows = await issued_of_case(session, number)
    return IssuedLicencesView(items=[show_issued(row) for row in rows], total=len(rows))


async def settle_by_staff(
    session: AsyncSession, staff: StaffMember, number: str, licence_id: str, found: Finding,
    note: str,
) -> IssuedLicencesView:  # fmt: skip
    """Somebody of the counter looked: it was handed out, or may be made again (with a reason).
    Said again, what is already so is refused: it is one act, with its trace.

    Raises: CaseUnknown, Forbidden, LicenceNotReady, LicenceBeingMade, NothingToSettle,
    InvalidInput.
    """
    staff.must_hold(SERVE)
    await cases.access_case_as_staff(session, staff, number, lock=True)
    licence = await repository.lock_licence(session, number, licence_id)
    if licence is None or licence.state != "issued":
        raise LicenceNotReady("没有这份有效的证照，请核对办件。")
    if licence.collection == "making" and await _running(session, licence):
        raise LicenceBeingMade
    if licence.collection == ("collected" if found == "collected" else ""):
        raise NothingToSettle
    if found == "collected":
        await _collected(
            session, licence, f"staff:{staff.username}", staff.display_name, "窗口", note
        )
    else:
        await _free(session, licence, staff, note)
    return await look_as_staff(session, staff, number)


async def _free(
    session: AsyncSession, licence: IssuedLicence, staff: StaffMember, note: str
) -> None:
    if not note.strip():
        raise InvalidInput({"note": "请写明为什么可以重新制证，例如：制证口没有证照出来"})
    licence.collection, licence.collection_command = "", None
    licence.collected_at, licence.collected_by, licence.collected_where = None, "", ""
    said = f"《{licence.name}》可以重新制证：{note.strip()}"
    await _note(session, licence, staff.display_name, said)


async def _collected(
    session: AsyncSession, licence: IssuedLicence, by: str, actor: str, where: str, note: str = ""
) -> None:
    licence.collection, licence.collection_command = "collected", None
    licence.collected_at, licence.collected_by, licence.collected_where = now(), by, where[:160]
    said = f"《{licence.name}》已领取，地点：{where}"
    await _note(session, licence, actor, f"{said}。{note.strip()}" if note.strip() else said)


async def _running(session: AsyncSession, licence: IssuedLicence) -> DeviceCommand | None:
    """The command that makes it; one that ended meanwhile is settled first."""
    command = await devices.command_by_id(session, licence.collection_command or "")
    if command is not None and command.state not in _ENDED:
        return command
    if command is None:
        licence.collection = "unclear"
    else:
        await settle(session, command.id)
    return None


def _must_be_free(licence: IssuedLicence) -> None:
    if licence.collection:
        raise {
            "making": LicenceBeingMade, "unclear": LicenceUnclear, "collected": LicenceCollected,
        }[licence.collection]  # fmt: skip


async def _note(session: AsyncSession, licence: IssuedLicence, actor: str, said: str) -> None:
    case = await cases.case_by_number(session, licence.case_number)
    note_event(session, case, "licence_collected", actor, said)
