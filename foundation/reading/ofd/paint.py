"""Colours, pens and dashes of an object: its own, its drawing parameter's, its layer's."""

from __future__ import annotations

from collections.abc import Iterator

from foundation.reading.ofd.geometry import shown
from foundation.reading.ofd.package import MAX_DEPTH, Element, child, children, number, numbers
from foundation.reading.ofd.resources import Resources

Colour = tuple[float, float, float, float]
"""Red, green, blue and opacity, 0 to 1."""
BLACK: Colour = (0.0, 0.0, 0.0, 1.0)
LINE_WIDTH = 0.353
_JOINS = {"Miter": 0, "Round": 1, "Bevel": 2}
_CAPS = {"Butt": 0, "Round": 1, "Square": 2}


class Paint:
    """How one object is painted.

    Args:
        inherited: the drawing parameter (ID) of the layer or block around it.
    """

    def __init__(self, resources: Resources, element: Element, inherited: str | None) -> None:
        self._resources = resources
        self._element = element
        self._sources = [element, *_chain(resources, element.get("DrawParam") or inherited)]
        self._alpha = min(1.0, max(0.0, number(element.get("Alpha"), 255) / 255))

    def colour(self, name: str) -> Colour | None:
        """`FillColor` or `StrokeColor`; None for what cannot be painted in one colour."""
        for source in self._sources:
            found = child(source, name)
            if found is not None:
                told = _colour(self._resources, found)
                return None if told is None else (*told[:3], told[3] * self._alpha)
        return (*BLACK[:3], self._alpha)

    def pen(self) -> str:
        """Width, joins, caps and dashes as operators of a PDF."""
        parts = [f"{shown(max(0.0, number(self._said('LineWidth'), LINE_WIDTH)))} w"]
        parts.append(f"{_JOINS.get(self._said('Join') or '', 0)} j")
        parts.append(f"{_CAPS.get(self._said('Cap') or '', 0)} J")
        parts.append(f"{shown(max(1.0, number(self._said('MiterLimit'), 4.234)))} M")
        dashes = [abs(d) for d in numbers(self._said("DashPattern"))][:16]
        if any(dashes):
            offset = number(self._said("DashOffset"), 0)
            parts.append(f"[{shown(*dashes)}] {shown(offset)} d")
        return " ".join(parts)

    def width(self) -> float:
        return number(self._said("LineWidth"), LINE_WIDTH)

    def _said(self, name: str) -> str | None:
        return next((s.get(name) for s in self._sources if s.get(name) is not None), None)


def _chain(resources: Resources, number: str | None) -> Iterator[Element]:
    """A drawing parameter and those it rests on."""
    for _ in range(MAX_DEPTH):
        found = resources.find(number, "DrawParam")
        if found is None:
            return
        yield found
        number = found.get("Relative")


def _colour(resources: Resources, element: Element) -> Colour | None:
    alpha = number(element.get("Alpha"), 255) / 255
    shading = next((c for c in element if str(c.tag).endswith("Shd")), None)
    if shading is not None:
        return _middle(resources, shading)
    if child(element, "Pattern") is not None:
        return None
    space = resources.find(element.get("ColorSpace"), "ColorSpace")
    values = _values(element.get("Value"))
    if not values and element.get("Index") is not None and space is not None:
        palette = child(space, "Palette")
        colours = children(palette, "CV") if palette is not None else []
        index = int(number(element.get("Index"), 0))
        values = _values(colours[index].text) if 0 <= index < len(colours) else []
    bits = int(number(space.get("BitsPerComponent"), 8)) if space is not None else 8
    full = float((1 << min(max(bits, 1), 16)) - 1)
    red, green, blue = _rgb([min(1.0, max(0.0, v / full)) for v in values])
    return red, green, blue, min(1.0, max(0.0, alpha))


def _middle(resources: Resources, shading: Element) -> Colour | None:
    """A shading as the mean of its colours: close enough to be read and recognised."""
    told = [_colour(resources, c) for c in shading.iter("{*}Color")]
    known = [c for c in told if c is not None]
    if not known:
        return None
    r, g, b, a = (sum(c[i] for c in known) / len(known) for i in range(4))
    return r, g, b, a


def _values(text: str | None) -> list[float]:
    """Numbers, or hexadecimal ones after a #."""
    values = []
    for word in (text or "").split():
        try:
            values.append(float(int(word[1:], 16)) if word.startswith("#") else float(word))
        except ValueError:
            return []
    return values


def _rgb(values: list[float]) -> tuple[float, float, float]:
    match values:
        case [gray]:
            return gray, gray, gray
        case [r, g, b]:
            return r, g, b
        case [c, m, y, k]:
            return (1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k)
    return BLACK[:3]
