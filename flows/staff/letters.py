"""The letters of a case, as staff see, correct and revoke them."""

from __future__ import annotations

from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases import repository as cases
from flows.cases.lifecycle import note_and_tell
from flows.cases.sight import sight_on
from flows.letters import corrections
from flows.letters import service as letters
from flows.letters.views import (
    CorrectionPage,
    CorrectionPreview,
    CorrectionView,
    LettersView,
    WaitingCorrection,
)
from flows.staff import repository
from flows.staff.letter_sight import (
    covered_correction,
    covered_letters,
    covered_preview,
    must_see_letter,
)
from flows.staff.service import note_view
from foundation.models import Case, LetterCorrection
from foundation.paging import next_cursor
from foundation.viewer import StaffMember

MAY_CHANGE, MAY_APPROVE = "cases.decide", "letters.approve"
Answer = Literal["approve", "refuse", "take_back"]


async def list_letters(session: AsyncSession, staff: StaffMember, number: str) -> LettersView:
    """With the corrections that wait. Raises: Forbidden, CaseUnknown."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    return await _shown(session, staff, case)


async def read_letter(
    session: AsyncSession, staff: StaffMember, number: str, letter_id: str
) -> tuple[str, bytes]:
    """Name and bytes; the look is noted. Raises: Forbidden, CaseUnknown, LetterUnknown,
    LetterNotReady."""
    staff.must_hold("cases.view")
    case = await cases.access_case_as_staff(session, staff, number)
    await must_see_letter(session, staff, case, letter_id)
    name, content = await letters.read_letter(session, case.number, letter_id)
    await note_view(session, staff, case, f"查看文书{name[:60]}")
    return name, content


async def preview_correction(
    session: AsyncSession, staff: StaffMember, number: str, letter_id: str, reason: str | None
) -> CorrectionPreview:
    """What a new letter would say otherwise. Raises: Forbidden, CaseUnknown, LetterUnknown,
    LetterSettled."""
    staff.must_hold(MAY_CHANGE)
    case = await cases.access_case_as_staff(session, staff, number, lock=True, needs=MAY_CHANGE)
    await must_see_letter(session, staff, case, letter_id)
    letter = await letters.standing_letter(session, case, letter_id)
    changes = await corrections.changes_of(session, case, letter, reason)
    return await covered_preview(session, staff, case, changes)


async def ask_for_correction(
    session: AsyncSession,
    staff: StaffMember,
    number: str,
    letter_id: str,
    why: str,
    reason: str | None,
) -> LettersView:
    """勘误申请, for a second person to approve. Raises: Forbidden, CaseUnknown, LetterUnknown,
    LetterSettled, CorrectionWaits, InvalidInput."""
    staff.must_hold(MAY_CHANGE)
    case = await cases.access_case_as_staff(session, staff, number, lock=True, needs=MAY_CHANGE)
    await must_see_letter(session, staff, case, letter_id)
    await corrections.ask(session, staff, case, letter_id, why, reason)
    await note_view(session, staff, case, "申请更正文书", why.strip())
    return await _shown(session, staff, case)


async def answer_correction(
    session: AsyncSession,
    staff: StaffMember,
    number: str,
    letter_id: str,
    answer: Answer,
    note: str,
) -> LettersView:
    """A second person approves or refuses; who asked may take it back.

    Raises: Forbidden, CaseUnknown, CorrectionUnknown, OwnCorrection, CorrectionMoved, InvalidInput.
    """
    needs = MAY_CHANGE if answer == "take_back" else MAY_APPROVE
    staff.must_hold(needs)
    case = await cases.access_case_as_staff(session, staff, number, lock=True, needs=needs)
    if answer != "take_back":
        await must_see_letter(session, staff, case, letter_id)
    if answer == "approve":
        written = await corrections.approve(session, staff, case, letter_id, note)
        why = str(written.data["corrects"]["reason"])
        note_and_tell(session, case, "correct", staff.display_name, f"{written.title}：{why}")
        await note_view(session, staff, case, "批准更正文书", why)
    elif answer == "refuse":
        await corrections.refuse(session, staff, case, letter_id, note)
        await note_view(session, staff, case, "不同意更正文书", note.strip())
    else:
        await corrections.take_back(session, staff, case, letter_id)
    return await _shown(session, staff, case)


async def list_corrections(
    session: AsyncSession, staff: StaffMember, offset: int, limit: int
) -> CorrectionPage:
    """What waits for a second person, the longest waiting first. Raises: Forbidden."""
    staff.must_hold(MAY_APPROVE)
    rows, total = await repository.corrections_waiting(session, staff, offset, limit)
    items = [
        WaitingCorrection(
            **covered_correction(
                await sight_on(session, staff, case), _show(asked, staff)
            ).model_dump(),
            case_number=asked.case_number,
            letter_id=asked.letter_id,
            title=letter.title,
            number=letter.number,
            item_name=case.item_name,
        )
        for asked, letter, case in rows
    ]
    return CorrectionPage(items=items, total=total, next=next_cursor(offset, len(items), total))


async def revoke_letter(
    session: AsyncSession, staff: StaffMember, number: str, letter_id: str, why: str
) -> LettersView:
    """撤销. Raises: Forbidden, CaseUnknown, LetterUnknown, LetterSettled, InvalidInput."""
    staff.must_hold(MAY_CHANGE)
    case = await cases.access_case_as_staff(session, staff, number, lock=True, needs=MAY_CHANGE)
    letter = await letters.revoke(session, case, letter_id, why)
    await corrections.drop(session, staff, letter_id)
    note_and_tell(session, case, "revoke", staff.display_name, f"{letter.title}：{why.strip()}")
    await note_view(session, staff, case, "撤销文书", why.strip())
    return await _shown(session, staff, case)


async def _shown(session: AsyncSession, staff: StaffMember, case: Case) -> LettersView:
    await session.flush()
    shown = await letters.list_letters(session, case.number)
    waiting = await corrections.waiting_of(session, [letter.id for letter in shown.items])
    for letter in shown.items:
        if asked := waiting.get(letter.id):
            letter.correction = _show(asked, staff)
    return await covered_letters(session, staff, case, shown)


def _show(asked: LetterCorrection, staff: StaffMember) -> CorrectionView:
    return CorrectionView(
        why=asked.why,
        reason=asked.reason,
        changes=asked.changes,
        asked_by=asked.asked_by_name,
        asked_at=asked.asked_at,
        is_own=asked.asked_by == staff.staff_id,
    )
