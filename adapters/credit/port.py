"""Credit as frozen facts, and the port that fetches them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

Standing = Literal["good", "watched", "dishonest"]
RecordKind = Literal["licence", "penalty", "dishonest", "honour", "commitment"]


@dataclass(frozen=True, slots=True)
class CreditRecord:
    """One published record: what, by whom, from when, until when it is shown."""

    kind: RecordKind
    title: str
    authority: str
    on: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class CreditReport:
    """What is published of somebody today. `standing` is the platform's own word."""

    standing: Standing
    records: tuple[CreditRecord, ...]


class CreditPort(Protocol):
    """公共信用信息 as the journeys see it."""

    async def report(self, number: str, is_enterprise: bool) -> CreditReport:
        """By credit code or ID number. Raises: CreditRefused, OutsideUnavailable."""
        ...
