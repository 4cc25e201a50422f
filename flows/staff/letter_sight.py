"""What of a case's letters a member of staff may see: a letter says again what the form says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.cases.sight import Sight, because_of, sight_on
from flows.letters.service import facts_in
from flows.letters.views import CorrectionPreview, CorrectionView, LettersView
from foundation.models import Case
from foundation.viewer import StaffMember

_NOT_SAID = frozenset({"qr", "token", "verify_url", "verify_site", "phone"})
"""What stands on a letter and tells nothing of the case; the telephone is the office's."""
_OF_ENTERPRISES = frozenset({"enterprise_name", "credit_code"})
_OF_PEOPLE = frozenset({"name", "id_number"})


def told_by(sight: Sight, said: Mapping[str, Any]) -> tuple[str, ...]:
    """Labels of the hidden fields that stand in a letter, by its facts."""
    of_whom = _OF_ENTERPRISES if said.get("you") == "你单位" else _OF_PEOPLE
    return sight.told_by({n: v for n, v in said.items() if n not in _NOT_SAID}, of_whom)


async def must_see_letter(
    session: AsyncSession, staff: StaffMember, case: Case, letter_id: str
) -> None:
    """Whoever may not read a letter corrects none either. Raises: FieldHidden."""
    sight = await sight_on(session, staff, case)
    said = (await facts_in(session, case.number)).get(letter_id) if sight.hidden else None
    if said is not None:
        sight.must_not_tell(told_by(sight, said))


async def covered_letters(
    session: AsyncSession, staff: StaffMember, case: Case, shown: LettersView
) -> LettersView:
    """Each letter that may not be read says why; the words about it are covered."""
    sight = await sight_on(session, staff, case)
    if not sight.hidden:
        return shown
    facts = await facts_in(session, case.number)
    for letter in shown.items:
        if labels := told_by(sight, facts.get(letter.id, {})):
            letter.hidden_because, letter.can_download = because_of(labels), False
        if letter.correction:
            letter.correction = covered_correction(sight, letter.correction)
    return shown


def covered_correction(sight: Sight, asked: CorrectionView) -> CorrectionView:
    return asked.model_copy(
        update={
            "why": sight.cover(asked.why),
            "reason": sight.cover(asked.reason) if asked.reason else asked.reason,
            "changes": covered_changes(sight, asked.changes),
        }
    )


def covered_changes(sight: Sight, changes: list[list[str]]) -> list[list[str]]:
    """Of who holds the letter nothing, where that is hidden."""
    is_anonymous = any(map(sight.hides_identity, _OF_PEOPLE | _OF_ENTERPRISES))
    told = [c for c in changes if not (is_anonymous and c[0].startswith("申请人"))]
    return [[label, sight.cover(before), sight.cover(after)] for label, before, after in told]


async def covered_preview(
    session: AsyncSession, staff: StaffMember, case: Case, changes: list[list[str]]
) -> CorrectionPreview:
    return CorrectionPreview(changes=covered_changes(await sight_on(session, staff, case), changes))
