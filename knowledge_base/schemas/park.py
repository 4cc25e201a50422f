"""A park (园区): enterprises that sit together and are served together."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from knowledge_base.schemas.base import Content, Line, Slug
from knowledge_base.schemas.item import Source

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=30)]
Street = Annotated[str, StringConstraints(pattern=r"^\S{1,10}(?:街道|镇)$")]


class Park(Content):
    """An address that holds one of `words` lies in it; of two parks the longer word decides."""

    id: Slug
    name: Line
    kind: Line
    streets: list[Street] = Field(min_length=1)
    address: Line
    words: list[Word] = Field(min_length=1)
    source: Source
