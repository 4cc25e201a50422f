"""Signatures: handwriting where a page asks for one. A name set in type is none.

The label itself is print on the same page, under the same light, at the same slope: what stands
beside it is measured against it. A hand writes larger, leans away from the upright and level
strokes that type is made of, presses harder, and often in another colour. Measured on generated
pages (`benchmarks.prereview`); what lies between hand and type is told as unsure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, degrees

import cv2
import numpy as np
from numpy.typing import NDArray

from flows.prereview.documents.layout import Piece
from flows.prereview.documents.marks import INK_REDNESS, inside
from flows.prereview.documents.quality import Pixels
from flows.prereview.readings import Mark, Share
from foundation.reading.red import redness

MIN_INK = 0.008
"""Of the place: less is a speck, or what is left of a ruled line."""
SURE, UNSURE = 0.9, 0.6
"""Confidence of a mark; rules take 0.8 as sure unless they say otherwise."""
_BY_HAND, _IN_TYPE = 0.7, -1.0
_LEVEL = 12.0
"""Degrees within which a stroke counts as upright or level."""
_GAP = 0.25
_SURELY_READ, _LARGER = 0.95, 1.35
"""A name that is read this surely, and is no larger than the label, is rather set in type."""
_WIDER, _WIDER_WITH_REST = 1.25, 1.1
"""So many times as wide as usual tells that handwriting lies in a label's box: more clearly where
some of it was even read."""

_PLACE = re.compile(
    r"(?:(?:签名|签字|签章|签署)(?:(?:或|并|、|/)?盖章)?）?：?|(?:承诺人|经办人|申请人)：)"
    r"(?P<rest>[^：（）]{0,8})$"
)
_SENTENCE = re.compile(r"[，。；]|之日|生效|日期")
_NAME = re.compile(r"^[\u3400-\u9fff·]{2,6}$")

Bits = NDArray[np.uint8]


@dataclass(frozen=True)
class _Ink:
    """The strokes of one area, and what they look like.

    Attributes:
        level: share of the strokes' edges that are upright or level.
        height: rows from the 2nd to the 98th percentile of the ink.
        blue: how much bluer the ink is than gray.
    """

    share: float
    height: int
    level: float
    blue: float
    box: tuple[int, int, int, int]


def signatures_of(
    picture: Pixels, pieces: Sequence[Piece], page: int, *, has_layer: bool = False
) -> list[Mark]:
    """Handwriting in the places that ask for it (签名、签字、签章), one a place.

    Args:
        has_layer: the pieces are the page's own text, not read from its picture: they are type.
    """
    marks = []
    for piece in pieces:
        place = _PLACE.search(piece.text)
        if not place or _SENTENCE.search(piece.text) or len(piece.text) > 24:
            continue
        mark = _written_at(picture, piece, place.start("rest"), pieces, page, has_layer)
        marks += [mark] if mark else []
    return marks


def _written_at(
    picture: Pixels, piece: Piece, end: int, pieces: Sequence[Piece], page: int, has_layer: bool
) -> Mark | None:
    """What stands right of a label that ends after `end` letters; None for nothing, or type."""
    unit = _letter(piece, pieces, has_rest=end < len(piece.text))
    label, rest = piece.part(0, end), piece.part(end, len(piece.text))
    share = _label_box(label, unit, picture)
    box = _place_beside(share, unit, picture)
    others = [p for p in pieces if p is not piece and _overlap(p.box, box)]
    printed = [rest, *others] if rest.text else others
    slope = degrees(atan(piece.slope))
    area = _cut(picture, box)
    ink = _look(area, slope, [_within(p.box, box) for p in printed] if has_layer else [])
    if ink is None or ink.share < MIN_INK:
        return None
    type_ = _look(_cut(picture, share), slope, [])
    score = _likeness(ink, type_)
    if type_ is not None and ink.height < _LARGER * type_.height:
        is_read = any(p.confidence >= _SURELY_READ and _NAME.match(p.text) for p in printed)
        score -= 0.8 if is_read else 0.0
    if score <= _IN_TYPE:
        return None
    height, width = picture.shape[:2]
    ix, iy, iw, ih = ink.box
    spot = inside(box[0] + ix / width, box[1] + iy / height, iw / width, ih / height)
    sure = SURE if score >= _BY_HAND else UNSURE
    return Mark(kind="signature", page=page, box=spot, confidence=sure)


def _likeness(ink: _Ink, type_: _Ink | None) -> float:
    """How much the ink is a hand's: surely from `_BY_HAND` on, surely type down to `_IN_TYPE`."""
    if type_ is None:
        return 0.0
    signs = (
        (ink.height / max(1, type_.height) - 1.3) / 0.15,
        (0.8 - ink.level / max(0.01, type_.level)) / 0.12,
        (ink.blue - type_.blue) / 8,
        (ink.share - 0.045) / 0.03,
    )
    return sum(min(3.0, max(low, sign)) for sign, low in zip(signs, (-3, -1.5, 0, 0), strict=True))


