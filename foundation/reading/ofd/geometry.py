"""Matrices and outlines of OFD, in the words of a PDF's content stream.

A matrix is (a, b, c, d, e, f): x' = ax + cy + e, y' = bx + dy + f.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from foundation.reading.ofd.package import Element, numbers

Matrix = tuple[float, float, float, float, float, float]
Area = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
MAX_STEPS = 200_000
_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*(?:[eE][-+]?\d+[^A-Za-z]*)*)")


def times(first: Matrix, then: Matrix) -> Matrix:
    """`first`, and what it gives through `then`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
            e * p + f * r + t, e * q + f * s + u)  # fmt: skip


def moved(x: float, y: float) -> Matrix:
    return (1.0, 0.0, 0.0, 1.0, x, y)


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def matrix_of(element: Element) -> Matrix:
    """The element's CTM; none is no change."""
    found = numbers(element.get("CTM"))
    return (
        (found[0], found[1], found[2], found[3], found[4], found[5])
        if len(found) == 6
        else IDENTITY
    )


def area_of(text: str | None) -> Area | None:
    """Left, top, width and height in millimetres."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else None


def shown(*values: float) -> str:
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") or "0" for value in values)


def outline(data: str) -> str:
    """AbbreviatedData (S M L Q B A C) as operators of a PDF."""
    parts, here = [], (0.0, 0.0)
    for count, (step, given) in enumerate(_STEP.findall(data)):
        if count > MAX_STEPS:
            break
        values = numbers(given)
        drawn, here = _drawn(step.upper(), values, here)
        parts.append(drawn)
    return "\n".join(filter(None, parts))


def _drawn(step: str, v: list[float], here: tuple[float, float]) -> tuple[str, tuple[float, float]]:
    if step in ("S", "M") and len(v) >= 2:
        return f"{shown(*v[:2])} m", (v[0], v[1])
    if step == "L" and len(v) >= 2:
        return f"{shown(*v[:2])} l", (v[0], v[1])
    if step == "Q" and len(v) >= 4:
        return quadratic(here, (v[0], v[1]), (v[2], v[3])), (v[2], v[3])
    if step == "B" and len(v) >= 6:
        return f"{shown(*v[:6])} c", (v[4], v[5])
    if step == "A" and len(v) >= 7:
        return "\n".join(_arc(here, v)), (v[5], v[6])
    return ("h" if step == "C" else ""), here


def quadratic(
    start: tuple[float, float], middle: tuple[float, float], end: tuple[float, float]
) -> str:
    """A curve with one control point as one with two."""
    first = [s + 2 / 3 * (m - s) for s, m in zip(start, middle, strict=True)]
    second = [e + 2 / 3 * (m - e) for e, m in zip(end, middle, strict=True)]
    return f"{shown(*first, *second, *end)} c"


def _arc(start: tuple[float, float], v: list[float]) -> Iterator[str]:
    """An elliptical arc from its ends (as SVG tells it) in curves of at most a quarter."""
    rx, ry, turn, is_large, is_clockwise = abs(v[0]), abs(v[1]), v[2], v[3] != 0, v[4] != 0
    end = (v[5], v[6])
    if not rx or not ry or start == end:
        yield f"{shown(*end)} l"
        return
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    px, py = cos * dx + sin * dy, -sin * dx + cos * dy
    grow = math.sqrt(max(1.0, (px / rx) ** 2 + (py / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    under = (rx * py) ** 2 + (ry * px) ** 2
    root = math.sqrt(max(0.0, (rx * ry) ** 2 / under - 1)) * (-1 if is_large == is_clockwise else 1)
    qx, qy = root * rx * py / ry, -root * ry * px / rx
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    frame: Matrix = (rx * cos, rx * sin, -ry * sin, ry * cos,
                     cos * qx - sin * qy + middle[0], sin * qx + cos * qy + middle[1])  # fmt: skip
    first = math.atan2((py - qy) / ry, (px - qx) / rx)
    sweep = math.atan2((-py - qy) / ry, (-px - qx) / rx) - first
    if is_clockwise and sweep < 0:
        sweep += 2 * math.pi
    elif not is_clockwise and sweep > 0:
        sweep -= 2 * math.pi
    yield from _quarters(frame, first, sweep)


def _quarters(frame: Matrix, first: float, sweep: float) -> Iterator[str]:
    count = max(1, math.ceil(abs(sweep) / (math.pi / 2) - 1e-9))
    step = sweep / count
    reach = 4 / 3 * math.tan(step / 4)
    for index in range(count):
        a, b = first + index * step, first + (index + 1) * step
        points = (
            (math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a)),
            (math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b)),
            (math.cos(b), math.sin(b)),
        )
        yield shown(*(value for point in points for value in at(frame, *point))) + " c"
