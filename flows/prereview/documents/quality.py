"""What is wrong with a page as a picture: blurred, shone upon, dark, cut off, blank.

Pure functions over an upright RGB picture. All work on a small copy, so that a threshold means the
same on every camera. Thresholds were set on papers drawn by the tests (`benchmarks.prereview`).
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from flows.prereview.readings import Fault, Share

Pixels = NDArray[np.uint8]
Gray = NDArray[np.uint8]

SIDE = 800
LINE_HEIGHT, LINES = 32, 24
MIN_SHARPNESS = 0.09
"""Median over the longest lines, each at the same height: variance of the Laplacian over that of
the brightness. Sharp 0.4 to 0.8, soft but legible from 0.14, blurred below 0.05. Over whole pages
(the usual measure) a shadow's edge counts as blur."""
MIN_WORDLESS_SHARPNESS = 0.0004
"""Of the whole page at `SIDE`, where hardly a line was found: a photo is above, a lost page below.
A smear that passes for a line or two says nothing of the rest."""
FEW_LINES = 4
DARK_PAPER = 90
"""Brightness of the paper (0 to 255) below which letters drown."""
GLARE_LEVEL, GLARE_SHARE, GLARE_SOLID = 250, 0.006, 0.5
WHITE_PAPER = 247
"""A page so white as a whole is a scan, on which nothing can shine brighter."""
MIN_INK = 0.0015
BORDER_SHARE = 0.22
MAX_TOUCHED = 2


def shrunk(picture: Pixels, side: int = SIDE) -> Pixels:
    """The picture with its longer side at most `side`."""
    height, width = picture.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return picture
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def faults_of(picture: Pixels, texts: Sequence[Share]) -> dict[Fault, Share | None]:
    """Every fault with its place; `texts` are the boxes of the lines that were read."""
    small = shrunk(picture)
    gray = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    found: dict[Fault, Share | None] = {}
    if not texts and ink_of(gray) < MIN_INK:
        return {"blank": None}
    if paper_level(gray) < DARK_PAPER:
        found["dark"] = None
    if is_blurred(picture, texts):
        found["blur"] = None
    if (place := glare(small, gray)) is not None:
        found["glare"] = place
    if (place := cut_off(small, texts)) is not None:
        found["cut_off"] = place
    return found


def is_blurred(picture: Pixels, texts: Sequence[Share]) -> bool:
    """Whether the letters are out of focus; without letters, whether the whole page is."""
    gray = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    height, width = gray.shape
    measured = []
    for x, y, w, h in sorted(texts, key=lambda box: -box[2])[:LINES]:
        line = gray[
            round(y * height) : round((y + h) * height), round(x * width) : round((x + w) * width)
        ]
        if min(line.shape) >= 6:
            scale = LINE_HEIGHT / line.shape[0]
            size = (max(LINE_HEIGHT, round(line.shape[1] * scale)), LINE_HEIGHT)
            way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
            measured.append(sharpness(np.asarray(cv2.resize(line, size, interpolation=way))))
    if measured and float(np.median(measured)) < MIN_SHARPNESS:
        return True
    if len(measured) >= FEW_LINES:
        return False
    whole = np.asarray(cv2.cvtColor(shrunk(picture), cv2.COLOR_RGB2GRAY), np.uint8)
    return sharpness(whole) < MIN_WORDLESS_SHARPNESS


def sharpness(gray: Gray) -> float:
    """Variance of the Laplacian over the variance of brightness, lightly smoothed first."""
    smooth = np.asarray(cv2.GaussianBlur(gray, (3, 3), 0), np.uint8)
    spread = float(smooth.var())
    return float(cv2.Laplacian(smooth, cv2.CV_32F).var()) / spread if spread >= 4 else 0.0


def paper_level(gray: Gray) -> float:
    """How bright the paper is: the 90th percentile of brightness."""
    return float(np.percentile(gray, 90))


def ink_of(gray: Gray) -> float:
    """Share of the page, its rim left out, that is clearly darker than the paper beside it."""
    height, width = gray.shape
    inner = gray[height // 20 : height - height // 20, width // 20 : width - width // 20]
    if not inner.size:
        return 0.0
    ground = cv2.medianBlur(np.ascontiguousarray(inner), 31)
    return float((cv2.subtract(ground, inner) > 28).mean())


def glare(small: Pixels, gray: Gray) -> Share | None:
    """The largest burnt-out spot that is brighter than the paper around it."""
    if np.median(gray) >= WHITE_PAPER or np.percentile(gray, 75) >= GLARE_LEVEL:
        return None
    burnt = (small.min(axis=2) >= GLARE_LEVEL).astype(np.uint8)
    burnt = np.asarray(cv2.morphologyEx(burnt, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)), np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(burnt)
    for x, y, w, h, area in sorted(stats[1:count].tolist(), key=lambda s: -s[4]):
        if area < GLARE_SHARE * gray.size:
            return None
        if area >= GLARE_SOLID * w * h:
            return _share((x, y, w, h), gray.shape)
    return None


def cut_off(small: Pixels, texts: Sequence[Share]) -> Share | None:
    """The side where the paper runs out of the picture while others show what lies around it.

    A paper that fills the picture is a scan, unless two lines of its text run out of it.
    """
    sides = _touched(small)
    if 1 <= len(sides) <= MAX_TOUCHED:
        return _SIDE_BOXES[sides[0]]
    out = [b for b in texts if b[0] <= 0.003 or b[0] + b[2] >= 0.997]
    if len(out) >= 2 and len(out) >= 0.2 * len(texts):
        left = sum(b[0] <= 0.003 for b in out)
        return _SIDE_BOXES["left" if 2 * left >= len(out) else "right"]
    return None


_SIDE_BOXES: dict[str, Share] = {
    "left": (0.0, 0.0, 0.08, 1.0),
    "right": (0.92, 0.0, 0.08, 1.0),
    "top": (0.0, 0.0, 1.0, 0.08),
    "bottom": (0.0, 0.92, 1.0, 0.08),
}


def _touched(small: Pixels) -> list[str]:
    """Sides on which the paper, as one area without sharp edges, reaches the border."""
    tiny = shrunk(small, 320)
    smooth = np.asarray(cv2.GaussianBlur(tiny, (5, 5), 0), np.uint8)
    closed = np.asarray(
        cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), np.uint8
    )
    steps = cv2.morphologyEx(closed, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)).max(axis=2)
    calm = (steps < 22).astype(np.uint8)
    _, labels = cv2.connectedComponents(calm, connectivity=4)
    height, width = labels.shape
    middle = labels[height // 5 : -height // 5, width // 5 : -width // 5]
    counts = np.bincount(middle[middle > 0].ravel(), minlength=2)
    if counts.max() < 0.2 * middle.size:
        return []
    paper = labels == counts.argmax()
    rims = {
        "left": paper[:, 2:5].any(axis=1),
        "right": paper[:, -5:-2].any(axis=1),
        "top": paper[2:5].any(axis=0),
        "bottom": paper[-5:-2].any(axis=0),
    }
    return [side for side, rim in rims.items() if rim.mean() > BORDER_SHARE]


def _share(box: Sequence[int], shape: Sequence[int]) -> Share:
    height, width = shape[:2]
    x, y, w, h = box
    return (
        round(x / width, 4),
        round(y / height, 4),
        round(w / width, 4),
        round(h / height, 4),
    )
