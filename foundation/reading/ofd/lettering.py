"""Text objects: each letter with its place, whatever way the OFD tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from foundation.reading.ofd.package import Element, children, number

MAX_LETTERS = 20_000
"""Of one object."""
_RUN = re.compile(r"g\s+(\d+)\s+(\S+)|(\S+)")


@dataclass(frozen=True, slots=True)
class Letter:
    """A character at its origin (left end of its baseline) in the object's own frame; `glyphs`
    are its numbers in the embedded font where the OFD names them."""

    code: str
    x: float | None
    y: float
    glyphs: tuple[int, ...] | None = None


def letters_of(element: Element) -> Iterator[Letter]:
    """Every letter; `x` is None where it follows the one before by that one's own width."""
    glyphs = _named_glyphs(element)
    x = y = 0.0
    position = 0
    for run in children(element, "TextCode"):
        text = (run.text or "").strip("\r\n\t")
        x, y = number(run.get("X"), x), number(run.get("Y"), y)
        across, down = _steps(run.get("DeltaX")), _steps(run.get("DeltaY"))
        at_x, at_y = x, y
        follows = False
        for index, code in enumerate(text[:MAX_LETTERS]):
            yield Letter(code, None if follows else at_x, at_y, glyphs.get(position))
            position += 1
            follows = index >= len(across) and not down
            at_x += across[index] if index < len(across) else 0.0
            at_y += down[index] if index < len(down) else 0.0


def _steps(text: str | None) -> list[float]:
    """Distances, with «g n d» for n times d."""
    steps: list[float] = []
    for times, repeated, single in _RUN.findall(text or ""):
        try:
            steps += [float(repeated)] * min(int(times), MAX_LETTERS) if times else [float(single)]
        except ValueError:
            continue
        if len(steps) > MAX_LETTERS:
            break
    return steps


def _named_glyphs(element: Element) -> dict[int, tuple[int, ...]]:
    """Glyph numbers by position of the character; one that is drawn with another has none."""
    named: dict[int, tuple[int, ...]] = {}
    for change in children(element, "CGTransform"):
        first = int(number(change.get("CodePosition"), 0))
        codes = min(MAX_LETTERS, max(1, int(number(change.get("CodeCount"), 1))))
        words = " ".join(g.text or "" for g in children(change, "Glyphs")).split()
        glyphs = [int(word) for word in words if word.isdigit()][:MAX_LETTERS]
        for offset in range(codes):
            own = glyphs if codes == 1 else glyphs[offset : offset + 1]
            named[first + offset] = tuple(own)
    return named
