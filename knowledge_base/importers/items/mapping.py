"""A mapping says which column of a source holds which field of an item: data, not code."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from knowledge_base.catalogue import ContentInvalid, faults_of, read_yaml
from knowledge_base.importers.items.converters import BESIDE, CONVERTERS, REQUIRED
from knowledge_base.schemas.base import Content, Line, Slug

MAPPINGS = Path(__file__).parent / "mappings"


class Rule(Content):
    """Where one field is read.

    `columns` are tried in order, the first that says anything is taken. `beside` names columns
    that explain the value (the unit of a number of days). `values` translates a source's own
    codes, `beside_values` those of the columns beside. `default` stands in where no column says
    anything (a district's own file).
    """

    columns: list[Line] = []
    beside: dict[Slug, Line] = {}
    values: dict[str, str] = {}
    beside_values: dict[str, str] = {}
    default: Line | None = None

    @model_validator(mode="after")
    def _is_filled(self) -> Self:
        if not self.columns and self.default is None:
            raise ValueError("须写 columns（列名）或 default（固定值）")
        return self


class MappingSource(Content):
    """What the items will name as their source."""

    title: Line
    issuer: Line | None = None
    url: Line | None = None


class Mapping(Content):
    """`recognised_by`: columns that a file of this source always has, by which it is known."""

    name: Slug
    title: Line
    source: MappingSource
    recognised_by: list[Line] = Field(min_length=1)
    fields: dict[str, Rule]
    same_as: dict[str, str] = {}
    unused: dict[str, Line] = {}

    @model_validator(mode="after")
    def _names_what_exists(self) -> Self:
        if unknown := set(self.fields) - set(CONVERTERS):
            raise ValueError(f"没有这样的字段：{'、'.join(sorted(unknown))}")
        if lacking := REQUIRED - set(self.fields):
            raise ValueError(f"必须写明这些字段的来处：{'、'.join(sorted(lacking))}")
        for name, rule in self.fields.items():
            if strange := set(rule.beside) - BESIDE.get(name, set()):
                raise ValueError(f"字段 {name} 不认识旁列 {'、'.join(sorted(strange))}")
        if circular := set(self.same_as) & set(self.same_as.values()):
            raise ValueError(f"same_as 互相指向：{'、'.join(sorted(circular))}")
        return self

    def fits(self, columns: Iterable[str]) -> bool:
        held = {str(column).strip().lower() for column in columns}
        return all(name.lower() in held for name in self.recognised_by)


def load_mapping(path: Path) -> Mapping:
    """Raises: ContentInvalid, naming what does not fit."""
    try:
        return TypeAdapter(Mapping).validate_python(read_yaml(path))
    except ValidationError as error:
        raise ContentInvalid(f"{path.name}：{faults_of(error)}") from error


@cache
def known_mappings() -> tuple[Mapping, ...]:
    """Those that ship with the application, the most particular first."""
    mappings = [load_mapping(path) for path in sorted(MAPPINGS.glob("*.yaml"))]
    return tuple(sorted(mappings, key=lambda m: -len(m.recognised_by)))


def mapping_for(columns: Iterable[str]) -> Mapping | None:
    """The known source a row with these columns comes from."""
    held = set(columns)
    return next((mapping for mapping in known_mappings() if mapping.fits(held)), None)
