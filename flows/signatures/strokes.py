"""A signature on glass: its strokes checked, and drawn by us, never by who sends them."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.errors import InvalidInput

MAX_STROKES, MAX_POINTS, FEWEST_POINTS = 60, 6000, 12
MAX_SIDE = 4000
_WIDEST, _THINNEST = 4.2, 1.2


@dataclass(frozen=True, slots=True)
class Signature:
    """Strokes of points (x, y, milliseconds since the first, pressure 0–1) on a pad of so many
    pixels."""

    width: int
    height: int
    strokes: list[list[tuple[float, float, float, float]]]


def must_be_signature(signature: Signature) -> None:
    """Long and wide enough to be somebody's name. Raises: InvalidInput."""
    points = [point for stroke in signature.strokes for point in stroke]
    if len(signature.strokes) > MAX_STROKES or len(points) > MAX_POINTS:
        raise InvalidInput({"strokes": "笔画太多，请重写"})
    if not (0 < signature.width <= MAX_SIDE and 0 < signature.height <= MAX_SIDE):
        raise InvalidInput({"width": "签名板大小不对，请刷新后重写"})
    outside = [
        p for p in points
        if not (-1 <= p[0] <= signature.width + 1 and -1 <= p[1] <= signature.height + 1)
        or not 0 <= p[3] <= 1 or not 0 <= p[2] <= 3_600_000
    ]  # fmt: skip
    if outside:
        raise InvalidInput({"strokes": "有笔画在签名板外，请重写"})
    span = max((p[0] for p in points), default=0) - min((p[0] for p in points), default=0)
    if len(points) < FEWEST_POINTS or span < signature.width * 0.08:
        raise InvalidInput({"strokes": "签名太短，请写下完整的姓名"})


def as_svg(signature: Signature) -> str:
    """The signature as a picture; harder pressure, wider ink."""
    drawn = "".join(_line(stroke) for stroke in signature.strokes)
    box = f'viewBox="0 0 {signature.width} {signature.height}"'
    size = f'width="{signature.width}" height="{signature.height}"'
    style = 'fill="none" stroke="#111" stroke-linecap="round" stroke-linejoin="round"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} {size}><g {style}>{drawn}</g></svg>'


def _line(stroke: list[tuple[float, float, float, float]]) -> str:
    if not stroke:
        return ""
    pressure = sum(p[3] for p in stroke) / len(stroke)
    width = _THINNEST + (_WIDEST - _THINNEST) * pressure
    path = " ".join(
        f"{x:.1f},{y:.1f}" for x, y, _t, _p in (stroke * 2 if len(stroke) == 1 else stroke)
    )
    return f'<polyline points="{path}" stroke-width="{width:.2f}"/>'
