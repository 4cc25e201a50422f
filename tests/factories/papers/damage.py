"""What happens to a paper before it is uploaded: photographed, turned, blurred, shone upon.

Eight degradations keep a paper readable (`DEGRADATIONS`); the faults (`FAULTS`) spoil it, and a
reader has to say so. Deterministic by the generator of chances given.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from flows.prereview.readings import Share
from tests.factories.papers.sheet import Paper, pressed

Change = Callable[[random.Random, Paper], Paper]


def photographed(chance: random.Random, paper: Paper, margin: float = 0.12) -> Paper:
    """On a desk, seen whole: the picture is larger than the paper by that margin on each side."""
    w, h = paper.picture.size
    left, top = round(w * margin), round(h * margin)
    desk = _desk(chance, (w + 2 * left, h + 2 * top))
    desk.paste(_lit(chance, paper.picture), (left, top))
    return _placed(paper, desk, left, top)


def _lit(chance: random.Random, picture: Image.Image) -> Image.Image:
    """By a lamp on one side: paper is not as white in a room as in a scanner."""
    near, far = chance.uniform(0.9, 0.95), chance.uniform(0.82, 0.9)
    light = np.linspace(near, far, picture.width)[None, :, None]
    pixels = np.asarray(picture, np.float32) * light
    return Image.fromarray(pixels.astype(np.uint8))


def rotated(chance: random.Random, paper: Paper) -> Paper:
    """By 90, 180 or 270 degrees; boxes stay those of the upright page."""
    turn = chance.choice(
        (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
    )
    return replace(paper, picture=paper.picture.transpose(turn))


def tilted(chance: random.Random, paper: Paper) -> Paper:
    """By 1.5 to 5 degrees, on a desk."""
    angle = chance.choice((-1, 1)) * chance.uniform(1.5, 5)
    shot = photographed(chance, paper)
    ground = shot.picture.getpixel((3, 3))
    turned = shot.picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=ground)
    return replace(shot, picture=turned, boxes={})


def soft(chance: random.Random, paper: Paper) -> Paper:
    """A little out of focus, still legible."""
    shot = photographed(chance, paper)
    return replace(
        shot, picture=shot.picture.filter(ImageFilter.GaussianBlur(chance.uniform(0.8, 1.5)))
    )


def shadowed(chance: random.Random, paper: Paper) -> Paper:
    """A shadow's soft edge over half of it."""
    shot = photographed(chance, paper)
    w, h = shot.picture.size
    edge, depth = chance.uniform(0.3, 0.7), chance.uniform(0.45, 0.65)
    across = np.linspace(0, 1, w)[None, :] + np.linspace(-0.2, 0.2, h)[:, None]
    light = 1 - (1 - depth) / (1 + np.exp((edge - across) * 25))
    pixels = np.asarray(shot.picture, np.float32) * light[:, :, None]
    return replace(shot, picture=Image.fromarray(pixels.astype(np.uint8)))


def stamped(chance: random.Random, paper: Paper) -> Paper:
    """Somebody's seal over the text."""
    w, h = paper.picture.size
    radius = round(min(w, h) * chance.uniform(0.12, 0.16))
    at = (round(w * chance.uniform(0.25, 0.75)), round(h * chance.uniform(0.3, 0.7)))
    stamped_picture = pressed(paper.picture, at, radius, "广州市天河区专用章")
    box = ((at[0] - radius) / w, (at[1] - radius) / h, 2 * radius / w, 2 * radius / h)
    shot = replace(paper, picture=stamped_picture, seals=[*paper.seals, box])
    return photographed(chance, shot)


def noisy(chance: random.Random, paper: Paper) -> Paper:
    """Sent through a chat: smaller, grainy, JPEG of poor quality."""
    shot = photographed(chance, paper, 0.05)
    w, h = shot.picture.size
    scale = max(chance.uniform(0.6, 0.75), 620 / w)
    small = shot.picture.resize((round(w * scale), round(h * scale)), Image.Resampling.BILINEAR)
    grain = np.random.default_rng(chance.randrange(2**32)).normal(0, 7, (*small.size[::-1], 3))
    pixels = np.clip(np.asarray(small, np.float32) + grain, 0, 255).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=chance.randint(38, 55))
    return replace(shot, picture=Image.open(buffer).convert("RGB"))


def perspective(chance: random.Random, paper: Paper) -> Paper:
    """Photographed from the side."""
    shot = photographed(chance, paper)
    w, h = shot.picture.size
    reach = 0.06
    corners = [
        (chance.uniform(0, reach) * w * sx + x, chance.uniform(0, reach) * h * sy + y)
        for x, y, sx, sy in ((0, 0, 1, 1), (w, 0, -1, 1), (w, h, -1, -1), (0, h, 1, -1))
    ]
    ground = shot.picture.getpixel((3, 3))
    picture = shot.picture.transform(
        shot.picture.size,
        Image.Transform.PERSPECTIVE,
        _coefficients(corners, [(0, 0), (w, 0), (w, h), (0, h)]),
        Image.Resampling.BICUBIC,
        fillcolor=ground,
    )
    return replace(shot, picture=picture, boxes={})


