"""A public licence record as frozen facts, and the port that reports it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

ReportAct = Literal["add", "change", "revoke"]


@dataclass(frozen=True, slots=True)
class PermitRecord:
    """One 行政许可 as the public may read it: redacted before it comes here.

    Attributes:
        record_id: ours; the same record reported again under it is one record.
        is_person: a natural person, whose name comes masked and who has no number here.
    """

    record_id: str
    is_person: bool
    subject: str
    credit_code: str
    principal: str
    document: str
    document_number: str
    category: str
    certificate: str
    certificate_number: str
    content: str
    decided_on: date
    valid_from: str
    valid_until: str
    department: str
    department_code: str
    note: str = ""


class PublicityPort(Protocol):
    """双公示 as the journeys see it."""

    async def report(self, record: PermitRecord, act: ReportAct) -> str:
        """The platform's number of the record; repeating a call changes nothing.

        Raises: PublicityRefused; OutsideUnavailable, after which to try again.
        """
        ...
