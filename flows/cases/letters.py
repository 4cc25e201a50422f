"""The letters of a case, in the hands of its applicant."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository
from flows.letters import service as letters
from flows.letters.views import LettersView
from foundation.viewer import Viewer


async def list_letters(session: AsyncSession, viewer: Viewer, number: str) -> LettersView:
    """Raises: CaseUnknown."""
    case = await repository.access_case(session, viewer, number)
    return await letters.list_letters(session, case.number)


async def read_letter(
    session: AsyncSession, viewer: Viewer, number: str, letter_id: str
) -> tuple[str, bytes]:
    """Name and bytes. Raises: CaseUnknown, LetterUnknown, LetterNotReady."""
    case = await repository.access_case(session, viewer, number)
    return await letters.read_letter(session, case.number, letter_id)
