"""A sample drawn by typst: one picture a side, and where each number stands on it."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from foundation.fonts import fonts
from knowledge_base.schemas.sample import Side

_TEMPLATE = Path(__file__).parent / "sample.typ"
_PIXELS_PER_INCH = 200
_POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class Drawn:
    """PNG, its size in pixels, and the numbers' middles as shares of width and height."""

    picture: bytes
    width: int
    height: int
    spots: tuple[tuple[float, float], ...]


def draw_side(side: Side) -> Drawn:
    """Blocks for some hundred milliseconds the first time. Content is text to the template."""
    return _drawn(json.dumps(side.model_dump(mode="json"), ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=256)
def _drawn(data: str) -> Drawn:
    common: dict[str, Any] = {
        "root": _TEMPLATE.parent, "font_paths": fonts(), "ignore_system_fonts": True,
        "sys_inputs": {"data": data},
    }  # fmt: skip
    picture: bytes = typst.compile(_TEMPLATE, format="png", ppi=_PIXELS_PER_INCH, **common)
    width, height = struct.unpack(">II", picture[16:24])
    points = json.loads(typst.query(_TEMPLATE, "<look>", field="value", **common))
    scale = _PIXELS_PER_INCH / _POINTS_PER_INCH
    spots = tuple(
        (round(at["x"] * scale / width, 4), round(at["y"] * scale / height, 4)) for at in points
    )
    return Drawn(picture, width, height, spots)
