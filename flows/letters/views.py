"""What is shown of letters: to the case's people, and to whoever checks one."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel

from foundation.clock import LocalMoment

Standing = Literal["valid", "replaced", "revoked", "preparing"]


class CorrectionView(BaseModel):
    """A correction that waits for its second person; `changes` are [what, before, after]."""

    why: str
    reason: str | None
    changes: list[list[str]]
    asked_by: str
    asked_at: LocalMoment
    is_own: bool


class CorrectionPreview(BaseModel):
    changes: list[list[str]]


class WaitingCorrection(CorrectionView):
    """The same in the list of whoever may approve."""

    case_number: str
    letter_id: str
    title: str
    number: str
    item_name: str


class CorrectionPage(BaseModel):
    items: list[WaitingCorrection]
    total: int
    next: str | None


class LetterView(BaseModel):
    """A letter in the list of its case. `can_download` once its seal is on."""

    id: str
    kind: str
    title: str
    number: str
    department: str
    created_at: LocalMoment
    standing: Standing
    standing_label: str
    problem: str | None
    can_download: bool
    sealed_by: str | None
    sealed_at: LocalMoment | None
    corrects: str | None
    verify_url: str
    correction: CorrectionView | None = None
    hidden_because: str | None = None
    """For staff whose grants hide what stands in it."""


class LettersView(BaseModel):
    items: list[LetterView]
    total: int
    next: str | None = None


class VerifiedView(BaseModel):
    """What anybody is told of a letter: never who the holder is in full."""

    kind: str
    title: str
    number: str
    department: str
    issued_on: date
    holder: str
    standing: Standing
    standing_label: str
    replaced_by: str | None
    corrects: str | None
    sealed_by: str | None
    sealed_at: LocalMoment | None


class FileVerdict(BaseModel):
    """What came of checking a file: `genuine` is ours to the last byte; `changed` carries our seal
    and was altered after it; `foreign` carries a seal that is not ours; `unsealed` carries none."""

    verdict: Literal["genuine", "changed", "foreign", "unsealed", "unreadable"]
    message: str
    letter: VerifiedView | None = None
