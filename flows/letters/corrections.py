"""勘误: one asks with a reason and sees what would change, another approves; only then a new letter
takes the old one's place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.letters import repository
from flows.letters.errors import CorrectionMoved, CorrectionUnknown, CorrectionWaits, OwnCorrection
from flows.letters.facts import facts_of
from flows.letters.service import checked, correct, standing_letter
from foundation.clock import now, today
from foundation.models import Case, Letter, LetterCorrection, new_id
from foundation.viewer import StaffMember
from knowledge_base.letters import kind_of

SHOWN = {
    "holder": "申请人", "holder_number": "申请人号码", "item": "事项名称",
    "submitted_at": "申请时间", "accepted_on": "受理日期", "due_on": "办结期限",
    "materials": "材料", "reason": "理由或意见", "result": "结果名称", "delivery": "送达方式",
    "valid_until": "有效期限", "extras": "证照栏目", "department": "签发机关", "basis": "依据",
    "phone": "咨询电话",
}  # fmt: skip


async def changes_of(
    session: AsyncSession, case: Case, letter: Letter, reason: str | None
) -> list[list[str]]:
    """What a letter written now would say otherwise: [what, before, after]."""
    said = letter.data["reason"] if reason is None else reason.strip()
    deemed_by = letter.data.get("deemed_by", "")
    facts = await facts_of(session, case, kind_of(letter.kind), said, today(), deemed_by)
    pairs = (
        (label, _words(letter.data.get(n)), _words(facts.get(n))) for n, label in SHOWN.items()
    )
    return [[label, before, after] for label, before, after in pairs if before != after]


async def ask(
    session: AsyncSession,
    staff: StaffMember,
    case: Case,
    letter_id: str,
    why: str,
    reason: str | None,
) -> LetterCorrection:
    """Raises: LetterUnknown, LetterSettled, CorrectionWaits, InvalidInput, LetterFieldMissing."""
    why = checked("why", why, "请写明更正了什么，新文书上会写明")
    letter = await standing_letter(session, case, letter_id)
    if await repository.waiting_correction(session, letter.id):
        raise CorrectionWaits
    asked = LetterCorrection(
        id=new_id(),
        letter_id=letter.id,
        waits_for=letter.id,
        case_number=case.number,
        state="waiting",
        why=why,
        reason=reason,
        changes=await changes_of(session, case, letter, reason),
        asked_by=staff.staff_id,
        asked_by_name=staff.display_name,
        asked_at=now(),
    )
    session.add(asked)
    return asked


async def approve(
    session: AsyncSession, staff: StaffMember, case: Case, letter_id: str, note: str
) -> Letter:
    """The second person's yes: the new letter, as it was asked for.

    Raises: CorrectionUnknown, OwnCorrection, CorrectionMoved where the case has changed since.
    """
    asked = await _waiting(session, case, letter_id)
    if asked.asked_by == staff.staff_id:
        raise OwnCorrection
    letter = await standing_letter(session, case, letter_id)
    if await changes_of(session, case, letter, asked.reason) != asked.changes:
        raise CorrectionMoved
    written = await correct(session, case, letter_id, asked.why, asked.reason)
    _settle(asked, staff, "approved", note)
    await session.flush()
    asked.new_letter_id = written.id
    return written


async def refuse(
    session: AsyncSession, staff: StaffMember, case: Case, letter_id: str, note: str
) -> None:
    """The second person's no, with a reason. Raises: CorrectionUnknown, OwnCorrection."""
    asked = await _waiting(session, case, letter_id)
    if asked.asked_by == staff.staff_id:
        raise OwnCorrection
    _settle(asked, staff, "refused", checked("note", note, "请写明为什么不同意"))


async def take_back(session: AsyncSession, staff: StaffMember, case: Case, letter_id: str) -> None:
    """The one who asked no longer wants it. Raises: CorrectionUnknown."""
    asked = await _waiting(session, case, letter_id)
    if asked.asked_by != staff.staff_id:
        raise CorrectionUnknown("只有提出的人可以撤回。")
    _settle(asked, staff, "taken_back", "")


async def drop(session: AsyncSession, staff: StaffMember, letter_id: str) -> None:
    """The letter was revoked meanwhile, so there is nothing left to correct."""
    if asked := await repository.waiting_correction(session, letter_id, lock=True):
        _settle(asked, staff, "dropped", "")


async def waiting_of(session: AsyncSession, letters: Sequence[str]) -> dict[str, LetterCorrection]:
    """What waits, by letter."""
    return {c.letter_id: c for c in await repository.waiting_corrections(session, letters)}


async def _waiting(session: AsyncSession, case: Case, letter_id: str) -> LetterCorrection:
    asked = await repository.waiting_correction(session, letter_id, lock=True)
    if asked is None or asked.case_number != case.number:
        raise CorrectionUnknown
    return asked


def _settle(asked: LetterCorrection, staff: StaffMember, state: str, note: str) -> None:
    asked.state, asked.waits_for, asked.note = state, None, note.strip()[:200]
    asked.decided_by, asked.decided_by_name = staff.staff_id, staff.display_name
    asked.decided_at = now()


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "；".join("：".join(str(v) for v in one.values()) for one in value)
    return str(value or "")
