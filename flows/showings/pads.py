"""A visitor's phone as the glass: a one-time code hands one showing over to the first who opens it.

The phone then reads, photographs and answers this one showing, and nothing else; the tablet goes on
showing it. Whichever answers first, answers.
"""

from __future__ import annotations

import secrets
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.catalogue.service import read_item
from flows.catalogue.views import ItemView
from flows.codes.service import hall_token, token_url
from flows.halls.service import find_counter
from flows.showings import repository, whereabouts
from flows.showings.errors import PadTaken, ShowingUnknown
from flows.showings.service import as_screen, is_served, may_come_again, stands, tell
from flows.showings.views import LABELS, AskedAgain, PadView, ScreenView, Ways
from foundation import db
from foundation.announcements import announce_after_commit
from foundation.crypto import token_hash
from foundation.models import Showing
from foundation.settings import settings


async def open_pad(session: AsyncSession, link: str) -> str:
    """The phone's secret, told once: whoever photographed the code comes too late.

    Not idempotent on purpose. Raises: ShowingUnknown, PadTaken.
    """
    showing = await repository.showing_by_link(session, token_hash(link), lock=True)
    if showing is None or not stands(showing):
        raise ShowingUnknown("这个码已经失效，请工作人员重新出示。")
    if showing.pad_hash is not None:
        raise PadTaken
    secret = secrets.token_urlsafe(32)
    showing.pad_hash = token_hash(secret)
    tell(session, showing.counter_id)
    return secret


async def ways_on(session: AsyncSession, link: str) -> Ways:
    """For whoever holds a code that does not open; any code has some."""
    showing = await repository.showing_by_link(session, token_hash(link))
    site = f"{settings().public_url.rstrip('/')}/app/#"
    return Ways(
        can_ask=showing is not None and await _is_asked_of_somebody(session, showing),
        cases_url=f"{site}/pages/cases/index",
        queue_url=token_url(hall_token(showing.hall_id))
        if showing
        else f"{site}/pages/index/index",
    )


async def ask_again(session: AsyncSession, link: str) -> None:
    """Tell the clerk that the code did not open. Once more is no more.

    Raises: ShowingUnknown where nobody is there to ask, Unavailable.
    """
    showing = await repository.showing_by_link(session, token_hash(link))
    if showing is None or not await _is_asked_of_somebody(session, showing):
        raise ShowingUnknown("这一屏已经结束，请直接问窗口工作人员。")
    asked = AskedAgain(showing_id=showing.id, label=LABELS[showing.kind])
    await whereabouts.ask_again(showing.counter_id, asked)
    told = {"counter_id": showing.counter_id, "outcome": "asked_again"}
    announce_after_commit(session, "staff", "counter", told)


async def showing_of_pad(session: AsyncSession, secret: str) -> Showing:
    """The showing a phone holds, over or not. Raises: ShowingUnknown."""
    showing = await repository.showing_of_pad(session, token_hash(secret))
    if showing is None:
        raise ShowingUnknown
    return showing


async def look(session: AsyncSession, secret: str) -> ScreenView:
    """What the phone shows. Raises: ShowingUnknown once answered or taken back."""
    showing = await showing_of_pad(session, secret)
    if not await is_served(session, showing):
        raise ShowingUnknown
    return (await as_screen(showing)).model_copy(update={"phone": None})


async def state_of(secret: str) -> PadView:
    """What the phone's screen is told, whole. Raises: ShowingUnknown."""
    async with db.reading() as session:
        showing = await showing_of_pad(session, secret)
        counter = await find_counter(session, showing.hall_id, showing.counter_id)
        window = f"{counter.number}窗口 · {counter.name}"
        try:
            return PadView(showing=await look(session, secret), window=window)
        except ShowingUnknown:
            return PadView(showing=None, ended=_ended(showing), window=window)


async def guide(session: AsyncSession, secret: str) -> ItemView:
    """Of the item the phone is shown, and no other. Raises: ShowingUnknown, ItemUnknown."""
    showing = await showing_of_pad(session, secret)
    code = showing.content.get("item_code")
    if code is None or not await is_served(session, showing):
        raise ShowingUnknown
    return await read_item(session, code)


async def _is_asked_of_somebody(session: AsyncSession, showing: Showing) -> bool:
    """Whoever showed it sits there still, and has shown nothing since."""
    newest = await repository.latest(session, showing.counter_id, 1)
    duty = await repository.person_at(session, showing.counter_id)
    return (
        may_come_again(showing)
        and newest[0].id == showing.id
        and duty is not None
        and duty.id == showing.staff_id
    )


def _ended(showing: Showing) -> Literal["answered", "taken_back", "over"]:
    if showing.state == "answered":
        return "answered"
    return "taken_back" if showing.state == "taken_back" else "over"
