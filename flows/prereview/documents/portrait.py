"""A photo for a certificate (证件照片): a person before one colour, no words."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from flows.prereview.documents.quality import Pixels, shrunk
from flows.prereview.readings import Share

SHAPES = (0.62, 0.95)
"""Width over height: 25 × 35 mm, 26 × 32 mm, 35 × 49 mm and the like."""
MIN_SKIN = 0.05
MAX_SPREAD = 18.0
_COLOURS = {"红色": (200, 35, 40), "蓝色": (67, 142, 219), "白色": (245, 245, 245)}


def portrait_of(picture: Pixels) -> tuple[str, Share] | None:
    """The background's colour and the face's place (skin), or None where it is no portrait."""
    small = shrunk(picture, 300)
    height, width = small.shape[:2]
    if not SHAPES[0] <= width / height <= SHAPES[1]:
        return None
    corners = np.concatenate(
        [small[: height // 8, : width // 6], small[: height // 8, -width // 6 :]], axis=1
    ).reshape(-1, 3)
    if float(corners.std(axis=0).max()) > MAX_SPREAD:
        return None
    tint = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb))
    skin = (
        (tint[:, :, 1] > 135) & (tint[:, :, 1] < 180) & (tint[:, :, 2] > 80) & (tint[:, :, 2] < 130)
    )
    near = np.abs(small.astype(int) - corners.mean(axis=0)).max(axis=2) < 30
    face = skin & ~near
    face[: height // 12] = False
    rows, columns = np.nonzero(face)
    if face.mean() < MIN_SKIN or abs(columns.mean() / width - 0.5) > 0.15:
        return None
    box = (
        round(float(columns.min()) / width, 4),
        round(float(rows.min()) / height, 4),
        round(float(np.ptp(columns) + 1) / width, 4),
        round(float(np.ptp(rows) + 1) / height, 4),
    )
    return _colour(corners.mean(axis=0)), box


def _colour(mean: NDArray[np.float64]) -> str:
    distances = {
        name: float(np.abs(mean - np.asarray(rgb)).sum()) for name, rgb in _COLOURS.items()
    }
    name, distance = min(distances.items(), key=lambda pair: pair[1])
    return name if distance < 180 else "其他颜色"
