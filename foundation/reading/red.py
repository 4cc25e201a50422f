"""Red ink on a page's picture (RGB): taken away from under letters, or looked at by itself.

Under a red seal black letters are lost to the recogniser unless only the red channel is read, where
red is white; red letters (the head of an official document, 红头) are then read strip by strip.
Measured (rapidocr 3.10): a business licence under its seal 30 of 36 fields, by the red channel 36.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

REDNESS = 60
"""How far red stands above green and blue (0 to 255) in ink, not in a tinted background."""
MIN_SHARE, MAX_SHARE = 0.0005, 0.3
"""Of the page: less is no ink, more is the ground itself."""
MAX_STRIP_HEIGHT = 0.12
MIN_STRIP_SHAPE = 2.5
"""A strip of red letters is flatter than that (width over height) and lower than this share of
the page; what is neither is a seal."""

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]


def redness(picture: Pixels) -> NDArray[np.int16]:
    """Red above the stronger of green and blue, for each pixel."""
    red, green, blue = (picture[:, :, i] for i in range(3))
    return cv2.subtract(red, cv2.max(green, blue), dtype=cv2.CV_16S)  # type: ignore[return-value]


def has_ink(above: NDArray[np.int16]) -> bool:
    """Whether the page shows red ink that is to be read apart."""
    return MIN_SHARE <= float((above > REDNESS).mean()) <= MAX_SHARE


def without_red(picture: Pixels, above: NDArray[np.int16]) -> Pixels:
    """The red channel with what is red made white, so that only other ink is left."""
    gray = picture[:, :, 0].copy()
    gray[(above > REDNESS // 2) & (gray > 128)] = 255
    return np.repeat(gray[:, :, None], 3, axis=2)


def strips(red: Mask) -> list[tuple[int, int, int, int]]:
    """Where red letters stand in a row, as (left, top, right, bottom); none inside a seal."""
    page_height, page_width = red.shape
    reach = max(9, page_width // 25)
    joined = cv2.morphologyEx(
        red.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((max(3, reach // 6), reach), np.uint8)
    )
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    parts = [tuple(map(int, part)) for part in stats[1:] if part[3] >= 10 and part[4] >= 200]
    flat = [p for p in parts if p[3] <= MAX_STRIP_HEIGHT * page_height and _is_flat(p)]
    seals = [p for p in parts if not _is_flat(p)]
    found = []
    for x, y, w, h, _area in flat:
        if any(
            sx <= x and sy <= y and x + w <= sx + sw and y + h <= sy + sh
            for sx, sy, sw, sh, _ in seals
        ):
            continue
        margin = max(8, h // 4)
        found.append(
            (
                max(0, x - margin),
                max(0, y - margin),
                min(page_width, x + w + margin),
                min(page_height, y + h + margin),
            )
        )
    return found


def _is_flat(part: tuple[int, ...]) -> bool:
    return part[2] >= MIN_STRIP_SHAPE * part[3]