def _letter(piece: Piece, pieces: Sequence[Piece], *, has_rest: bool) -> float:
    """How wide a letter of the label is, as a share of the page: as wide as those of the three
    pieces nearest above and below, where the label's own box tells of more because handwriting
    was taken into it."""
    own = piece.box[2] / _weight(piece.text)
    near = sorted(
        (p for p in pieces if p is not piece and len(p.text) >= 4),
        key=lambda p: abs(p.box[1] - piece.box[1]),
    )[:3]
    usual = float(np.median([p.box[2] / _weight(p.text) for p in near])) if near else own
    return usual if own > (_WIDER_WITH_REST if has_rest else _WIDER) * usual else own


def _weight(text: str) -> float:
    return sum(0.55 if ord(c) < 128 else 1.0 for c in text) or 1.0


def _label_box(label: Piece, unit: float, picture: Pixels) -> Share:
    """Where the label ends: at the widest gap in the ink around where its letters should end."""
    x, y, w, h = label.box
    w = min(w, _weight(label.text) * unit)
    around = inside(x + 0.75 * w, y, 0.4 * w, h)
    dark = _dark(_cut(picture, around))
    if not dark.size:
        return x, y, w, h
    empty = np.flatnonzero(np.diff(np.concatenate(([1], dark.any(axis=0).astype(np.int8), [1]))))
    gaps = [(stop - start, start) for start, stop in zip(empty[::2], empty[1::2], strict=False)]
    wide, start = max(gaps, default=(0, 0))
    if wide < _GAP * unit * picture.shape[1]:
        return x, y, w, h
    return x, y, around[0] - x + (start + wide / 2) / picture.shape[1], h


def _place_beside(label: Share, unit: float, picture: Pixels) -> Share:
    """Eleven letters wide and four high, around the middle of the label's line."""
    x, y, w, h = label
    height, width = picture.shape[:2]
    tall = 4 * unit * width / height
    left, middle = x + w, y + h / 2
    return inside(left, max(0.0, middle - tall / 2), min(11 * unit, 1 - left), tall)


def _cut(picture: Pixels, box: Share) -> Pixels:
    height, width = picture.shape[:2]
    x, y, w, h = box
    return picture[
        round(y * height) : round((y + h) * height), round(x * width) : round((x + w) * width)
    ]


def _look(area: Pixels, slope: float, type_boxes: Sequence[Share]) -> _Ink | None:
    """The ink of an area: dark strokes, ruled lines, red ink and known type left out."""
    if min(area.shape[:2]) < 8:
        return None
    gray = np.asarray(cv2.cvtColor(area, cv2.COLOR_RGB2GRAY), np.uint8)
    dark = _dark(area)
    for shape in ((1, max(12, area.shape[1] // 4)), (max(12, area.shape[0] // 2), 1)):
        ruled = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        dark[np.asarray(ruled) > 0] = 0
    height, width = dark.shape
    for x, y, w, h in type_boxes:
        dark[
            max(0, round(y * height) - 2) : round((y + h) * height) + 2,
            max(0, round(x * width) - 2) : round((x + w) * width) + 2,
        ] = 0
    rows, columns = np.nonzero(dark)
    if not len(rows):
        return None
    low, high = np.percentile(rows, (2, 98))
    chosen = area[dark > 0].astype(np.float32)
    return _Ink(
        share=float(dark.mean()),
        height=int(high - low) + 1,
        level=_level(gray, dark, slope),
        blue=float((chosen[:, 2] - chosen[:, :2].mean(axis=1)).mean()),
        box=(int(columns.min()), int(rows.min()), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1),
    )


def _dark(area: Pixels) -> Bits:
    """Where there is ink that is not red: darker than the paper around it, which may lie half in a
    shadow."""
    if not area.size:
        return np.zeros((0, 0), np.uint8)
    gray = np.asarray(cv2.cvtColor(area, cv2.COLOR_RGB2GRAY), np.uint8)
    wide = max(15, area.shape[0] // 3)
    paper = np.asarray(cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones((wide, wide), np.uint8)))
    return ((gray < 0.62 * paper) & (redness(area) < INK_REDNESS)).astype(np.uint8)


def _level(gray: Bits, dark: Bits, slope: float) -> float:
    """Share of the edges near the ink that run along or across the line of the text."""
    smooth = np.asarray(cv2.GaussianBlur(gray, (3, 3), 0), np.float32)
    across, down = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    near = np.asarray(cv2.dilate(dark, np.ones((3, 3), np.uint8))) > 0
    weight = np.hypot(across, down) * near
    turned = (np.degrees(np.arctan2(down, across)) - slope) % 90
    along = np.minimum(turned, 90 - turned) < _LEVEL
    total = float(weight.sum())
    return float((weight * along).sum()) / total if total else 0.0


def _overlap(one: Share, other: Share) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def _within(box: Share, area: Share) -> Share:
    """A box of the page as shares of an area of it."""
    return (
        (box[0] - area[0]) / area[2],
        (box[1] - area[1]) / area[3],
        box[2] / area[2],
        box[3] / area[3],
    )
