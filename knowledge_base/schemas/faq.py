"""A question everyone asks, whatever the item (常见问题), and its answer."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from knowledge_base.schemas.base import Ending, Line, Slug, Text
from knowledge_base.schemas.item import Source


class Faq(Ending):
    """`asks` are ways people put the question; `verified` as in a guide's figures.

    `act` names the act (`ask_fee`, …) by which an item, once the talk is about one, answers the
    question better than these general words.
    """

    id: Slug
    question: Line
    asks: list[Line] = Field(min_length=4)
    answer: Text
    source: Source
    verified: bool = False
    act: Literal["ask_fee", "ask_duration", "ask_online", "ask_place"] | None = None
