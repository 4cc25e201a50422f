"""From rows to what is shown of a letter."""

from __future__ import annotations

from collections.abc import Mapping

from flows.letters.facts import verify_url
from flows.letters.views import LetterView, Standing, VerifiedView
from foundation.clock import local
from foundation.models import Letter

STANDING_LABELS: dict[Standing, str] = {
    "valid": "有效",
    "replaced": "已被更正后的文书替代",
    "revoked": "已撤销",
    "preparing": "正在加盖电子印章",
}


def standing_of(letter: Letter, is_replaced: bool) -> Standing:
    if letter.revoked_at:
        return "revoked"
    if is_replaced:
        return "replaced"
    return "valid" if letter.sealed_sha256 else "preparing"


def show_letter(letter: Letter, is_replaced: bool, numbers: Mapping[str, str]) -> LetterView:
    """`numbers` are the document numbers of the case's letters by id."""
    standing = standing_of(letter, is_replaced)
    return LetterView(
        id=letter.id,
        kind=letter.kind,
        title=letter.title,
        number=letter.number,
        department=letter.department,
        created_at=letter.created_at,
        standing=standing,
        standing_label=STANDING_LABELS[standing],
        problem=letter.problem,
        can_download=letter.sealed_sha256 is not None,
        sealed_by=letter.sealed_by,
        sealed_at=letter.sealed_at,
        corrects=numbers.get(letter.corrects_id or ""),
        verify_url=verify_url(letter.token),
    )


def show_verified(
    letter: Letter, replaced_by: Letter | None, corrects: Letter | None
) -> VerifiedView:
    standing = standing_of(letter, replaced_by is not None)
    return VerifiedView(
        kind=letter.kind,
        title=letter.title,
        number=letter.number,
        department=letter.department,
        issued_on=local(letter.created_at).date(),
        holder=letter.holder,
        standing=standing,
        standing_label=STANDING_LABELS[standing],
        replaced_by=replaced_by.number if replaced_by else None,
        corrects=corrects.number if corrects else None,
        sealed_by=letter.sealed_by,
        sealed_at=letter.sealed_at,
    )
