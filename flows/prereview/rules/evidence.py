"""Values with where they stand: in a document, the form, the identity or a register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flows.prereview.form_checks import fields_asked
from flows.prereview.readings import DocumentKind, ReadField, Reading, Share
from flows.prereview.rules.inputs import Inputs
from knowledge_base.checks.rules import IDENTITY_LABELS
from knowledge_base.document_fields import KIND_LABELS, DocumentKindName
from knowledge_base.schemas import ItemDocument
from knowledge_base.schemas.prereview import Reference


@dataclass(frozen=True, slots=True)
class Value:
    """A text, how sure it is (1 where somebody typed or proved it), where it stands and as what."""

    text: str
    sure: float
    whose: str
    file_id: str | None = None
    page: int | None = None
    box: Share | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The values of one place, and whether there may be more that could not be read."""

    values: tuple[Value, ...] = ()
    is_whole: bool = True


def readings_of(inputs: Inputs, material: str) -> tuple[Reading, ...]:
    """In one order, whatever order they came in."""
    return tuple(sorted(inputs.materials.get(material, ()), key=lambda r: r.file_id))


def read_field(inputs: Inputs, material: str, field: str, whose: str = "") -> Found:
    """A field on every file of a material."""
    readings = readings_of(inputs, material)
    values = tuple(
        _value(reading, reading.fields[field], whose)
        for reading in readings
        if reading.error is None and field in reading.fields
    )
    return Found(values, is_whole=all(_is_read(r) for r in readings))


def look_up(inputs: Inputs, document: ItemDocument, reference: Reference) -> Found:
    """What stands where a reference points; nothing where it is empty or not asked for."""
    match reference.source:
        case "material":
            whose = label_of(document, reference)
            return read_field(inputs, reference.name or "", reference.field, whose)
        case "form":
            asked = {f.id for f in fields_asked(document.form, inputs.facts)}
            text = inputs.form.get(reference.field) if reference.field in asked else None
        case "identity":
            text = getattr(inputs.identity, reference.field, "")
        case "register":
            text = inputs.registers.get(reference.name or "", {}).get(reference.field)
    said = "" if text is None else str(text).strip()
    return Found((Value(said, 1.0, label_of(document, reference)),) if said else ())


def is_handed_in(inputs: Inputs, reference: Reference) -> bool:
    """Whether there is anything to look at; a form or register always counts."""
    return reference.source != "material" or bool(inputs.materials.get(reference.name or ""))


def label_of(document: ItemDocument, reference: Reference) -> str:
    """The place in words: 申请表上的…, 营业执照, 登录人姓名."""
    match reference.source:
        case "form":
            labels = {f.id: f.label for f in document.form.fields()}
            return f"申请表的「{labels.get(reference.field, reference.field)}」"
        case "identity":
            return IDENTITY_LABELS.get(reference.field, reference.field)
        case "register":
            return "登记库的记录"
    return f"「{material_name(document, reference.name or '')}」"


def material_name(document: ItemDocument, material: str) -> str:
    names = {m.id: m.name for m in document.materials.materials}
    return names.get(material, material)


def kind_label(kind: DocumentKind | DocumentKindName) -> str:
    return KIND_LABELS[cast(DocumentKindName, str(kind))]


def _is_read(reading: Reading) -> bool:
    return reading.error is None and reading.kind is not None


def _value(reading: Reading, field: ReadField, whose: str) -> Value:
    return Value(field.value, field.confidence, whose, reading.file_id, field.page, field.box)
