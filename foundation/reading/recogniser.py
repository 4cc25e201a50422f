"""Letters of a picture: found at low resolution, put upright, read at full resolution.

Finding lines costs by the pixel and needs few of them; reading costs by the letter. A page lying on
its side or head is known by the shape of its lines and by a vote of the longest ones, so that
single lines cannot be turned wrongly. Used inside the reader's child process only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from foundation.reading.pages import Turn
from foundation.reading.red import REDNESS, Pixels, has_ink, redness, strips, without_red

MAX_SIDE = 2400
DETECT_SIDE = 1280
"""Lines are found on a picture no larger; measured: as many as at 2400, in a fifth of the time."""
MIN_SCORE = 0.5
VOTERS = 8
SURE_SHARE = 0.8
"""Of the votes for upright; with fewer, the longest lines are read both ways."""
TALL = 1.5
MAX_SLOPE = math.tan(math.radians(20))

Corners = NDArray[np.float32]
_TURNS: tuple[Turn, ...] = (0, 270, 180, 90)
"""Degrees clockwise for so many quarter turns to the left."""


@dataclass(frozen=True, slots=True)
class FoundLine:
    """Left, top, width, height in pixels of the upright picture; slope is down over right."""

    text: str
    score: float
    box: tuple[float, float, float, float]
    slope: float


@dataclass(frozen=True, slots=True)
class FoundPage:
    """`turn`: degrees clockwise that make the picture upright; sizes are then."""

    lines: list[FoundLine]
    width: int
    height: int
    turn: Turn = 0


class Recogniser:
    """One rapidocr on one thread."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        one = {f"EngineConfig.onnxruntime.{w}_op_num_threads": 1 for w in ("intra", "inter")}
        self._engine: Any = RapidOCR(
            params={
                **one,
                "Global.log_level": "critical",
                "Global.max_side_len": MAX_SIDE,
                "Det.limit_type": "max",
                "Det.limit_side_len": DETECT_SIDE,
                # By the rectangle around it, a label is lost together with a name written beside.
                "Det.score_mode": "slow",
            }
        )

    def read(self, picture: Pixels) -> FoundPage:
        """The lines of an RGB picture, the page put upright first."""
        height, width = picture.shape[:2]
        scale = min(1.0, MAX_SIDE / max(height, width))
        if scale < 1.0:
            size = (round(width * scale), round(height * scale))
            picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        above = redness(picture)
        inked = has_ink(above)
        legible = without_red(picture, above) if inked else picture
        found = self._find(legible)
        quarters = self._quarters(legible, found)
        if quarters:
            found = [turned(corners, quarters, legible.shape) for corners in found]
            legible = np.ascontiguousarray(np.rot90(legible, quarters))
        lines = self._read_all(legible, found)
        if inked:
            upright = np.rot90(picture, quarters)
            for left, top, right, bottom in strips(np.rot90(above, quarters) > REDNESS):
                lines += self._read_strip(upright[top:bottom, left:right], left, top)
        sizes = (height, width) if quarters % 2 else (width, height)
        turn = _TURNS[quarters]
        return FoundPage([_scaled(line, scale) for line in lines], *sizes, turn)

    def _find(self, picture: Pixels) -> list[Corners]:
        """Corners of the lines, each from the top left clockwise."""
        result = self._engine(
            np.ascontiguousarray(picture[:, :, ::-1]), use_det=True, use_cls=False, use_rec=False
        )
        return [] if result.boxes is None else [np.asarray(b, np.float32) for b in result.boxes]

    def _quarters(self, picture: Pixels, found: Sequence[Corners]) -> int:
        """Quarter turns to the left that make the page upright."""
        shaped = [(c, *size_of(c)) for c in found]
        tall = [(h, c) for c, w, h in shaped if h >= TALL * w]
        wide = [(w, c) for c, w, h in shaped if w >= TALL * h]
        is_sideways = sum(length for length, _ in tall) > sum(length for length, _ in wide)
        longest = sorted(tall if is_sideways else wide, key=lambda pair: -pair[0])[:VOTERS]
        if not longest:
            return 0
        crops = self._crops(picture, [c for _, c in longest])
        _, votes = self._engine.cls_and_rotate(crops)
        upright = sum(s for label, s in votes.cls_res if label == "0")
        total = sum(s for _, s in votes.cls_res) or 1.0
        is_head_down = False
        if is_sideways or upright / total < SURE_SHARE:
            few = crops[:4]
            is_head_down = self._score([np.rot90(c, 2) for c in few]) > self._score(few)
        return (3 if is_head_down else 1) if is_sideways else (2 if is_head_down else 0)

    def _score(self, crops: Sequence[Any]) -> float:
        result = self._engine.recognize_txt([np.ascontiguousarray(c) for c in crops])
        weighted = [float(s) * len(t) for t, s in zip(result.txts, result.scores, strict=True)]
        return sum(weighted) / max(1, sum(len(t) for t in result.txts))

    def _crops(self, picture: Pixels, found: Sequence[Corners]) -> list[Any]:
        crops: list[Any] = self._engine.crop_text_regions(picture[:, :, ::-1], found)
        return crops

    def _read_all(
        self, picture: Pixels, found: Sequence[Corners], left: int = 0, top: int = 0
    ) -> list[FoundLine]:
        found = [c for c in found if min(size_of(c)) >= 3]
        if not found:
            return []
        result = self._engine.recognize_txt(self._crops(picture, found))
        slope = page_slope(found)
        lines = []
        for text, score, corners in zip(result.txts, result.scores, found, strict=True):
            if score < MIN_SCORE or not text.strip():
                continue
            x, y = corners.min(axis=0)
            w, h = corners.max(axis=0) - corners.min(axis=0)
            box = (float(x) + left, float(y) + top, float(w), float(h))
            own = slope_of(corners)
            tidy = text.strip().replace("黃", "黄")
            lines.append(FoundLine(tidy, float(score), box, slope if own is None else own))
        return lines

    def _read_strip(self, strip: Pixels, left: int, top: int) -> list[FoundLine]:
        return self._read_all(strip, self._find(strip), left, top)


def size_of(corners: Corners) -> tuple[float, float]:
    """Width and height of a line's quadrilateral, in pixels."""
    return (
        float(np.linalg.norm(corners[0] - corners[1])),
        float(np.linalg.norm(corners[0] - corners[3])),
    )


def turned(corners: Corners, quarters: int, shape: Sequence[int]) -> Corners:
    """Corners in a picture of `shape` after `quarters` quarter turns to the left."""
    height, width = shape[:2]
    x, y = corners[:, 0], corners[:, 1]
    points = {1: (y, width - x), 2: (width - x, height - y), 3: (height - y, x)}[quarters]
    return np.roll(np.stack(points, axis=1), -quarters, axis=0).astype(np.float32)


def slope_of(corners: Corners) -> float | None:
    """Down over right along a line; None where it is too short to tell or stands upright."""
    width, height = size_of(corners)
    if width < 6 * height:
        return None
    (x0, y0), (x1, y1) = corners[0], corners[1]
    slope = float(y1 - y0) / max(float(x1 - x0), 1.0)
    return slope if abs(slope) <= MAX_SLOPE else None


def page_slope(found: Sequence[Corners]) -> float:
    slopes = [s for s in map(slope_of, found) if s is not None]
    return median(slopes) if slopes else 0.0


def _scaled(line: FoundLine, scale: float) -> FoundLine:
    x, y, w, h = (round(v / scale, 1) for v in line.box)
    return FoundLine(line.text, line.score, (x, y, w, h), round(line.slope, 4))
