"""Places of administration below the city, and what a text was resolved to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from foundation.places_of_administration import names

Level = Literal["district", "street", "community"]

HOME, CITY = "440106", "440100"

DISTRICTS = {
    code: name for code, name in names().items() if code.startswith("4401") and code != CITY
}
"""Guangzhou's districts by their GB/T 2260 code."""

_SUFFIXES: dict[Level, re.Pattern[str]] = {
    "district": re.compile(r"[区市县]$"),
    "street": re.compile(r"(?:街道办事处|街道|镇|乡)$"),
    "community": re.compile(r"(?:社区|村)?居*委员?会$|村委员?会$|社区$"),
}


@dataclass(frozen=True, slots=True)
class Region:
    """One district, street or community.

    `code` is the statistical code (6, 9 or 12 digits; another key where it is not known),
    `parent` the code of what it lies in.
    """

    code: str
    name: str
    level: Level
    parent: str

    @property
    def base(self) -> str:
        """The name without what kind of thing it is: 「骏景北社区居委会」 → 「骏景北」."""
        return _SUFFIXES[self.level].sub("", self.name) or self.name


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """What a text speaks of; everything None and `confidence` 0 where it speaks of no place.

    Attributes:
        matched: the words of the (normalised) text that told it.
        confidence: in [0, 1]; from 0.5 on it may be acted upon without asking.
        alternatives: other streets or communities it may be instead, the likelier first.
    """

    street: Region | None = None
    community: Region | None = None
    district: Region | None = None
    matched: tuple[str, ...] = ()
    confidence: float = 0.0
    alternatives: tuple[Region, ...] = ()
