"""Seals on a page's picture (upright, RGB)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from flows.prereview.documents.quality import Pixels, shrunk
from flows.prereview.readings import Mark, Share
from foundation.reading.red import redness

SIDE = 1000
INK_REDNESS = 45
GROUND, COLOURED, INK_ON_BLUE = 31, 40, 0.6
"""Pixels the ground is taken from (wider than a ring), how blue it is there, and how much of its
blue is left under ink at the most."""
MIN_RADIUS, MAX_RADIUS = 0.03, 0.3
"""Of the shorter side of the page."""
GAP = 17
"""Pixels of a ring that black letters may hide."""
COVERAGE, SECOND_COVERAGE = 0.7, 0.55
"""Of the circle's angles at which red ink lies on it; a part of a second ring lies in the first."""
RING = 0.09
MAX_FILL = 0.6
"""A seal is a ring with letters; an emblem or a button is full."""
TRIES = 60


def seals_of(picture: Pixels, page: int, stamps: Sequence[Share] = ()) -> list[Mark]:
    """Round seals with their box; overlapping finds are one. `stamps`: those the file itself tells
    of, whatever their shape."""
    small = shrunk(picture, SIDE)
    red = _red_ink(small)
    reach = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (GAP, GAP))
    joined = np.asarray(cv2.morphologyEx(red, cv2.MORPH_CLOSE, reach), np.uint8)
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    height, width = small.shape[:2]
    shorter = min(height, width)
    found = [Mark(kind="seal", page=page, box=box, confidence=1.0) for box in stamps]
    for contour in sorted(contours, key=len, reverse=True)[:12]:
        _, _, w, h = cv2.boundingRect(contour)
        if max(w, h) < 2 * MIN_RADIUS * shorter:
            continue
        for x, y, radius, coverage in _circles(contour, shorter):
            if _fill(red, x, y, radius) > MAX_FILL:
                continue
            box = inside(
                (x - radius) / width,
                (y - radius) / height,
                2 * radius / width,
                2 * radius / height,
            )
            if not any(_same(box, mark.box) for mark in found):
                sure = round(min(1.0, 0.5 + coverage / 2), 2)
                found.append(Mark(kind="seal", page=page, box=box, confidence=sure))
    return found


def _red_ink(picture: Pixels) -> NDArray[np.uint8]:
    """Where red ink lies, also on coloured ground: ink takes its share of each colour that the
    ground throws back, so on the blue of a portrait a red seal is dark and nowhere red."""
    red = redness(picture) > INK_REDNESS
    ground = np.asarray(cv2.medianBlur(np.ascontiguousarray(picture), GROUND), np.float32)
    is_blue = ground[:, :, 2] - ground[:, :, 0] > COLOURED
    if is_blue.mean() > MIN_RADIUS:
        share = picture.astype(np.float32) / np.maximum(ground, 16.0)
        above = 255 * (share[:, :, 0] - share[:, :, 1:].max(axis=2))
        red |= is_blue & (above > INK_REDNESS) & (share[:, :, 2] < INK_ON_BLUE)
    return red.astype(np.uint8)


def _circles(contour: Any, shorter: int) -> Iterator[tuple[float, ...]]:
    """Circles on one outline: a second one where a seal was pressed over another."""
    points = contour.reshape(-1, 2).astype(np.float32)
    for least in (COVERAGE, SECOND_COVERAGE):
        circle = _circle(points, shorter, least) if len(points) >= 24 else None
        if circle is None:
            return
        yield circle
        x, y, radius, _coverage = circle
        away = np.hypot(points[:, 0] - x, points[:, 1] - y)
        points = points[np.abs(away - radius) >= RING * radius]


def _circle(
    points: NDArray[np.float32], shorter: int, least: float
) -> tuple[float, float, float, float] | None:
    """x, y, radius and coverage of the circle that most of the outline lies on (RANSAC)."""
    chance = np.random.default_rng(len(points))
    best: tuple[float, float, float, float] | None = None
    for _ in range(TRIES):
        circle = _through(points[chance.choice(len(points), 3, replace=False)])
        if circle is None or not MIN_RADIUS * shorter <= circle[2] <= MAX_RADIUS * shorter:
            continue
        x, y, radius = circle
        away = np.hypot(points[:, 0] - x, points[:, 1] - y)
        on = points[np.abs(away - radius) < max(1.5, RING * radius)]
        angles = np.arctan2(on[:, 1] - y, on[:, 0] - x)
        bins = np.unique(((angles + np.pi) / (2 * np.pi) * 72).astype(int) % 72)
        coverage = len(bins) / 72
        if coverage > least and (best is None or coverage > best[3]):
            best = (x, y, radius, coverage)
    return best


def _through(three: NDArray[np.float32]) -> tuple[float, float, float] | None:
    """The circle through three points; None where they lie in a line."""
    (ax, ay), (bx, by), (cx, cy) = three.astype(float)
    d = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    if abs(d) < 1e-3:
        return None
    a, b, c = ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy
    x = (a * (by - cy) + b * (cy - ay) + c * (ay - by)) / d
    y = (a * (cx - bx) + b * (ax - cx) + c * (bx - ax)) / d
    return x, y, float(np.hypot(ax - x, ay - y))


def _fill(red: NDArray[np.uint8], x: float, y: float, radius: float) -> float:
    """Share of the disc that is red."""
    disc = np.zeros_like(red)
    cv2.circle(disc, (round(x), round(y)), round(radius), 1, -1)
    return float(red[disc == 1].mean()) if disc.any() else 0.0


def inside(x: float, y: float, w: float, h: float) -> Share:
    """A box that may reach over the page, cut to it."""
    left, top = max(0.0, x), max(0.0, y)
    return (
        round(left, 4),
        round(top, 4),
        round(min(1.0, x + w) - left, 4),
        round(min(1.0, y + h) - top, 4),
    )


def _same(one: Share, other: Share) -> bool:
    """Whether one box's middle lies in the other."""
    x, y = one[0] + one[2] / 2, one[1] + one[3] / 2
    return other[0] <= x <= other[0] + other[2] and other[1] <= y <= other[1] + other[3]
