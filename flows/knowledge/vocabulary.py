"""What rules of an item may name, with the words for it: what the editor offers to choose from."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from flows.knowledge.errors import EntryUnknown
from foundation.viewer import StaffMember
from knowledge_base.catalogue import catalogue
from knowledge_base.checks.references import FORM, FORM_KINDS
from knowledge_base.checks.rules import IDENTITY_LABELS, REGISTERS
from knowledge_base.document_fields import FIELDS, KIND_LABELS
from knowledge_base.schemas import ItemDocument

VIEW = "knowledge.view"


class Choice(BaseModel):
    id: str
    label: str


class QuestionChoice(Choice):
    """A question a condition may ask about; without options it takes a number, date or text."""

    kind: str
    options: list[Choice]


class KindChoice(Choice):
    fields: list[Choice]


class RegisterChoice(Choice):
    fields: list[Choice]


class Vocabulary(BaseModel):
    item_name: str
    materials: list[Choice]
    form_fields: list[Choice]
    questions: list[QuestionChoice]
    kinds: list[KindChoice]
    identity: list[Choice]
    registers: list[RegisterChoice]
    sources: list[Choice]


def vocabulary_of(staff: StaffMember, code: str) -> Vocabulary:
    """Raises: EntryUnknown."""
    staff.must_hold(VIEW)
    entry = catalogue().find(code)
    if entry is None:
        raise EntryUnknown("没有这个实施编码的事项，请核对规则的编号。")
    document = entry.document
    return Vocabulary(
        item_name=document.item.name,
        materials=[Choice(id=m.id, label=m.name) for m in document.materials.materials],
        form_fields=[Choice(id=f.id, label=f.label) for f in document.form.fields()],
        questions=[*_questions(document), *_form_questions(document)],
        kinds=[
            KindChoice(id=kind, label=KIND_LABELS[kind], fields=_choices(fields))
            for kind, fields in FIELDS.items()
        ],
        identity=_choices(IDENTITY_LABELS),
        registers=[
            RegisterChoice(id=name, label="企业登记信息", fields=_choices(fields))
            for name, fields in REGISTERS.items()
        ],
        sources=[Choice(id=name, label=s.title) for name, s in document.item.sources.items()],
    )


def _questions(document: ItemDocument) -> Iterator[QuestionChoice]:
    for question in document.situations.questions:
        options = [Choice(id=o.id, label=o.label) for o in question.options]
        yield QuestionChoice(
            id=question.id, label=question.text, kind=question.kind, options=options
        )


def _form_questions(document: ItemDocument) -> Iterator[QuestionChoice]:
    """What the form says, asked about like an answer."""
    for field in document.form.fields():
        options = [Choice(id=o.id, label=o.label) for o in field.options]
        yield QuestionChoice(
            id=f"{FORM}{field.id}",
            label=f"申请表的「{field.label}」",
            kind=FORM_KINDS.get(field.kind, "text"),
            options=options,
        )


def _choices(labels: dict[str, str]) -> list[Choice]:
    return [Choice(id=name, label=label) for name, label in labels.items()]
