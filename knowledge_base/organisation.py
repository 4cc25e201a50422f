"""The units this house begins with: departments and streets as public sources name them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from knowledge_base.catalogue import CONTENT
from knowledge_base.schemas.base import Content, Line
from knowledge_base.sheets import load_sheet

FOLDER = "organisation"


class ShippedUnit(Content):
    """A unit below the district, or below another by its name."""

    name: Line
    kind: Literal["district", "department", "street", "hall"]
    below: str | None = None
    code: str | None = Field(default=None, pattern=r"^[0-9A-Z]{18}$")
    region: str | None = None


def shipped_units(root: Path = CONTENT) -> list[ShippedUnit]:
    """Parents before children. Raises: ContentInvalid."""
    return load_sheet(root / FOLDER / "units.yaml", ShippedUnit)
