"""The catalogue of licences (证照目录) as items.yaml tells it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

_FILE = Path(__file__).with_name("items.yaml")
OTHER = "other"


class CatalogueItem(BaseModel):
    """`fields` names the platform's field codes in our words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    code: str
    kind: str = OTHER
    fields: dict[str, str] = {}


class LicenceCatalogue(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    common: dict[str, str]
    items: tuple[CatalogueItem, ...]

    def named(self, name: str) -> CatalogueItem | None:
        return next((item for item in self.items if item.name == name), None)

    def coded(self, code: str) -> CatalogueItem | None:
        """The first item of that code: names may be several, the code tells them as one."""
        return next((item for item in self.items if item.code == code), None)

    def fields_of(self, item: CatalogueItem) -> dict[str, str]:
        """The field codes of an item; what has no fields of its own shows those all have."""
        return item.fields or self.common


@cache
def licence_catalogue() -> LicenceCatalogue:
    return LicenceCatalogue.model_validate(yaml.safe_load(_FILE.read_text("utf-8")))
