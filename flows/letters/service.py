"""Letters are drawn with the act that makes them, corrected by new ones, revoked in the open."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.guidance import repository as guidance
from flows.letters import repository
from flows.letters.errors import LetterNotReady, LetterSettled, LetterUnknown
from flows.letters.facts import as_written, facts_of, is_permit, licence_term, masked_holder
from flows.letters.presenter import show_letter
from flows.letters.views import LettersView
from foundation import files
from foundation.clock import now, today
from foundation.errors import InvalidInput
from foundation.models import Case, Letter, new_id
from foundation.queue import promise
from foundation.settings import settings
from knowledge_base.letters import kind_of, kinds_made_by, mark_of
from knowledge_base.schemas import ItemDocument
from knowledge_base.schemas.letter import LetterKind, LetterName

RENDER = "letters.render"
CHANGED = "letters.changed"
"""A letter got its seal or was revoked: what rests on it follows."""
PATIENCE = timedelta(minutes=15)
"""After this long without its seal a letter is promised anew: the platform was away for longer
than a promise waits, or the office's seal had to be put in order first."""
MAX_REASON = 200


async def write_letters(
    session: AsyncSession,
    case: Case,
    act: str,
    was: str,
    reason: str = "",
    leave_out: Collection[str] = (),
    deemed_by: str = "",
) -> list[Letter]:
    """The letters an act makes of a case that stood at `was`, in the act's own transaction, but
    for the kinds another step of its process brings forth.

    Args:
        deemed_by: the clause, where the case was approved by nobody's decision.
    Raises: LetterFieldMissing.
    """
    kinds = [kind for kind in kinds_made_by(act, was) if kind.id not in leave_out]
    return await _write_each(session, case, kinds, reason, deemed_by)


async def write_kinds(
    session: AsyncSession, case: Case, ids: Collection[str], reason: str = ""
) -> list[Letter]:
    """Letters of these kinds, but for those the case has. Raises: LetterFieldMissing."""
    await session.flush()
    held = {letter.kind for letter in await repository.letters_of(session, case.number)}
    return await _write_each(session, case, [kind_of(i) for i in ids if i not in held], reason)


async def _write_each(
    session: AsyncSession,
    case: Case,
    kinds: Collection[LetterKind],
    reason: str,
    deemed_by: str = "",
) -> list[Letter]:
    document = await guidance.document_of(session, case.item_code, case.revision)
    named = [(kind, _name(kind, document)) for kind in kinds]
    return [
        await _write(session, case, kind, name, reason, deemed_by=deemed_by)
        for kind, name in named
        if name
    ]


async def correct(
    session: AsyncSession, case: Case, letter_id: str, why: str, reason: str | None
) -> Letter:
    """勘误: the same kind of letter from the case as it is now, naming the one it replaces.

    Args:
        why: what was wrong, in the officer's words; it stands in the new letter.
        reason: the officer's reason anew; None keeps what the old letter said.
    Raises: LetterUnknown, LetterSettled, InvalidInput.
    """
    why = checked("why", why, "请写明更正了什么，新文书上会写明")
    old = await standing_letter(session, case, letter_id)
    document = await guidance.document_of(session, case.item_code, case.revision)
    kind = kind_of(old.kind)
    name = _name(kind, document) or kind.permit
    said = old.data["reason"] if reason is None else reason.strip()
    deemed_by = old.data.get("deemed_by", "")
    return await _write(session, case, kind, name, said, corrects=old, why=why, deemed_by=deemed_by)


async def revoke(session: AsyncSession, case: Case, letter_id: str, why: str) -> Letter:
    """撤销: the letter stays as it is, and whoever checks it is told that it no longer holds.

    Raises: LetterUnknown, LetterSettled, InvalidInput.
    """
    why = checked("why", why, "请写明撤销的理由")
    letter = await standing_letter(session, case, letter_id)
    letter.revoked_at, letter.revoked_reason = now(), why
    promise(session, CHANGED, {"letter_id": letter.id})
    return letter


