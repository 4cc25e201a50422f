"""The letters of a case, as staff see, correct and revoke them."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.letters import service as letters
from flows.letters.views import LettersView
from flows.staff.service import note_view
from foundation.viewer import StaffMember

MAY_CHANGE = "cases.decide"


async def list_letters(session: AsyncSession, staff: StaffMember, number: str) -> LettersView:
    """Raises: Forbidden, CaseUnknown."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    return await letters.list_letters(session, case.number)


async def read_letter(
    session: AsyncSession, staff: StaffMember, number: str, letter_id: str
) -> tuple[str, bytes]:
    """Name and bytes; the look is noted. Raises: Forbidden, CaseUnknown, LetterUnknown,
    LetterNotReady."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    name, content = await letters.read_letter(session, case.number, letter_id)
    await note_view(session, staff, case, f"查看文书{name[:60]}")
    return name, content


async def correct_letter(
    session: AsyncSession,
    staff: StaffMember,
    number: str,
    letter_id: str,
    why: str,
    reason: str | None,
) -> LettersView:
    """勘误. Raises: Forbidden, CaseUnknown, LetterUnknown, LetterSettled, InvalidInput."""
    staff.must_hold(MAY_CHANGE)
    case = await cases.access_case_as_staff(session, staff, number, lock=True, needs=MAY_CHANGE)
    await letters.correct(session, case, letter_id, why, reason)
    await note_view(session, staff, case, "更正文书", why.strip())
    await session.flush()
    return await letters.list_letters(session, case.number)


async def revoke_letter(
    session: AsyncSession, staff: StaffMember, number: str, letter_id: str, why: str
) -> LettersView:
    """撤销. Raises: Forbidden, CaseUnknown, LetterUnknown, LetterSettled, InvalidInput."""
    staff.must_hold(MAY_CHANGE)
    case = await cases.access_case_as_staff(session, staff, number, lock=True, needs=MAY_CHANGE)
    await letters.revoke(session, case, letter_id, why)
    await note_view(session, staff, case, "撤销文书", why.strip())
    await session.flush()
    return await letters.list_letters(session, case.number)
