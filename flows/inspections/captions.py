"""Time, place and case number burnt into a still, so that the picture itself tells them."""

from __future__ import annotations

import io
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

from foundation.clock import local

FONT = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
NO_PLACE = "未授权位置"
LONGEST_SIDE = 2048
_SHARE = 34
"""Of the picture's width, one letter of the caption."""


def caption_of(case_number: str, taken_at: datetime, place: dict[str, Any] | None) -> str:
    """Two lines: when and which case; where (WGS 84, accuracy) or that it was not to be told."""
    if place:
        east, north = place["longitude"], place["latitude"]
        where = f"东经{east:.6f}° 北纬{north:.6f}°（±{place['accuracy']:.0f}米）"
    else:
        where = NO_PLACE
    return f"{local(taken_at):%Y-%m-%d %H:%M:%S}  办件{case_number}\n{where}"


def burn_in(content: bytes, caption: str) -> bytes:
    """The picture with a band below that carries the caption (JPEG). Blocks for tens of
    milliseconds; `content` has been through the intake."""
    with Image.open(io.BytesIO(content)) as opened:
        image = opened.convert("RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    size = max(14, image.width // _SHARE)
    lines = caption.split("\n")
    band = size * (2 * len(lines) + 1) * 3 // 4
    paper = Image.new("RGB", (image.width, image.height + band), "#10242b")
    paper.paste(image, (0, 0))
    pen = ImageDraw.Draw(paper)
    for row, line in enumerate(lines):
        at = (size, image.height + size // 2 + row * size * 3 // 2)
        pen.text(at, line, font=_font(size), fill="#ffffff")
    buffer = io.BytesIO()
    paper.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)
