"""Tables for a terminal, where a Chinese character is as wide as two letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

Cell = str | int


def width(text: str) -> int:
    """Columns a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def table(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Columns aligned: text to the left, numbers to the right; nothing without rows."""
    if not rows:
        return ""
    cells = [[str(cell) for cell in row] for row in (header, *rows)]
    widths = [max(width(row[i]) for row in cells) for i in range(len(header))]
    numbers = [all(isinstance(row[i], int) for row in rows) for i in range(len(header))]
    lines = ["  ".join(map(_padded, row, widths, numbers)).rstrip() for row in cells]
    return "\n".join([lines[0], "  ".join("─" * w for w in widths), *lines[1:]])


def short(value: object, columns: int = 40) -> str:
    """A value on one line, cut to so many columns."""
    text = " ".join(str(value).split())
    if width(text) <= columns:
        return text
    kept, used = "", 0
    for c in text:
        used += width(c)
        if used > columns - 1:
            break
        kept += c
    return kept + "…"


def _padded(text: str, wide: int, is_number: bool) -> str:
    space = " " * (wide - width(text))
    return space + text if is_number else text + space
