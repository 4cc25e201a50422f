"""A phone as signature pad: a one-time code hands one signing over to the first who opens it."""

from __future__ import annotations

import secrets

from sqlalchemy.ext.asyncio import AsyncSession

from flows.showings import repository
from flows.showings.errors import PadTaken, ShowingUnknown
from flows.showings.service import as_screen, tell
from flows.showings.views import ScreenView
from foundation.clock import now
from foundation.crypto import token_hash
from foundation.models import Showing


async def open_pad(session: AsyncSession, link: str) -> str:
    """The phone's secret, told once: whoever photographed the code comes too late.

    Not idempotent on purpose. Raises: ShowingUnknown, PadTaken.
    """
    showing = await repository.showing_by_link(session, token_hash(link), lock=True)
    if showing is None or not _stands(showing):
        raise ShowingUnknown("这个签名码已经失效，请工作人员重新出示。")
    if showing.pad_hash is not None:
        raise PadTaken
    secret = secrets.token_urlsafe(32)
    showing.pad_hash = token_hash(secret)
    tell(session, showing.counter_id)
    return secret


async def showing_of_pad(session: AsyncSession, secret: str) -> Showing:
    """The signing a phone holds, over or not. Raises: ShowingUnknown."""
    showing = await repository.showing_of_pad(session, token_hash(secret))
    if showing is None:
        raise ShowingUnknown
    return showing


async def look(session: AsyncSession, secret: str) -> ScreenView:
    """What the phone shows. Raises: ShowingUnknown once signed or taken back."""
    showing = await showing_of_pad(session, secret)
    if not _stands(showing):
        raise ShowingUnknown
    return as_screen(showing).model_copy(update={"phone": None})


def _stands(showing: Showing) -> bool:
    return showing.state == "shown" and showing.ends_at > now()
