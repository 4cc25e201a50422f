"""Names as pens write them: strokes of random curves, or letters whose strokes were bent by a hand.

Nothing of it is set in type: no two letters are alike in height, slant, pressure or baseline.
"""

from __future__ import annotations

import math
import random
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.factories.papers.sheet import Face, font

Style = Literal["cursive", "bent"]
_SCALE = 3


def written(chance: random.Random, name: str, height: int, style: Style) -> Image.Image:
    """A name as ink (255) on nothing (0), `height` pixels tall, drawn larger and made small."""
    size = height * _SCALE
    face: Face = chance.choice(("Sans", "Serif"))
    thick = chance.choice((None, ImageFilter.MaxFilter(5), ImageFilter.MinFilter(3)))
    letters = [_cursive(chance, size) if style == "cursive"
               else _bent(chance, letter, size, face, thick) for letter in name]  # fmt: skip
    overlap = chance.uniform(0.02, 0.2) * size
    width = round(sum(one.width for one in letters) + size * 0.4)
    ink = Image.new("L", (width, round(size * 1.5)))
    x, y = size * 0.1, size * 0.2
    for one in letters:
        ink.paste(255, (round(x), round(max(0, y + chance.uniform(-0.1, 0.15) * size))), one)
        x += one.width - overlap
        y += chance.uniform(-0.05, 0.05) * size
    slant = chance.uniform(-0.35, 0.1)
    ink = ink.transform(ink.size, Image.Transform.AFFINE, (1, slant, -slant * size, 0, 1, 0),
                        Image.Resampling.BILINEAR)  # fmt: skip
    small = (round(ink.width / _SCALE), round(ink.height / _SCALE))
    return ink.rotate(chance.uniform(-5, 5), Image.Resampling.BILINEAR).resize(small)


def _cursive(chance: random.Random, size: int) -> Image.Image:
    """Three to seven strokes, each a curve that swells and thins."""
    ink = Image.new("L", (round(size * chance.uniform(0.7, 1.1)), round(size * 1.2)))
    draw = ImageDraw.Draw(ink)
    pen = size * chance.uniform(0.03, 0.07)
    for _ in range(chance.randint(3, 7)):
        points = [
            (chance.uniform(0.08, 0.92) * ink.width, chance.uniform(0.06, 0.9) * ink.height)
            for _ in range(4)
        ]
        for t in np.linspace(0, 1, 160):
            x, y = _bezier(points, float(t))
            r = pen * (0.45 + 0.55 * math.sin(math.pi * (0.15 + 0.8 * t))) * 0.7
            draw.ellipse((x - r, y - r, x + r, y + r), fill=255)
    return ink


def _bezier(points: list[tuple[float, float]], t: float) -> tuple[float, float]:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    return (
        sum(w * p[0] for w, p in zip(weights, points, strict=True)),
        sum(w * p[1] for w, p in zip(weights, points, strict=True)),
    )


def _bent(
    chance: random.Random, letter: str, size: int, face: Face, thick: ImageFilter.RankFilter | None
) -> Image.Image:
    """A letter whose every stroke was pulled aside, grown and shrunk."""
    tall = round(size * chance.uniform(0.8, 1.2))
    kind: ImageFont.FreeTypeFont = font(tall, face)
    side = round(tall * 1.3)
    ink = Image.new("L", (side, side))
    ImageDraw.Draw(ink).text((side * 0.12, -side * 0.05), letter, font=kind, fill=255)
    rng = np.random.default_rng(chance.randrange(1 << 30))
    field = [
        np.asarray(
            Image.fromarray(rng.uniform(-1, 1, (5, 5)).astype(np.float32)).resize(
                (side, side), Image.Resampling.BICUBIC
            )
        )
        for _ in range(2)
    ]
    pull = tall * chance.uniform(0.1, 0.2)
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32)
    x = np.clip(columns + field[0] * pull, 0, side - 1).astype(int)
    y = np.clip(rows + field[1] * pull, 0, side - 1).astype(int)
    bent = Image.fromarray(np.asarray(ink)[y, x])
    return bent.filter(thick) if thick else bent
