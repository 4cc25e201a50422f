"""Situations (情形) route: questions, when each is asked, and what follows from the answers."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from knowledge_base.conditions import Condition
from knowledge_base.schemas.base import Content, Line, Slug, Text


class Option(Content):
    """One choice. `synonyms` are what people say for it, matched when they type."""

    id: Slug
    label: Line
    help: Text | None = None
    synonyms: list[Line] = []


class Question(Content):
    """One question, asked when `ask_when` is true (always, where it is left out).

    Numbers carry `unit`, `minimum`, `maximum`. Earlier answers may be named in `ask_when`,
    later ones may not.
    """

    id: Slug
    text: Line
    help: Text | None = None
    kind: Literal["single", "multiple", "number", "date", "text"]
    options: list[Option] = []
    ask_when: Condition | None = None
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None

    @model_validator(mode="after")
    def _options_fit_kind(self) -> Self:
        chooses = self.kind in ("single", "multiple")
        if chooses != (len(self.options) >= 2):
            raise ValueError(f"问题「{self.text}」：选择题须有两个以上选项，其他题不写选项")
        if len({o.id for o in self.options}) != len(self.options):
            raise ValueError(f"问题「{self.text}」的选项编号重复")
        return self


class EligibilityRule(Content):
    """The first rule whose condition is true gives the verdict and its reason."""

    when: Condition
    eligible: bool | Literal["unknown"]
    reason: Text
    advice: Text | None = None
    source: Slug | None = None


class Situations(Content):
    """situations.yaml: 3–8 questions, then rules; no rule true means eligible."""

    questions: list[Question] = Field(min_length=3, max_length=8)
    eligibility: list[EligibilityRule] = []
    notes: list[SituationNote] = []


class SituationNote(Content):
    """A sentence the result adds for some situations (a next step, a cheaper way, a warning)."""

    when: Condition
    text: Text
    source: Slug | None = None


class Expectation(Content):
    """What an example must come to: the exact ids of the required materials, in any order."""

    eligible: bool | Literal["unknown"] = True
    materials: list[Slug]
    optional: list[Slug] = []


class Example(Content):
    name: Line
    answers: dict[Slug, str | int | float | list[str] | date]
    expect: Expectation


class Examples(Content):
    """examples.yaml: at least five situations worked by hand, replayed at every content check."""

    examples: list[Example] = Field(min_length=5)


Situations.model_rebuild()