def gleaming(chance: random.Random, paper: Paper) -> Paper:
    """A lamp's reflection on a place; the fields it covers are no longer told."""
    shot = photographed(chance, paper)
    w, h = shot.picture.size
    rx, ry = w * chance.uniform(0.09, 0.14), h * chance.uniform(0.09, 0.14)
    x, y = w * chance.uniform(0.3, 0.7), h * chance.uniform(0.3, 0.7)
    light = Image.new("L", (w, h), 0)
    ImageDraw.Draw(light).ellipse((x - rx, y - ry, x + rx, y + ry), fill=255)
    light = light.filter(ImageFilter.GaussianBlur(min(rx, ry) * 0.2))
    picture = ImageChops.screen(shot.picture, Image.merge("RGB", (light,) * 3))
    reach = ((x - 1.5 * rx) / w, (y - 1.5 * ry) / h, 3 * rx / w, 3 * ry / h)
    return _without(replace(shot, picture=picture), reach)


def blurred(chance: random.Random, paper: Paper) -> Paper:
    """Out of focus or moved beyond reading."""
    shot = photographed(chance, paper)
    strength = max(shot.picture.size) / 800 * chance.uniform(2.4, 4.5)
    return replace(shot, picture=shot.picture.filter(ImageFilter.GaussianBlur(strength)))


def darkened(chance: random.Random, paper: Paper) -> Paper:
    shot = photographed(chance, paper)
    picture = ImageEnhance.Brightness(shot.picture).enhance(chance.uniform(0.12, 0.2))
    return replace(shot, picture=picture)


def cut_off(chance: random.Random, paper: Paper) -> Paper:
    """One side of the paper lies outside the picture; what is outside is no longer told."""
    shot = photographed(chance, paper)
    w, h = shot.picture.size
    lost = chance.uniform(0.22, 0.32)
    side = chance.choice("lrtb")
    box = {
        "l": (lost, 0.0, 1.0, 1.0),
        "r": (0.0, 0.0, 1 - lost, 1.0),
        "t": (0.0, lost, 1.0, 1.0),
        "b": (0.0, 0.0, 1.0, 1 - lost),
    }[side]
    left, top, right, bottom = (round(v * s) for v, s in zip(box, (w, h, w, h), strict=True))
    gone = {
        "l": (0.0, 0.0, lost, 1.0),
        "r": (1 - lost, 0.0, lost, 1.0),
        "t": (0.0, 0.0, 1.0, lost),
        "b": (0.0, 1 - lost, 1.0, lost),
    }[side]
    kept = _without(shot, gone)
    picture = shot.picture.crop((left, top, right, bottom))
    return replace(kept, picture=picture, boxes={})


def blank(chance: random.Random, paper: Paper) -> Paper:
    """The back of the sheet."""
    grain = np.random.default_rng(chance.randrange(2**32)).normal(244, 3, paper.picture.size[::-1])
    picture = Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8)).convert("RGB")
    return Paper(paper.kind, picture)


DEGRADATIONS: dict[str, Change] = {
    "rotated": rotated,
    "tilted": tilted,
    "soft": soft,
    "shadowed": shadowed,
    "gleaming": gleaming,
    "stamped": stamped,
    "noisy": noisy,
    "perspective": perspective,
}
FAULTS: dict[str, Change] = {
    "blur": blurred,
    "glare": gleaming,
    "dark": darkened,
    "cut_off": cut_off,
    "blank": blank,
}
"""By the names of `readings.Fault`."""


def _desk(chance: random.Random, size: tuple[int, int]) -> Image.Image:
    base = chance.choice(((92, 74, 58), (60, 62, 66), (120, 104, 88), (48, 66, 80)))
    grain = np.random.default_rng(chance.randrange(2**32)).normal(0, 6, (*size[::-1], 1))
    pixels = np.clip(np.asarray(base) + grain, 0, 255).astype(np.uint8)
    return Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(1))


def _placed(paper: Paper, desk: Image.Image, left: int, top: int) -> Paper:
    w, h = paper.picture.size

    def moved(box: Share) -> Share:
        x, y, bw, bh = box
        dw, dh = desk.size
        return ((left + x * w) / dw, (top + y * h) / dh, bw * w / dw, bh * h / dh)

    return replace(
        paper,
        picture=desk,
        fields=dict(paper.fields),
        boxes={name: moved(box) for name, box in paper.boxes.items()},
        seals=[moved(box) for box in paper.seals],
        signature=moved(paper.signature) if paper.signature else None,
    )


def _without(paper: Paper, area: Share) -> Paper:
    """Fields, seals and signature that the area touches are taken out."""
    lost = {name for name, box in paper.boxes.items() if _meet(box, area)}
    signature = paper.signature
    return replace(
        paper,
        fields={n: v for n, v in paper.fields.items() if n not in lost and n in paper.boxes},
        boxes={n: b for n, b in paper.boxes.items() if n not in lost},
        seals=[seal for seal in paper.seals if not _meet(seal, area)],
        signature=None if signature and _meet(signature, area) else signature,
    )


def _meet(one: Share, other: Share) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def _coefficients(
    to: list[tuple[float, float]], source: list[tuple[float, float]]
) -> tuple[float, ...]:
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(to, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    right = np.asarray([value for point in source for value in point], np.float64)
    return tuple(np.linalg.solve(np.asarray(rows, np.float64), right).tolist())
