"""Conditions decide: a small, closed language over named facts, evaluated in three values.

A condition is data (YAML), checked by pydantic, never code. `None` stands for «not known yet»:
a condition over an unanswered question is unknown, and stays unknown under `not`
(Kleene's strong three-valued logic), so an early answer never pretends to be a decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

Fact = str | int | float | bool | date | list[str] | None
Facts = Mapping[str, Fact]


class _Node(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Compare(_Node):
    """One fact held against one value; exactly one operator is given.

    `fact` names a question id. `is_`/`is_not`/`one_of` compare a single answer, `includes` a
    multiple answer, the others numbers and dates.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    fact: str
    is_: str | bool | int | float | None = Field(default=None, alias="is")
    is_not: str | bool | int | float | None = None
    one_of: list[str] | None = None
    includes: str | None = None
    includes_any: list[str] | None = None
    at_least: float | date | None = None
    at_most: float | date | None = None
    more_than: float | date | None = None
    less_than: float | date | None = None

    @model_validator(mode="after")
    def _one_operator(self) -> Compare:
        if len(self.operator_names()) != 1:
            raise ValueError(f"条件「{self.fact}」须且只须写一个比较方式")
        return self

    def operator_names(self) -> list[str]:
        names = [n for n in type(self).model_fields if n != "fact"]
        return [n for n in names if getattr(self, n) is not None]

    def evaluate(self, facts: Facts) -> bool | None:
        """True, False, or None while the fact is not known."""
        have = facts.get(self.fact)
        if have is None:
            return None
        operator, want = self._operation
        return bool(_OPERATORS[operator](have, want))

    @cached_property
    def _operation(self) -> tuple[str, Any]:
        operator = self.operator_names()[0]
        return operator, getattr(self, operator)


class AllOf(_Node):
    all: list[Condition] = Field(min_length=1, max_length=30)

    def evaluate(self, facts: Facts) -> bool | None:
        values = [c.evaluate(facts) for c in self.all]
        return False if False in values else None if None in values else True


class AnyOf(_Node):
    any: list[Condition] = Field(min_length=1, max_length=30)

    def evaluate(self, facts: Facts) -> bool | None:
        values = [c.evaluate(facts) for c in self.any]
        return True if True in values else None if None in values else False


class Not(_Node):
    not_: Condition = Field(alias="not")

    def evaluate(self, facts: Facts) -> bool | None:
        value = self.not_.evaluate(facts)
        return None if value is None else not value


def _tag(value: Any) -> str:
    if isinstance(value, dict):
        return next((k for k in ("all", "any", "not") if k in value), "compare")
    names: dict[type, str] = {AllOf: "all", AnyOf: "any", Not: "not"}
    return names.get(type(value), "compare")


Condition = Annotated[
    Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Compare, Tag("compare")],
    Discriminator(_tag),
]

for _model in (AllOf, AnyOf, Not):
    _model.model_rebuild()


def _as_date_or_number(have: Any, want: Any) -> tuple[Any, Any]:
    if isinstance(want, date) and isinstance(have, str):
        return date.fromisoformat(have), want
    return have, want


def _ordered(compare: Any) -> Any:
    return lambda have, want: bool(compare(*_as_date_or_number(have, want)))


_OPERATORS: dict[str, Any] = {
    "is_": lambda have, want: have == want,
    "is_not": lambda have, want: have != want,
    "one_of": lambda have, want: have in want,
    "includes": lambda have, want: want in have,
    "includes_any": lambda have, want: any(w in have for w in want),
    "at_least": _ordered(lambda a, b: a >= b),
    "at_most": _ordered(lambda a, b: a <= b),
    "more_than": _ordered(lambda a, b: a > b),
    "less_than": _ordered(lambda a, b: a < b),
}


def facts_of(condition: AllOf | AnyOf | Not | Compare | None) -> set[str]:
    """The names of the facts a condition asks about."""
    match condition:
        case None:
            return set()
        case Compare():
            return {condition.fact}
        case Not():
            return facts_of(condition.not_)
        case AllOf():
            return set().union(*(facts_of(c) for c in condition.all))
        case AnyOf():
            return set().union(*(facts_of(c) for c in condition.any))


def comparisons_of(condition: AllOf | AnyOf | Not | Compare | None) -> list[Compare]:
    """Every leaf of a condition, for checks and explanations."""
    match condition:
        case None:
            return []
        case Compare():
            return [condition]
        case Not():
            return comparisons_of(condition.not_)
        case AllOf():
            return [leaf for c in condition.all for leaf in comparisons_of(c)]
        case AnyOf():
            return [leaf for c in condition.any for leaf in comparisons_of(c)]
