"""Field by field: what was read of a material beside what the form says of the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flows.cases.masking import MASKERS
from flows.manual_reviews.views import FieldRow
from flows.prereview.readings import DocumentKind, ReadField, Reading
from knowledge_base.document_fields import field_label
from knowledge_base.schemas import FormField, ItemDocument

_SAME_KIND = {
    "id_number": "id_number", "credit_code": "credit_code", "name": "name", "address": "address",
    "legal_person": "name", "owner": "name",
}  # fmt: skip
_MASKED = ("id_number", "phone")


def rows_of(
    readings: Iterable[tuple[str, Reading]], document: ItemDocument, form: dict[str, Any]
) -> list[FieldRow]:
    """Rows for the readings of a case, each with its material's id."""
    return [
        _row(material_id, reading, name, field, list(_said(document, form, reading, name)))
        for material_id, reading in readings
        for name, field in reading.fields.items()
    ]


def _row(
    material_id: str,
    reading: Reading,
    name: str,
    field: ReadField,
    said: list[tuple[FormField, str]],
) -> FieldRow:
    """The form's value that agrees, else the first of that kind."""
    same = next((pair for pair in said if _plain(pair[1]) == _plain(field.value)), None)
    beside = same or (said[0] if said else None)
    return FieldRow(
        material_id=material_id,
        file_id=reading.file_id,
        name=name,
        label=_label(reading, name),
        read=shown_value(name, field.value),
        confidence=field.confidence,
        form_label=beside[0].label if beside else None,
        form_value=shown_value(name, beside[1]) if beside else None,
        matches=same is not None if beside else None,
        page=field.page,
        box=field.box,
    )


def _said(
    document: ItemDocument, form: dict[str, Any], reading: Reading, name: str
) -> Iterator[tuple[FormField, str]]:
    """What the form says of the same. An enterprise's name is plain text there."""
    is_enterprise = name == "name" and reading.kind is DocumentKind.BUSINESS_LICENCE
    kind = "text" if is_enterprise else _SAME_KIND.get(name)
    for field in document.form.fields():
        if kind and field.kind == kind and form.get(field.id):
            yield field, str(form[field.id])


def _label(reading: Reading, name: str) -> str:
    """The word for it on that document."""
    kind = reading.kind or DocumentKind.OTHER
    return field_label((kind.value,), name)


def _plain(value: str) -> str:
    return "".join(value.split()).upper()


def shown_value(name: str, value: str) -> str:
    """Personal numbers as elsewhere for staff: in full only where they ask for it."""
    return MASKERS[name](value) if name in _MASKED else value
