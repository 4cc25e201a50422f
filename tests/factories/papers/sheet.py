"""A sheet of paper to draw on, which remembers what was written where."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

import pylopdf_fonts_zh_cn
from PIL import Image, ImageChops, ImageDraw, ImageFont

from flows.prereview.readings import DocumentKind, Share

Face = Literal["Sans", "Serif"]
Side = Literal["front", "back"]
RED = (205, 30, 35)
INK = (25, 25, 28)
A4 = (1240, 1754)
"""150 dots an inch."""


@cache
def font(size: int, face: Face = "Sans") -> ImageFont.FreeTypeFont:
    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    return ImageFont.truetype(str(next(folder.glob(f"Noto{face}*"))), size)


@dataclass
class Paper:
    """One page as a flat scan, with what a reader should find on it.

    `fields` and `boxes` (shares of the page) are named as in the reader; several pages of one
    document are several papers, of which each tells what stands on it.
    """

    kind: DocumentKind
    picture: Image.Image
    fields: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, Share] = field(default_factory=dict)
    sides: tuple[Side, ...] = ()
    seals: list[Share] = field(default_factory=list)
    signature: Share | None = None


class Sheet:
    """Draws onto a Paper in pixels."""

    def __init__(
        self, kind: DocumentKind, size: tuple[int, int], colour: str = "white", face: Face = "Serif"
    ) -> None:
        self.paper = Paper(kind, Image.new("RGB", size, colour))
        self.draw = ImageDraw.Draw(self.paper.picture)
        self.width, self.height = size
        self.face = face

    def text(
        self,
        at: tuple[int, int],
        words: str,
        size: int,
        *,
        colour: Sequence[int] = INK,
        anchor: str = "la",
        spacing: int = 0,
    ) -> tuple[int, int, int, int]:
        """Write one line; returns left, top, right and bottom."""
        kind = font(size, self.face)
        if not spacing:
            self.draw.text(at, words, font=kind, fill=tuple(colour), anchor=anchor)
            return tuple(map(int, self.draw.textbbox(at, words, font=kind, anchor=anchor)))  # type: ignore[return-value]
        x, y = at
        for letter in words:
            self.draw.text((x, y), letter, font=kind, fill=tuple(colour), anchor=anchor)
            x += round(kind.getlength(letter)) + spacing
        return at[0], at[1], x - spacing, at[1] + round(size * 1.3)

    def value(
        self,
        name: str,
        at: tuple[int, int],
        words: str,
        size: int,
        *,
        width: int | None = None,
        means: str | None = None,
        spacing: int = 0,
        **style: object,
    ) -> int:
        """Write a field's value, broken at `width`; returns the bottom. `means` is its value."""
        lines = broken(words, font(size, self.face), width)
        x, y = at
        boxes = []
        for line in lines:
            boxes.append(self.text((x, y), line, size, spacing=spacing, **style))  # type: ignore[arg-type]
            y += round(size * 1.45)
        self.paper.fields[name] = means if means is not None else words
        self.paper.boxes[name] = self.share(
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
        return y

    def share(self, left: float, top: float, right: float, bottom: float) -> Share:
        return (
            left / self.width,
            top / self.height,
            (right - left) / self.width,
            (bottom - top) / self.height,
        )

    def seal(self, centre: tuple[int, int], radius: int, words: str) -> None:
        """Press a round seal over what stands there (GB/T 33481: a ring, a star, the name)."""
        self.paper.picture.paste(pressed(self.paper.picture, centre, radius, words))
        self.draw = ImageDraw.Draw(self.paper.picture)
        x, y = centre
        self.paper.seals.append(self.share(x - radius, y - radius, x + radius, y + radius))

    def sign(self, at: tuple[int, int], name: str, size: int = 54) -> None:
        """A name as it is written by hand: slanted, with a stroke through it."""
        x, y = at
        layer = Image.new("L", (size * len(name) + 60, size * 2), 0)
        ImageDraw.Draw(layer).text((30, size // 3), name, font=font(size, "Serif"), fill=255)
        layer = layer.transform(
            layer.size, Image.Transform.AFFINE, (1, 0.35, -size * 0.3, -0.06, 1, 6),
            Image.Resampling.BICUBIC,
        )  # fmt: skip
        self.paper.picture.paste((20, 25, 60), (x, y), layer)
        box = layer.getbbox() or (0, 0, *layer.size)
        self.paper.signature = self.share(x + box[0], y + box[1], x + box[2], y + box[3])


def broken(words: str, kind: ImageFont.FreeTypeFont, width: int | None) -> list[str]:
    """Lines no wider than `width` pixels."""
    if width is None:
        return [words]
    lines, line = [], ""
    for letter in words:
        if line and kind.getlength(line + letter) > width:
            lines.append(line)
            line = ""
        line += letter
    return [*lines, line]


def pressed(picture: Image.Image, centre: tuple[int, int], radius: int, words: str) -> Image.Image:
    """The picture with a seal's ink over it."""
    layer = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(layer)
    x, y = centre
    draw.ellipse(
        (x - radius, y - radius, x + radius, y + radius), outline=RED, width=max(3, radius // 18)
    )
    points = []
    for corner in range(10):
        length = radius * (0.3 if corner % 2 == 0 else 0.12)
        angle = math.pi * corner / 5 - math.pi / 2
        points.append((x + length * math.cos(angle), y + length * math.sin(angle)))
    draw.polygon(points, fill=RED)
    size = max(12, round(radius * 0.24))
    start, step = 215 - 4 * len(words) / 2, min(24.0, 270 / max(1, len(words) - 1))
    begin = 270 - step * (len(words) - 1) / 2 if words else start
    for index, letter in enumerate(words):
        angle = begin + index * step
        _letter_on_ring(layer, (x, y), radius * 0.76, angle, letter, size)
    return ImageChops.multiply(picture, layer)


def _letter_on_ring(
    layer: Image.Image,
    centre: tuple[int, int],
    radius: float,
    angle: float,
    letter: str,
    size: int,
) -> None:
    tile = Image.new("L", (size * 2, size * 2), 0)
    ImageDraw.Draw(tile).text((size, size), letter, font=font(size), fill=255, anchor="mm")
    tile = tile.rotate(-(angle + 90), Image.Resampling.BICUBIC)
    at = (
        round(centre[0] + radius * math.cos(math.radians(angle)) - size),
        round(centre[1] + radius * math.sin(math.radians(angle)) - size),
    )
    layer.paste(RED, at, tile)