async def list_letters(session: AsyncSession, number: str) -> LettersView:
    letters = await repository.letters_of(session, number)
    replaced = {letter.corrects_id for letter in letters}
    numbers = {letter.id: letter.number for letter in letters}
    items = [show_letter(letter, letter.id in replaced, numbers) for letter in letters]
    return LettersView(items=items, total=len(items))


async def facts_in(session: AsyncSession, number: str) -> dict[str, dict[str, Any]]:
    """What the letters of a case say, by letter."""
    return {row.id: row.data for row in await repository.letters_of(session, number)}


async def read_letter(session: AsyncSession, number: str, letter_id: str) -> tuple[str, bytes]:
    """Name and sealed bytes. Raises: LetterUnknown, LetterNotReady."""
    letter = await repository.letter_of_case(session, number, letter_id)
    if letter is None:
        raise LetterUnknown
    if letter.sealed_sha256 is None:
        raise LetterNotReady(letter.problem)
    content = await asyncio.to_thread(files.get, letter.id, letter.sealed_sha256)
    return f"{letter.title}（{letter.number}）.pdf", content


async def ask_again(session: AsyncSession) -> int:
    """Promise anew what has waited for its seal too long; returns how many."""
    if not settings().eseal_url:
        return 0
    waiting = await repository.waiting_since(session, now() - PATIENCE)
    for letter_id in waiting:
        promise(session, RENDER, {"letter_id": letter_id})
    return len(waiting)


def _name(kind: LetterKind, document: ItemDocument) -> LetterName | None:
    """What the letter is called for the item; None where the item has no such letter."""
    if not kind.results:
        return kind.permit if is_permit(document) else kind.service
    term = licence_term(kind, document)
    return LetterName(title=term.name, mark=kind.permit.mark) if term else None


async def _write(
    session: AsyncSession,
    case: Case,
    kind: LetterKind,
    name: LetterName,
    reason: str,
    corrects: Letter | None = None,
    why: str = "",
    deemed_by: str = "",
) -> Letter:
    day = today()
    await session.flush()
    facts = await facts_of(session, case, kind, reason, day, deemed_by)
    drawn = await draw(session, case.department_code, name.mark, day.year)
    letter = Letter(
        id=new_id(),
        case_number=case.number,
        kind=kind.id,
        series=drawn.series,
        year=day.year,
        sequence=drawn.sequence,
        number=drawn.number,
        title=name.title,
        token=new_token(),
        department_code=case.department_code,
        department=facts["department"],
        holder=masked_holder(facts),
        corrects_id=corrects.id if corrects else None,
        state="drawn",
        created_at=now(),
    )
    letter.data = as_written(facts, letter, corrects, why)
    session.add(letter)
    promise(session, RENDER, {"letter_id": letter.id})
    return letter


@dataclass(frozen=True, slots=True)
class Drawn:
    series: str
    sequence: int
    number: str


async def draw(session: AsyncSession, department_code: str, mark: str, year: int) -> Drawn:
    """The next document number of an office for papers of a mark; it is given back if the
    transaction is rolled back, so that a series has no gaps."""
    series = f"{mark_of(department_code)}{mark}"
    sequence = await repository.draw_number(session, series, year)
    return Drawn(series, sequence, f"{series}字〔{year}〕第{sequence:06d}号")


def new_token() -> str:
    """What the code on a paper opens its check page by."""
    return secrets.token_urlsafe(16)


async def standing_letter(session: AsyncSession, case: Case, letter_id: str) -> Letter:
    """A letter that still holds, locked. Raises: LetterUnknown, LetterSettled."""
    letter = await repository.letter_of_case(session, case.number, letter_id, lock=True)
    if letter is None:
        raise LetterUnknown
    if letter.revoked_at or await repository.correction_of(session, letter.id):
        raise LetterSettled
    return letter


def checked(field: str, text: str, needed: str) -> str:
    text = text.strip()
    if not text:
        raise InvalidInput({field: needed})
    if len(text) > MAX_REASON:
        raise InvalidInput({field: f"最多{MAX_REASON}个字"})
    return text
