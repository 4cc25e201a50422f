"""What a citizen is shown of licences that can stand for an upload."""

from __future__ import annotations

from typing import Literal

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
    qr_svg: str
    valid_until: LocalMoment


class AuthorisationView(BaseModel):
    """How the last authorisation for a material stands; nobody outside is asked. `problem` says why
    it came to nothing and what to do instead."""

    state: Literal["none", "begun", "waiting", "granted", "over"]
    licence: LicenceView | None
    problem: str | None


class IssuedLicenceView(BaseModel):
    """A licence issued because of a letter; `collection` is how what a machine makes of it stands:
    '' (may be taken), making, unclear (staff must look), collected."""

    id: str
    name: str
    number: str
    case_number: str
    letter_id: str
    valid_until: str
    state: str
    state_label: str
    issued_at: LocalMoment | None
    collection: str
    collection_label: str
    collected_at: LocalMoment | None
    collected_where: str


class IssuedLicencesView(BaseModel):
    items: list[IssuedLicenceView]
    total: int
    next: str | None = None
