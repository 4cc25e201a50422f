"""The checklist of an inspection (云勘察), beside the item it belongs to."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge_base.schemas.base import Content, Line, Slug

ItemCodeText = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{31}$")]


class InspectionPoint(Content):
    """What to look at. `clause` is the place of the law it rests on, `source` a source of the
    item."""

    id: Slug
    text: Line
    source: Slug
    clause: Line


class InspectionChecklist(Content):
    """The points of an item, in the order they are walked."""

    code: ItemCodeText
    name: Line
    points: list[InspectionPoint] = Field(min_length=1, max_length=40)

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        ids = [point.id for point in self.points]
        if len(set(ids)) != len(ids):
            raise ValueError("检查项的 id 重复")
        return self
