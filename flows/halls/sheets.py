"""Codes on paper, by typst: six to a page to cut apart, or the hall's own on a page to hang up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from flows.codes.service import qr_svg
from foundation.fonts import fonts

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
    return _compiled("sheet.typ", data, moment)


@dataclass(frozen=True, slots=True)
class Poster:
    """A hall's own code: its name and address, what scanning is good for, how it is done."""

    url: str
    hall: str
    address: str
    title: str
    how: str
    does: tuple[str, ...]


def poster_of(poster: Poster, moment: datetime) -> bytes:
    """A PDF of one A4 page; the same poster, the same bytes. Blocks for some tens of ms."""
    data = {
        "qr": qr_svg(poster.url), "hall": poster.hall, "address": poster.address,
        "title": poster.title, "how": poster.how, "does": list(poster.does),
        "printed": f"{moment:%Y-%m-%d}",
    }  # fmt: skip
    return _compiled("poster.typ", data, moment)


def _compiled(template: str, data: dict[str, Any], moment: datetime) -> bytes:
    content: bytes = typst.compile(
        _HERE / template, root=_HERE, font_paths=fonts(), ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        timestamp=int(moment.timestamp()),
    )  # fmt: skip
    return content
