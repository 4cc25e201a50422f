"""The text layer of a drawn page: letters gathered into pieces of one line each."""

from __future__ import annotations

from foundation.reading.ofd.canvas import POINTS
from foundation.reading.ofd.geometry import Area, Matrix, at

MAX_LETTERS = 100_000
GAP_HEIGHTS = 1.2
"""A space wider than so many letter heights parts two pieces (cells, columns)."""
_ABOVE, _BELOW = 0.88, 0.12
"""Of the size: how far a letter reaches over and under its baseline."""
_Box = tuple[float, float, float, float]


class Words:
    """Letters in the order they are painted, which is the order they are read in on a line."""

    def __init__(self, area: Area) -> None:
        self._area = area
        self._pieces: list[list[object]] = []
        self._letters: list[tuple[str, _Box]] = []
        self._count = 0

    def add(
        self, code: str, origin: tuple[float, float], size: float, wide: float, frame: Matrix
    ) -> None:
        """A letter at its origin; `frame` leads to the paper in millimetres."""
        self._count += 1
        if self._count > MAX_LETTERS:
            return
        x, y = origin
        width = size * wide * (0.5 if ord(code) < 0x2E80 else 1.0)
        corners = [
            at(frame, x + across, y + down)
            for across in (0.0, width)
            for down in (-_ABOVE * size, _BELOW * size)
        ]
        left, right = min(c[0] for c in corners), max(c[0] for c in corners)
        top, bottom = min(c[1] for c in corners), max(c[1] for c in corners)
        box = (left, top, right, bottom)
        if self._letters and not _goes_on(self._letters[-1][1], box):
            self._close()
        self._letters.append((code, box))

    def pieces(self) -> list[list[object]]:
        """Pieces as [text, left, top, width, height] in points from the paper's top left."""
        self._close()
        return self._pieces

    def _close(self) -> None:
        text = "".join(code for code, _ in self._letters).strip()
        boxes = [box for code, box in self._letters if not code.isspace()]
        self._letters = []
        if not boxes:
            return
        left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
        right, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
        shown = (left - self._area[0], top - self._area[1], right - left, bottom - top)
        self._pieces.append([text, *(round(v * POINTS, 1) for v in shown)])


def _goes_on(before: _Box, box: _Box) -> bool:
    """On the same line, not far behind and not before what was read last."""
    height = max(before[3] - before[1], box[3] - box[1], 0.1)
    is_level = abs((before[1] + before[3]) - (box[1] + box[3])) < height
    return is_level and -0.8 * height < box[0] - before[2] < GAP_HEIGHTS * height
