"""A visit at a terminal: the code on its screen, the phone that takes it, the session lent to it.

Whoever holds the phone is signed in there; the terminal gets a session of the same citizen, short
and ended with the visit. The code is for one phone, for two minutes, and grants its holder nothing:
it lets a terminal see what the citizen sees (ADR 39). By an identity card: `cards.py`, `seen.py`.
"""

from __future__ import annotations

import secrets
import string
from datetime import timedelta
from typing import Literal

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.codes.service import qr_svg, token_url
from flows.self_service import repository
from flows.self_service.errors import NotATerminal, VisitCodeInvalid, VisitOver
from foundation import db
from foundation.announcements import announce_after_commit
from foundation.clock import LocalMoment, now
from foundation.crypto import token_hash
from foundation.models import TerminalVisit, UserSession, new_id
from foundation.origins import is_one_door
from foundation.settings import settings
from foundation.viewer import DeviceMember, Viewer

CODE_LASTS = timedelta(minutes=2)
IDLE = timedelta(minutes=3)
_LETTERS, _LENGTH = string.ascii_letters + string.digits, 20

State = Literal["none", "waiting", "claimed", "open", "ended"]


class Begun(BaseModel):
    """What stands on the terminal's screen until a phone takes it."""

    url: str
    qr_svg: str
    expires_at: LocalMoment


class Visit(BaseModel):
    """How the visit is. `token` is in one answer only, the first after a phone took the code; it
    is good at `api_url`, which is empty where the terminal's page comes from the same door."""

    state: State
    display_name: str = ""
    token: str = ""
    api_url: str = ""
    idle_seconds: int = round(IDLE.total_seconds())
    reason: str = ""


class Terminal(BaseModel):
    """What a phone is shown before it agrees."""

    name: str
    place: str


async def begin(session: AsyncSession, device: DeviceMember) -> Begun:
    """A new code; whatever was under way at this terminal ends. Not idempotent: each code is
    another. Raises: NotATerminal."""
    await clear_way(session, device)
    code = "s" + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    moment = now()
    session.add(
        TerminalVisit(
            id=new_id(), device_id=device.device_id, code_hash=token_hash(code), state="waiting",
            expires_at=moment + CODE_LASTS, session_hash="", started_at=moment, last_at=moment,
            reason="", way="code", holder_index="", answered_by="",
        )
    )  # fmt: skip
    url = token_url(code)
    return Begun(url=url, qr_svg=qr_svg(url), expires_at=moment + CODE_LASTS)


async def look(session: AsyncSession, code: str) -> Terminal:
    """Which terminal a code stands on. Raises: VisitCodeInvalid."""
    visit = await repository.visit_by_code(session, token_hash(code))
    if visit is None or visit.state == "ended" or visit.expires_at < now():
        raise VisitCodeInvalid
    name, place = await repository.name_and_place(session, visit.device_id)
    return Terminal(name=name, place=place)


async def claim(session: AsyncSession, viewer: Viewer, code: str) -> Terminal:
    """Go on at the terminal; the same person again changes nothing, another is refused.

    Raises: SignInRequired, VisitCodeInvalid.
    """
    viewer.must_be_signed_in("L0")
    visit = await repository.visit_by_code(session, token_hash(code))
    if visit is None or visit.state == "ended":
        raise VisitCodeInvalid
    if visit.state == "waiting":
        if visit.expires_at < now():
            raise VisitCodeInvalid
        let_in(session, visit, viewer.user_id, f"user:{viewer.user_id}")
    elif visit.user_id != viewer.user_id:
        raise VisitCodeInvalid
    name, place = await repository.name_and_place(session, visit.device_id)
    return Terminal(name=name, place=place)


async def visit_of(session: AsyncSession, device: DeviceMember) -> Visit:
    """How the last visit at this terminal is; a claimed one opens, and its session is told once.

    Raises: NotATerminal.
    """
    _must_be_terminal(device)
    visit = await repository.last_visit(session, device.device_id)
    if visit is None:
        return Visit(state="none")
    if visit.state in repository.LIVE and _is_over(visit):
        await end(session, visit, "lapsed" if visit.state == "waiting" else "idle")
    token = ""
    if visit.state == "claimed" and visit.user_id is not None:
        token = secrets.token_urlsafe(32)
        visit.state, visit.session_hash, visit.last_at = "open", token_hash(token), now()
        session.add(
            UserSession(
                token_hash=visit.session_hash, user_id=visit.user_id, channel="terminal",
                expires_at=now() + IDLE,
            )
        )  # fmt: skip
    is_open = visit.state == "open" and visit.user_id is not None
    name = await repository.name_of_user(session, visit.user_id or "") if is_open else ""
    return Visit(
        state=visit.state, display_name=name, token=token, reason=visit.reason,
        api_url="" if is_one_door() else settings().public_url.rstrip("/"),
    )  # fmt: skip


async def touch(session: AsyncSession, device: DeviceMember) -> Visit:
    """Somebody is still there: the visit and its session go on. Raises: NotATerminal, VisitOver."""
    visit = await visit_of(session, device)
    row = await repository.last_visit(session, device.device_id)
    if visit.state != "open" or row is None:
        raise VisitOver
    row.last_at = now()
    await repository.extend_session(session, row.session_hash, now() + IDLE)
    return visit


async def leave(session: AsyncSession, device: DeviceMember) -> None:
    """Everything ends at once; nothing when nothing is open. Raises: NotATerminal."""
    _must_be_terminal(device)
    for visit in await repository.live_visits(session, device.device_id):
        await end(session, visit, "left")


async def end_idle() -> int:
    """End what nobody uses any more, also where the terminal itself was switched off."""
    async with db.writing() as session:
        over = await repository.overdue(session, now(), now() - IDLE)
        for visit in over:
            await end(session, visit, "lapsed" if visit.state == "waiting" else "idle")
    return len(over)


def _is_over(visit: TerminalVisit) -> bool:
    if visit.state == "waiting":
        return visit.expires_at < now()
    return visit.last_at < now() - IDLE


def let_in(session: AsyncSession, visit: TerminalVisit, user_id: str, by: str) -> None:
    """The visit is this user's; the terminal opens it when it looks next."""
    visit.state, visit.user_id, visit.answered_by = "claimed", user_id, by
    visit.card, visit.last_at = None, now()
    tell(session, visit)


async def end(session: AsyncSession, visit: TerminalVisit, reason: str) -> None:
    visit.state, visit.reason, visit.ended_at, visit.card = "ended", reason, now(), None
    if visit.session_hash:
        await repository.end_session(session, visit.session_hash)
        visit.session_hash = ""
    tell(session, visit)


def tell(session: AsyncSession, visit: TerminalVisit) -> None:
    """Staff who may have to look at a card learn that something moved."""
    if visit.way == "card":
        announce_after_commit(session, "staff", "terminal_visit", {"id": visit.id})


async def clear_way(session: AsyncSession, device: DeviceMember) -> None:
    """At most one visit a terminal. Raises: NotATerminal."""
    _must_be_terminal(device)
    for before in await repository.live_visits(session, device.device_id):
        await end(session, before, "replaced")


def _must_be_terminal(device: DeviceMember) -> None:
    if device.kind != "terminal":
        raise NotATerminal
