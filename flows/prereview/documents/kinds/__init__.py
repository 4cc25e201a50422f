"""One function a kind of document: its pieces in, its fields by their English names out."""

from __future__ import annotations

from collections.abc import Callable

from flows.prereview.documents.kinds import (
    business_licence,
    certificates,
    id_card,
    lease,
    papers,
)
from flows.prereview.documents.kinds.shared import Document, Fields
from flows.prereview.readings import DocumentKind

READERS: dict[DocumentKind, Callable[[Document], Fields]] = {
    DocumentKind.ID_CARD: id_card.read,
    DocumentKind.BUSINESS_LICENCE: business_licence.read,
    DocumentKind.LEASE: lease.read,
    DocumentKind.PROPERTY_CERTIFICATE: certificates.read_property,
    DocumentKind.HEALTH_CERTIFICATE: certificates.read_health,
    DocumentKind.GRADUATION_CERTIFICATE: certificates.read_graduation,
    DocumentKind.HOUSEHOLD_REGISTER: certificates.read_household,
    DocumentKind.BANK_CARD: papers.read_bank_card,
    DocumentKind.COMMITMENT_LETTER: papers.read_commitment,
    DocumentKind.APPLICATION_FORM: papers.read_application,
}
"""Kinds that are not here are known by sight only."""

__all__ = ["READERS", "Document", "Fields"]
