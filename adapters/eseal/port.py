"""Electronic seals as frozen facts, and the port that puts them on and proves them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

CheckVerdict = Literal["intact", "changed", "foreign", "unsealed", "unreadable"]


@dataclass(frozen=True, slots=True)
class SealOrder:
    """One document to be sealed once.

    Attributes:
        business_id: the same order asked again under it is answered with the same document.
        page: from 1.
        x, y: points from the page's top left to the middle of the office's name.
    """

    business_id: str
    department_code: str
    department: str
    document: bytes = field(repr=False)
    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class SealCheck:
    """What the seal on a PDF proves.

    `intact`: sealed by a seal we trust and not a byte changed since. `changed`: so sealed, and
    altered after it. `foreign`: sealed by one we do not trust. `unsealed`: no seal at all.
    """

    verdict: CheckVerdict
    sealed_by: str = ""
    sealed_at: datetime | None = None


class SealPort(Protocol):
    """电子印章 as the journeys see it."""

    async def seal(self, order: SealOrder) -> bytes:
        """The document with the office's seal: the bytes ordered, and behind them the seal.

        Raises: SealRefused; SealNotReady and OutsideUnavailable, after which to ask again.
        """
        ...

    async def check(self, document: bytes) -> SealCheck:
        """Prove the seal of a document from anywhere; nobody outside is asked."""
        ...
