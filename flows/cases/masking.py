"""Which fields of a form hold personal data (《个人信息保护法》第28条), and how staff see them."""

from __future__ import annotations

from typing import Any

from foundation.identifiers import mask_name, mask_phone
from knowledge_base.schemas import FormField, ItemDocument

MASKERS = {
    "id_number": lambda value: f"{value[:3]}{'*' * 11}{value[14:]}" if len(value) == 18 else "***",
    "phone": mask_phone,
    "name": mask_name,
}


def sensitive_in(document: ItemDocument) -> dict[str, FormField]:
    """By id."""
    return {f.id: f for f in document.form.fields() if f.kind in MASKERS}


def mask(kind: str, value: Any) -> str:
    """By the kind's own way, else the first sign of it only."""
    text = str(value)
    return MASKERS[kind](text) if kind in MASKERS else f"{text[:1]}***"
