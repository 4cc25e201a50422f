"""What is read of a page: lines of text with their place, in the order a person reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foundation.reading.order import arrange, rows_of

Turn = Literal[0, 90, 180, 270]


class Unreadable(Exception):
    """A file or page cannot be read; the text says why, in Chinese, fit for a citizen."""


@dataclass(frozen=True, slots=True)
class Box:
    """Left, top, width and height, in the unit of the page (pixels or points), from top left."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    def around(self, other: Box) -> Box:
        """The smallest box that holds both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of text on one line; `confidence` 0 to 1, 1 for a text layer.

    `slope` is how far the line sinks to the right (down over right), 0 on a straight page.
    """

    text: str
    box: Box
    confidence: float = 1.0
    slope: float = 0.0


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's lines in reading order, and the page's size in the unit of their boxes.

    The page is upright; `turn` says by how many degrees clockwise its picture (after EXIF turning)
    had to be turned for that.
    """

    lines: tuple[Line, ...]
    width: float
    height: float
    turn: Turn = 0

    @classmethod
    def arranged(cls, lines: list[Line], width: float, height: float, turn: Turn = 0) -> PageText:
        """Lines in any order put into reading order."""
        return cls(tuple(arrange(lines)), width, height, turn)

    @property
    def text(self) -> str:
        """One row of the page a line, pieces of a row apart by two spaces."""
        return "\n".join("  ".join(p.text for p in row) for row in rows_of(self.lines))

    @property
    def confidence(self) -> float:
        """Mean over the characters; 0 for a page without text."""
        length = sum(len(line.text) for line in self.lines)
        weighted = sum(line.confidence * len(line.text) for line in self.lines)
        return weighted / length if length else 0.0


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page of a PDF or OFD: its text layer, and its picture (PNG) where that was asked for.

    `number` counts from 1. `is_scanned`: the layer holds too little text for a page that shows
    something, so the picture must be read. Of an OFD, `stamps` are the places of its electronic
    seals, and `undrawn` counts pictures that could not be decoded.
    """

    number: int
    layer: PageText
    is_scanned: bool
    picture: bytes | None = None
    stamps: tuple[Box, ...] = ()
    undrawn: int = 0
