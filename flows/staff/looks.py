"""Looks at citizens' words, written into the access records (网络安全法第23条(三))."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from flows.staff.repository import is_view_noted
from foundation.clock import now
from foundation.models import AccessRecord
from foundation.viewer import StaffMember

ONE_LOOK = timedelta(minutes=5)
EVERYBODY = "citizens"
"""The subject of a list that holds the words of many."""


async def note_look(
    session: AsyncSession, staff: StaffMember, what: str, subject: str = EVERYBODY
) -> None:
    """Turning the pages of one list is one look."""
    viewer = f"staff:{staff.username}"
    if not await is_view_noted(session, viewer, what, now() - ONE_LOOK):
        session.add(AccessRecord(viewer=viewer, subject=subject, what=what, at=now()))
