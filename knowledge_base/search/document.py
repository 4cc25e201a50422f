"""What is searched: one document for each thing that can be an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

SearchableKind = Literal["item", "faq", "passage", "place", "package"]


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing that can be found, in the words it can be found by.

    Attributes:
        key: unique over all kinds: `item:<code>`, `faq:<id>`, `place:<id>`,
            `passage:<document id>#<number from 0>`.
        title: the official name; of a passage, the document's title.
        aliases: other names, also the colloquial ones.
        asks: whole sentences people ask it by.
        heading: of a passage, its number and heading.
        body: everything else worth finding it by.
        region: GB/T 2260 code it holds for, `000000` for the whole country.
        weight: how much it is preferred among equals; 1.0 for everything ordinary, more for what
            can be answered better (an item with guidance).
        valid_from, expires_on: first day it holds, first day it no longer does.
        display: what a list of results shows without asking the database (JSON-ready).
    """

    key: str
    kind: SearchableKind
    title: str
    aliases: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    heading: str = ""
    body: str = ""
    department: str = ""
    audience: Literal["person", "enterprise", "both"] = "both"
    theme: str = ""
    region: str = "000000"
    weight: float = 1.0
    valid_from: date | None = None
    expires_on: date | None = None
    display: tuple[tuple[str, str], ...] = ()
