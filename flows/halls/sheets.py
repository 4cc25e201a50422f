"""Codes on paper, by typst: six to a page, with what they open and where they hang."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typst

from flows.codes.service import qr_svg
from flows.letters.rendering import fonts

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Card:
    """One code: the address in it, the name above it, the line below (counter or hall)."""

    url: str
    title: str
    place: str
    hint: str


def sheet_of(hall: str, cards: Sequence[Card], moment: datetime) -> bytes:
    """A PDF of A4 pages to cut apart; the same cards, the same bytes. Blocks for some tens of ms.
    Data are text to the template, never code."""
    data = {
        "hall": hall,
        "printed": f"{moment:%Y-%m-%d}",
        "cards": [
            {"qr": qr_svg(c.url), "title": c.title, "place": c.place, "hint": c.hint} for c in cards
        ],
    }
    content: bytes = typst.compile(
        _HERE / "sheet.typ", root=_HERE, font_paths=fonts(), ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        timestamp=int(moment.timestamp()),
    )  # fmt: skip
    return content
