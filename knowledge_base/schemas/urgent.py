"""Danger to life, limb or savings, and whom to call at once (紧急求助)."""

from __future__ import annotations

from pydantic import Field

from knowledge_base.schemas.base import Content, Line, Slug, Text
from knowledge_base.schemas.item import Source


class Hotline(Content):
    """A telephone number and what it is for."""

    number: Line
    name: Line


class Urgent(Content):
    """One kind of danger. `words` are such as nobody says who is not in it; `say` comes first."""

    id: Slug
    words: list[Line]
    say: Text
    hotlines: list[Hotline] = Field(min_length=1)
    source: Source
