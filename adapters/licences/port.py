"""Electronic licences (电子证照) as frozen facts, and the port that fetches them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

LicenceStatus = Literal["valid", "expired", "revoked", "unknown"]
RegisterStatus = Literal["valid", "expired", "cancelled", "revoked", "unknown"]
"""Of a record in a register: 在册、过期、注销、吊销; one we do not know is for a person."""


@dataclass(frozen=True, slots=True)
class LicenceItem:
    """A kind of licence in the catalogue (证照目录): `kind` names the fields it is read into."""

    name: str
    code: str
    kind: str


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a licence is asked for: always one case of one item."""

    item_code: str
    item_name: str
    case_number: str


@dataclass(frozen=True, slots=True)
class HeldLicence:
    """A licence somebody holds, without what stands on it."""

    item_code: str
    status: LicenceStatus


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence as its issuer keeps it today.

    `holder_numbers` are the numbers of everybody it belongs to: the holder's own, and for an
    enterprise's also its legal representative's. `fields` are named in English for each kind,
    dates as ISO 8601 or 长期. `valid_until` is None for a licence without end.
    """

    code: str
    item_name: str
    kind: str
    number: str = field(repr=False)
    holder_name: str = field(repr=False)
    holder_numbers: tuple[str, ...] = field(repr=False)
    issuer: str
    issued_on: date | None
    valid_until: date | None
    status: LicenceStatus
    fields: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class IssueOrder:
    """A licence that one of our offices grants, for the platform to issue.

    Attributes:
        business_id: the same order asked again under it is answered with the same licence.
        replaces: the platform's code of the licence this one takes the place of, or "".
    """

    business_id: str
    item_name: str
    number: str = field(repr=False)
    holder_name: str = field(repr=False)
    holder_number: str = field(repr=False)
    issuer: str
    issuer_code: str
    issued_on: date
    valid_until: date | None
    fields: dict[str, str] = field(repr=False)
    document_sha256: str
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class RegisterRecord:
    """What the register of a kind of licence says of one number; empty where it says nothing.

    `holder_name` is whom it was issued to, `legal_person` who answers for an enterprise.
    """

    number: str = field(repr=False)
    status: RegisterStatus
    holder_name: str = field(default="", repr=False)
    legal_person: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    valid_until: date | None = None


class LicencePort(Protocol):
    """电子证照 as the journeys see it. Every call may raise OutsideUnavailable."""

    def item(self, name: str) -> LicenceItem | None:
        """The licence of that Chinese name, if the platform has it."""
        ...

    def authorise_url(
        self, purpose: Purpose, item: LicenceItem, redirect_uri: str, state: str
    ) -> str:
        """Where the holder agrees on their own phone; the browser comes back to `redirect_uri`
        with `state`, and `credential` or `error`."""
        ...

    async def held_by(self, id_number: str, purpose: Purpose) -> tuple[HeldLicence, ...]:
        """What somebody holds, by duty (按职责): names and states only. Raises: LicenceRefused."""
        ...

    async def authorised(self, credential: str, purpose: Purpose) -> str:
        """The 用证码 for a holder's agreement; a credential works once.

        Raises: CredentialInvalid, LicenceRefused.
        """
        ...

    async def licence(self, auth_code: str) -> Licence:
        """The licence behind a 用证码.

        Raises: AuthCodeExpired, LicenceRefused, LicenceNotReady (it will come later).
        """
        ...

    async def issue(self, order: IssueOrder) -> str:
        """The platform's code of the licence; asked again, the same one.

        Raises: LicenceNotIssued; OutsideUnavailable, after which to ask again.
        """
        ...

    async def revoke(self, code: str, reason: str) -> None:
        """The licence no longer holds, for whoever asks the platform; repeating changes nothing.

        Raises: LicenceNotIssued; OutsideUnavailable, after which to ask again.
        """
        ...

    async def registered(
        self, item: LicenceItem, number: str, purpose: Purpose
    ) -> RegisterRecord | None:
        """What the register says of a licence by its number (核验); None for a number it has not
        got. Raises: LicenceRefused."""
        ...
