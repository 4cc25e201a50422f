"""Official letters (文书): which act of a case makes one, what it is called, what it rests on."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from knowledge_base.schemas.base import Content, Line, Slug, Text
from knowledge_base.schemas.item import Source

LetterKindId = Literal[
    "receipt",
    "supplied",
    "acceptance",
    "supplement",
    "refusal",
    "approval",
    "rejection",
    "licence",
    "lapse",
]
LetterField = Literal[
    "holder", "item", "submitted_at", "accepted_on", "due_on", "materials", "reason", "remedy",
    "result", "valid_until",
]  # fmt: skip


class Cited(Content):
    """A clause of a law that `laws` names."""

    law: Slug
    clause: Line


class LetterName(Content):
    """`mark` stands in the document number after the office's own: 穗天市监**许受**字."""

    title: Line
    mark: Line


class LicenceTerm(Content):
    """A licence (证照) this platform issues, with its years and where they were read."""

    name: Line
    years: int = Field(ge=1, le=50)
    source: Slug


class LetterKind(Content):
    """A kind of letter. `service` is its name for items that are no 行政许可; None: they have none.

    `fields` are what the case must bring; a letter is not made while one is missing.
    """

    id: LetterKindId
    act: Slug
    was: list[Slug] = Field(min_length=1)
    template: Slug
    permit: LetterName
    service: LetterName | None
    basis: list[Cited] = Field(min_length=1)
    fields: list[LetterField] = Field(min_length=1)
    results: list[LicenceTerm] = []


class MarkedDepartment(Content):
    """An office and its mark (机关代字)."""

    code: Line
    mark: Line


class LetterHouse(Content):
    """house.yaml: what all letters share."""

    place: Line
    departments: list[MarkedDepartment] = Field(min_length=1)
    remedy: Text
    remedy_basis: list[Cited]
    seal_basis: list[Cited]
    laws: dict[Slug, Source]


class LetterBook(Content):
    """All letters with what they share."""

    house: LetterHouse
    kinds: list[LetterKind] = Field(min_length=1)

    @model_validator(mode="after")
    def _laws_are_named(self) -> Self:
        cited = [c.law for kind in self.kinds for c in kind.basis]
        cited += [term.source for kind in self.kinds for term in kind.results]
        cited += [c.law for c in (*self.house.remedy_basis, *self.house.seal_basis)]
        unknown = set(cited) - set(self.house.laws)
        if unknown:
            raise ValueError(f"laws not named in house.yaml: {sorted(unknown)}")
        return self
