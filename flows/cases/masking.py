"""Which fields of a form hold personal data (《个人信息保护法》第28条), and how staff see them."""

from __future__ import annotations

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
