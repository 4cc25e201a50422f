"""Which results are made public, and what of them is kept back."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from knowledge_base.schemas.base import Content, Line, Slug
from knowledge_base.schemas.item import Source

Redaction = Literal["full", "masked", "road", "never"]


class Redactions(Content):
    """How much the public reads of each."""

    name: Redaction
    principal: Redaction
    address: Redaction


class BySubject(Content):
    enterprise: Redactions
    person: Redactions


class PublishedItem(Content):
    """One item: whether its results are public and under which clause; `contents` are the form's
    fields that say what was allowed."""

    code: Line
    publishes: bool
    clause: Line
    second_person: bool = True
    contents: list[Slug] = []


class PublicationRules(Content):
    """publication.yaml."""

    within_working_days: int = Field(ge=1, le=20)
    basis: Source
    standard: Source
    redaction: BySubject
    minor_age: int = Field(ge=14, le=18)
    items: list[PublishedItem]

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        codes = [item.code for item in self.items]
        if len(codes) != len(set(codes)):
            raise ValueError("一个事项只能写一次")
        if self.redaction.person.name == "full":
            raise ValueError("自然人的姓名不能全部公开")
        return self

    def of_item(self, code: str) -> PublishedItem | None:
        """The rule of an item whose results are public."""
        return next((i for i in self.items if i.code == code and i.publishes), None)
