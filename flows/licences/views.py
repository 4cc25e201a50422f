"""What a citizen is shown of licences that can stand for an upload."""

from __future__ import annotations

from pydantic import BaseModel

from flows.cases.views import LicenceView
from foundation.clock import LocalMoment


class ReplaceableView(BaseModel):
    """A material a licence can replace. `held` is None where the platform did not say."""

    material_id: str
    material_name: str
    licence_name: str
    held: bool | None
    licence: LicenceView | None
    problem: str | None


class LicencesView(BaseModel):
    items: list[ReplaceableView]
    notice: str | None


class BegunView(BaseModel):
    """Where the holder agrees; the browser comes back to the draft by itself."""

    licence_id: str
    authorise_url: str
    valid_until: LocalMoment


class IssuedLicenceView(BaseModel):
    """A licence issued because of a letter; the letter is its paper."""

    id: str
    name: str
    number: str
    case_number: str
    letter_id: str
    valid_until: str
    state: str
    state_label: str
    issued_at: LocalMoment | None


class IssuedLicencesView(BaseModel):
    items: list[IssuedLicenceView]
    total: int
    next: str | None = None
