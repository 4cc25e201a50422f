"""A card on a terminal's reader whose holder has no phone at hand: staff of the hall go there,
compare face and card, and say so. It is written down who did."""

from __future__ import annotations

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.accounts.service import citizen_of, citizen_seen
from flows.halls.duty import my_duty
from flows.self_service import repository
from flows.self_service.cards import TOLD
from flows.self_service.errors import VisitOver, VisitUnknown
from flows.self_service.service import end, let_in
from foundation.clock import LocalMoment, now, today
from foundation.identifiers import ResidentId, mask_name
from foundation.models import AccessRecord, TerminalVisit
from foundation.queue import promise
from foundation.viewer import StaffMember


class Waiting(BaseModel):
    """One card that waits to be looked at, without whose it is."""

    id: str
    terminal: str
    place: str
    name: str
    asked_at: LocalMoment
    expires_at: LocalMoment


class WaitingList(BaseModel):
    items: list[Waiting]


class Holder(BaseModel):
    """What stands on the card, to compare with the card in the hand and the face."""

    name: str
    number: str
    age: int


async def list_waiting(session: AsyncSession, staff: StaffMember) -> WaitingList:
    """In the hall where one is on duty; nothing for whoever is not. Raises: Forbidden."""
    duty = await my_duty(session, staff)
    found = await repository.asked_in_hall(session, duty.hall_id) if duty else []
    return WaitingList(items=[await _shown(session, visit) for visit in found])


async def look_at_holder(session: AsyncSession, staff: StaffMember, visit_id: str) -> Holder:
    """The look is recorded. Raises: Forbidden, VisitUnknown, VisitOver."""
    visit = await _waiting(session, staff, visit_id)
    name, number = _written_on(visit)
    known = await citizen_of(session, visit.holder_index, "terminal")
    session.add(
        AccessRecord(
            viewer=f"staff:{staff.username}", what="核对自助机上的身份证", at=now(),
            subject=known.user_id if known else visit.holder_index,
            object_type="terminal_visits", object_id=visit.id,
        )
    )  # fmt: skip
    return Holder(name=name, number=str(number), age=number.age_on(today()))


async def confirm_seen(session: AsyncSession, staff: StaffMember, visit_id: str) -> None:
    """«人证一致»; by the same person again it changes nothing.

    Raises: Forbidden, VisitUnknown, VisitOver.
    """
    visit = await _in_my_hall(session, staff, visit_id)
    who = f"staff:{staff.username}"
    if visit.state in ("claimed", "open") and visit.answered_by == who:
        return
    visit = await _waiting(session, staff, visit_id)
    user = await citizen_seen(session, *_written_on(visit))
    let_in(session, visit, user.id, who)
    promise(session, TOLD, {"visit_id": visit.id, "user_id": user.id})


async def refuse_seen(session: AsyncSession, staff: StaffMember, visit_id: str) -> None:
    """«人证不一致»: nobody gets in; again changes nothing. Raises: Forbidden, VisitUnknown."""
    visit = await _in_my_hall(session, staff, visit_id)
    if visit.state == "waiting":
        visit.answered_by = f"staff:{staff.username}"
        await end(session, visit, "refused")


async def _waiting(session: AsyncSession, staff: StaffMember, visit_id: str) -> TerminalVisit:
    visit = await _in_my_hall(session, staff, visit_id)
    if visit.state != "waiting" or visit.expires_at < now():
        raise VisitOver("这次已有人答复或已取消，不用再核对。要办的请重新放一次身份证。")
    return visit


async def _in_my_hall(session: AsyncSession, staff: StaffMember, visit_id: str) -> TerminalVisit:
    """Raises: Forbidden, VisitUnknown (also for one in another hall, or when not on duty)."""
    duty = await my_duty(session, staff)
    visit = await repository.visit_by_id(session, visit_id)
    if visit is None or visit.way != "card" or duty is None:
        raise VisitUnknown
    if await repository.hall_of(session, visit) != duty.hall_id:
        raise VisitUnknown
    return visit


def _written_on(visit: TerminalVisit) -> tuple[str, ResidentId]:
    card = visit.card or {}
    return card["name"], ResidentId.parse(card["number"])


async def _shown(session: AsyncSession, visit: TerminalVisit) -> Waiting:
    terminal, place = await repository.name_and_place(session, visit.device_id)
    name, _number = _written_on(visit)
    return Waiting(
        id=visit.id, terminal=terminal, place=place, name=mask_name(name),
        asked_at=visit.started_at, expires_at=visit.expires_at,
    )  # fmt: skip
