"""The order in which lines of a page are read: columns of prose one after the other, else rows.

A table's cells stand in columns too, but are read row by row; columns count as prose only where
their lines fill them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foundation.reading.pages import Line

MIN_COLUMN_LINES = 4
MIN_COLUMN_FILL = 0.7
MAX_DEPTH = 6


def arrange(lines: Sequence[Line], depth: int = 0) -> list[Line]:
    """The lines in reading order (best effort: pages with pictures amid text may fool it)."""
    if depth < MAX_DEPTH:
        for top, middle, bottom in _bands(lines):
            column = _split_columns(middle)
            if column:
                left, right = column
                return [
                    *arrange(top, depth + 1),
                    *arrange(left, depth + 1),
                    *arrange(right, depth + 1),
                    *arrange(bottom, depth + 1),
                ]
    return [piece for row in rows_of(sorted(lines, key=lambda li: li.box.y)) for piece in row]


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Consecutive lines that stand beside each other, each row from left to right."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and _beside(rows[-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda li: li.box.x) for row in rows]


def _beside(row: list[Line], line: Line) -> bool:
    first = row[0].box
    overlap = min(first.bottom, line.box.bottom) - max(first.y, line.box.y)
    if overlap < 0.5 * min(first.h, line.box.h):
        return False
    return all(
        line.box.x >= other.box.right - 0.5 * line.box.h
        or line.box.right <= other.box.x + 0.5 * line.box.h
        for other in row
    )


def _bands(lines: Sequence[Line]) -> Iterator[tuple[list[Line], list[Line], list[Line]]]:
    """The lines as (above, between, below): full-width lines above and below set aside."""
    if len(lines) < 2 * MIN_COLUMN_LINES:
        return
    left, right = min(li.box.x for li in lines), max(li.box.right for li in lines)
    centre = (left + right) / 2
    ordered = sorted(lines, key=lambda li: li.box.y)
    crossing = [i for i, li in enumerate(ordered) if li.box.x < centre < li.box.right]
    edges = [-1, *crossing, len(ordered)]
    start, end = max(pairwise(edges), key=lambda pair: pair[1] - pair[0])
    yield ordered[: start + 1], ordered[start + 1 : end], ordered[end:]


def _split_columns(lines: list[Line]) -> tuple[list[Line], list[Line]] | None:
    """Left and right column of prose, or None where the lines are no two columns."""
    if len(lines) < 2 * MIN_COLUMN_LINES:
        return None
    gutter = _gutter(lines)
    if gutter is None:
        return None
    left = [li for li in lines if li.box.right <= gutter]
    right = [li for li in lines if li.box.right > gutter]
    return (left, right) if _is_prose(left) and _is_prose(right) else None


def _gutter(lines: list[Line]) -> float | None:
    """Where the widest upright strip without text begins, if as wide as a character."""
    spans = sorted((li.box.x, li.box.right) for li in lines)
    height = median(li.box.h for li in lines)
    best, width, reach = None, 0.6 * height, spans[0][1]
    for x, right in spans[1:]:
        if x - reach > width:
            best, width = reach, x - reach
        reach = max(reach, right)
    return best


def _is_prose(lines: list[Line]) -> bool:
    if len(lines) < MIN_COLUMN_LINES:
        return False
    width = max(li.box.right for li in lines) - min(li.box.x for li in lines)
    height = median(li.box.h for li in lines)
    if width < 8 * height:
        return False
    return median(li.box.w for li in lines) >= MIN_COLUMN_FILL * width
