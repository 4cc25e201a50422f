"""Letters as outlines: of the font an OFD brings along, else of the house's own Chinese fonts."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from foundation.reading.ofd.geometry import shown
from foundation.reading.ofd.package import Element, is_true
from foundation.reading.ofd.resources import Resources

_FOLDER = Path(pylopdf_fonts_zh_cn.__file__).parent
_SERIF = ("宋", "仿", "楷", "song", "sun", "ming", "fang", "kai", "serif", "times", "roman")
MAX_FONT = 30 << 20


class Face:
    """One font: outlines in units of the em (x right, y up), and how far a letter moves on."""

    def __init__(self, font: TTFont) -> None:
        self._font = font
        self._set = font.getGlyphSet()
        self._order = font.getGlyphOrder()
        self._cmap: dict[int, str] = font.getBestCmap() or {}
        self._em = float(font["head"].unitsPerEm) if "head" in font else 1000.0
        self._kept: dict[str, tuple[str, float]] = {}

    def letter(self, code: str) -> tuple[str, float] | None:
        """Outline and advance of a character; None where the font has not got it."""
        name = self._cmap.get(ord(code))
        return self._drawn(name) if name else None

    def glyph(self, index: int) -> tuple[str, float] | None:
        """Outline and advance by the glyph's number in the font."""
        return self._drawn(self._order[index]) if 0 <= index < len(self._order) else None

    def _drawn(self, name: str) -> tuple[str, float] | None:
        if name not in self._kept:
            pen = _Outline(self._set, self._em)
            try:
                glyph = self._set[name]
                glyph.draw(pen)
                self._kept[name] = (pen.text(), glyph.width / self._em)
            except Exception:  # a broken font raises whatever its tables lead to
                return None
        return self._kept[name]


class _Outline(BasePen):  # type: ignore[misc]  # fontTools has no types
    """What a glyph draws, as operators of a PDF."""

    def __init__(self, glyphs: Any, em: float) -> None:
        super().__init__(glyphs)
        self._em = em
        self._parts: list[str] = []

    def text(self) -> str:
        return "\n".join(self._parts)

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        self._parts.append(f"{shown(*(v / self._em for p in points for v in p))} {operator}")

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802  named by fontTools
        self._add("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802  named by fontTools
        self._add("l", pt)

    def _curveToOne(  # noqa: N802
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._add("c", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802  named by fontTools
        self._parts.append("h")

    def _endPath(self) -> None:  # noqa: N802  named by fontTools
        self._parts.append("h")


class Fonts:
    """The fonts of one package, each opened once."""

    def __init__(self) -> None:
        self._own: dict[str, Face | None] = {}

    def own(self, resources: Resources, number: str) -> Face | None:
        """The font the OFD brings along, if it can be opened."""
        place = resources.places.get(number, "")
        if place not in self._own:
            self._own[place] = _opened(resources.file_of(number))
        return self._own[place]


def fallback(font: Element | None) -> Face:
    """Ours, with or without serifs as the wanted one's name tells."""
    names = "" if font is None else f"{font.get('FontName')} {font.get('FamilyName')}".lower()
    is_serif = any(word in names for word in _SERIF)
    if font is not None and is_true(font.get("Serif"), False):
        is_serif = True
    return _bundled("NotoSerifSC-Regular.otf" if is_serif else "NotoSansSC-Regular.otf")


@cache
def _bundled(name: str) -> Face:
    return Face(TTFont(_FOLDER / name, lazy=True))


def _opened(content: bytes | None) -> Face | None:
    if not content or len(content) > MAX_FONT:
        return None
    try:
        return Face(TTFont(io.BytesIO(content), lazy=True, fontNumber=0))
    except (MemoryError, RecursionError):
        raise
    except Exception:  # a broken or unknown font (Type 1, bitmap): ours stands in for it
        return None
