"""What must hold of content beyond its schema: references, sources, reach, dates, examples."""

from knowledge_base.checks.documents import check_documents, warn_documents
from knowledge_base.checks.items import check_catalogue, check_item, warn_catalogue
from knowledge_base.checks.rules import check_rules
from knowledge_base.checks.samples import check_samples, warn_samples
from knowledge_base.checks.sheets import (
    check_faqs,
    check_landmarks,
    check_parks,
    check_places,
    warn_sheets,
)

__all__ = [
    "check_catalogue",
    "check_documents",
    "check_faqs",
    "check_item",
    "check_landmarks",
    "check_parks",
    "check_places",
    "check_rules",
    "check_samples",
    "warn_catalogue",
    "warn_documents",
    "warn_samples",
    "warn_sheets",
]
