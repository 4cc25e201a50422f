"""Who signed in through 统一身份认证, as frozen facts, and the port that says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol


class AssuranceLevel(StrEnum):
    """How well the identity was proved: L0 二级, L1 三级, L2 四级, L3 五级; later is stronger."""

    L0 = "L0"
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"


@dataclass(frozen=True, slots=True)
class SignOnIdentity:
    """A signed-in person, or the person acting for an enterprise.

    `name`, `id_number` and `phone` are always the acting person's. `id_number` of type "10" is a
    proved 公民身份号码. The enterprise fields are empty for a citizen.
    """

    uid: str
    kind: Literal["citizen", "enterprise"]
    name: str = field(repr=False)
    id_type: str
    id_number: str = field(repr=False)
    phone: str = field(repr=False)
    assurance_level: AssuranceLevel
    enterprise_name: str = ""
    credit_code: str = ""
    legal_person: str = field(default="", repr=False)


class SignOnPort(Protocol):
    """统一身份认证 as the journeys see it."""

    def authorize_url(self, redirect_uri: str, channel: str = "", state: str = "") -> str:
        """Where the browser goes to sign in; it comes back to `redirect_uri` with `code`."""
        ...

    def sign_out_url(self, redirect_uri: str) -> str:
        """Where the browser goes to end the platform's own session."""
        ...

    async def exchange(self, code: str, redirect_uri: str) -> SignOnIdentity:
        """The identity behind a code, which works once and with the same `redirect_uri`.

        Raises: SignOnCodeInvalid, SignOnRefused, OutsideUnavailable.
        """
        ...
