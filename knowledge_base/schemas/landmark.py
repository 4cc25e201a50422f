"""A landmark (地标): an estate, a campus, a market people name instead of their street."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from knowledge_base.schemas.base import Content, Line

LandmarkKind = Literal[
    "estate", "village", "campus", "mall", "market", "park", "station", "hospital", "building",
    "road", "other",
]  # fmt: skip
Called = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=40)]


class Landmark(Content):
    """`street` is the full name of the street it lies in («天园街道»)."""

    name: Called
    aliases: list[Called] = []
    street: Annotated[str, StringConstraints(pattern=r"^\S{1,10}(?:街道|镇)$")]
    kind: LandmarkKind
    note: Line | None = None
