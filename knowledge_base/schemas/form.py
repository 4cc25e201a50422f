"""The application form (申请表) of an item: fields, checks and what identity fills in."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from knowledge_base.conditions import Condition
from knowledge_base.schemas.base import Content, Line, Slug, Text

Prefill = Literal[
    "name",
    "id_number",
    "phone",
    "enterprise_name",
    "credit_code",
    "legal_person_name",
]


class FormOption(Content):
    id: Slug
    label: Line


class FormField(Content):
    """One field. `prefill` is filled from identity, `answer` from a guidance question.

    `when` looks at guidance answers, like everywhere else.
    """

    id: Slug
    label: Line
    kind: Literal[
        "text",
        "textarea",
        "name",
        "id_number",
        "credit_code",
        "phone",
        "address",
        "date",
        "number",
        "select",
    ]
    required: bool = True
    when: Condition | None = None
    prefill: Prefill | None = None
    answer: Slug | None = None
    help: Line | None = None
    placeholder: Line | None = None
    max_length: int = Field(default=100, ge=1, le=2000)
    minimum: float | None = None
    maximum: float | None = None
    unit: str | None = None
    options: list[FormOption] = []

    @model_validator(mode="after")
    def _options_fit_kind(self) -> Self:
        if (self.kind == "select") != bool(self.options):
            raise ValueError(f"表单字段「{self.label}」：下拉字段须有选项，其他字段不写选项")
        return self


class Section(Content):
    title: Line
    help: Text | None = None
    fields: list[FormField] = Field(min_length=1)


class Form(Content):
    sections: list[Section] = Field(min_length=1)

    def fields(self) -> list[FormField]:
        return [field for section in self.sections for field in section.fields]
