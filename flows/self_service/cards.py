"""A visit that begins with an identity card: whose it is to be, and their phone that says yes.

The card opens nothing. It finds its holder, who answers on their own phone; whoever has no phone at
hand is looked at by a member of staff (`seen.py`). What the terminal shows is the same whether the
holder is known here or not (ADR 44).
"""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.accounts.repository import citizens_by_number
from flows.devices.cards import Card, card_read
from flows.self_service import repository
from flows.self_service.errors import VisitOver, VisitUnknown
from flows.self_service.service import clear_way, end, let_in, tell
from foundation.announcements import announce_after_commit
from foundation.clock import LocalMoment, now
from foundation.crypto import token_hash
from foundation.identifiers import mask_name
from foundation.models import TerminalVisit, new_id
from foundation.queue import promise
from foundation.viewer import DeviceMember, Viewer

TOLD = "self_service.card"
LASTS = timedelta(minutes=3)
MOST_UNANSWERED, UNANSWERED_IN = 3, timedelta(hours=1)
"""A found card rings its holder's phone so often; from then on only staff can let it in."""


class CardVisit(BaseModel):
    """On the terminal while it waits for an answer."""

    name: str
    expires_at: LocalMoment


class VisitRequest(BaseModel):
    """On the holder's phone. `is_open` while it waits for an answer."""

    id: str
    terminal: str
    place: str
    asked_at: LocalMoment
    expires_at: LocalMoment
    is_open: bool


class VisitRequests(BaseModel):
    items: list[VisitRequest]


async def ask_by_card(session: AsyncSession, device: DeviceMember, command_id: str) -> CardVisit:
    """A visit of the card's holder, who is asked; one read begins one visit, said again it is the
    same. Whatever was under way at this terminal ends.

    Raises: NotATerminal, CardNotRead, CardExpired, VisitOver (this read was used up).
    """
    card = await card_read(session, device, command_id)
    mark = token_hash(f"card:{command_id}")
    known = await repository.visit_by_code(session, mark)
    if known is not None and known.state == "ended":
        raise VisitOver("请把身份证拿起来，重新平放在读卡区。")
    if known is None:
        await clear_way(session, device)
        known = _begin(session, device, card, mark)
        await session.flush()
        tell(session, known)
        await _ring(session, known)
    return CardVisit(name=mask_name(card.name), expires_at=known.expires_at)


async def asked_of(session: AsyncSession, viewer: Viewer) -> VisitRequests:
    """Where the viewer's own card lies on a reader right now."""
    found = await repository.access_asked(session, viewer)
    return VisitRequests(items=[await _shown(session, visit) for visit in found])


async def look_at_own(session: AsyncSession, viewer: Viewer, visit_id: str) -> VisitRequest:
    """Raises: VisitUnknown."""
    return await _shown(session, await _own(session, viewer, visit_id))


async def confirm_own(session: AsyncSession, viewer: Viewer, visit_id: str) -> VisitRequest:
    """«是我本人»; again changes nothing. Raises: SignInRequired, VisitUnknown, VisitOver."""
    viewer.must_be_signed_in("L0")
    visit = await _own(session, viewer, visit_id)
    if visit.state == "waiting":
        _must_wait(visit)
        let_in(session, visit, viewer.user_id, f"user:{viewer.user_id}")
    elif visit.state == "ended" or visit.user_id != viewer.user_id:
        raise VisitOver
    return await _shown(session, visit)


async def deny_own(session: AsyncSession, viewer: Viewer, visit_id: str) -> VisitRequest:
    """«不是我»: nobody gets in, also where somebody already did; again changes nothing.

    Raises: SignInRequired, VisitUnknown.
    """
    viewer.must_be_signed_in("L0")
    visit = await _own(session, viewer, visit_id)
    if visit.state != "ended":
        visit.answered_by = f"user:{viewer.user_id}"
        await end(session, visit, "denied")
    return await _shown(session, visit)


def _begin(session: AsyncSession, device: DeviceMember, card: Card, mark: str) -> TerminalVisit:
    moment = now()
    visit = TerminalVisit(
        id=new_id(), device_id=device.device_id, code_hash=mark, state="waiting", way="card",
        expires_at=moment + LASTS, session_hash="", started_at=moment, last_at=moment, reason="",
        holder_index=card.index, card={"name": card.name, "number": str(card.number)},
        answered_by="",
    )  # fmt: skip
    session.add(visit)
    return visit


async def _ring(session: AsyncSession, visit: TerminalVisit) -> None:
    """Every account of the holder hears it live, and on WeChat where it has an address there."""
    since = now() - UNANSWERED_IN
    if await repository.unanswered(session, visit.holder_index, since) > MOST_UNANSWERED:
        return
    for user in await citizens_by_number(session, visit.holder_index):
        announce_after_commit(session, f"user:{user.id}", "terminal", {"id": visit.id})
        promise(session, TOLD, {"visit_id": visit.id, "user_id": user.id})


async def _own(session: AsyncSession, viewer: Viewer, visit_id: str) -> TerminalVisit:
    visit = await repository.access_card_visit(session, viewer, visit_id)
    if visit is None:
        raise VisitUnknown
    return visit


def _must_wait(visit: TerminalVisit) -> None:
    if visit.expires_at < now():
        raise VisitOver("等得太久，这次已取消。请在自助机上重新放一次身份证。")


async def _shown(session: AsyncSession, visit: TerminalVisit) -> VisitRequest:
    name, place = await repository.name_and_place(session, visit.device_id)
    return VisitRequest(
        id=visit.id, terminal=name, place=place, asked_at=visit.started_at,
        expires_at=visit.expires_at,
        is_open=visit.state == "waiting" and visit.expires_at > now(),
    )  # fmt: skip
