"""The child that holds the recogniser: a picture a frame in, its lines out, until the pipe ends.

Red ink is read apart. Under a red seal black letters are lost to the recogniser unless only the
red channel is read, where red is white; red letters (the head of an official document, 红头) are
then read from the picture as it is, strip by strip. Measured (rapidocr 3.10): a business licence
under its seal 30 of 36 fields, by the red channel 36 of 36.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from foundation.reading.child import limit, read_frame, write_frame

MAX_SIDE = 2400
MIN_SCORE = 0.5
REDNESS = 60
"""How far red stands above green and blue (0 to 255) in ink, not in a tinted background."""
MIN_RED_SHARE = 0.0005
MAX_STRIP_HEIGHT = 0.12
MIN_STRIP_SHAPE = 2.5
"""A strip of red letters is flatter than that (width over height) and lower than this share of
the page; what is neither is a seal."""

Pixels = NDArray[np.uint8]
Found = list[list[Any]]


def main() -> None:
    arguments = json.loads(sys.argv[1])
    limit(arguments["memory_bytes"])
    recogniser = _recogniser()
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        try:
            picture = _decode(frame[1], arguments["pixels"])
            if isinstance(picture, str):
                write_frame(answers, {"refused": picture})
                continue
            height, width = picture.shape[:2]
            lines = read(recogniser, picture)
            write_frame(answers, {"lines": lines, "width": width, "height": height})
        except MemoryError:
            write_frame(answers, {"refused": "memory"})


def read(recogniser: Any, picture: Pixels) -> Found:
    """Lines as [text, score, left, top, width, height]; the picture is RGB."""
    scale = min(1.0, MAX_SIDE / max(picture.shape[:2]))
    small = picture
    if scale < 1.0:
        size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
        small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    red = _redness(small) > REDNESS
    if red.mean() < MIN_RED_SHARE:
        found = _recognise(recogniser, small)
    else:
        found = _recognise(recogniser, _without_red(small))
        for left, top, right, bottom in _strips(red):
            found += _recognise(recogniser, small[top:bottom, left:right], left, top)
    return [[t, s, *(round(v / scale, 1) for v in box)] for t, s, *box in found]


def _recogniser() -> Any:
    from rapidocr import RapidOCR

    one = {f"EngineConfig.onnxruntime.{w}_op_num_threads": 1 for w in ("intra", "inter")}
    return RapidOCR(params={**one, "Global.log_level": "critical", "Global.max_side_len": MAX_SIDE})


def _decode(content: bytes, max_pixels: int) -> Pixels | str:
    """The picture upright in RGB, or the name of the refusal; its size is checked first."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > max_pixels:
                return "pixels"
            upright = ImageOps.exif_transpose(image)
            if upright.mode in ("RGBA", "LA", "P"):
                layered = upright.convert("RGBA")
                upright = Image.new("RGBA", layered.size, "white")
                upright.alpha_composite(layered)
            return np.asarray(upright.convert("RGB"))
    except Image.DecompressionBombError:
        return "pixels"
    except (OSError, ValueError, SyntaxError, TypeError):
        return "format"


def _recognise(recogniser: Any, picture: Pixels, left: int = 0, top: int = 0) -> Found:
    """Lines of an RGB picture whose corner lies at (left, top) of the page."""
    result = recogniser(np.ascontiguousarray(picture[:, :, ::-1]))
    if result.txts is None:
        return []
    found: Found = []
    for text, score, corners in zip(result.txts, result.scores, result.boxes, strict=True):
        if score < MIN_SCORE or not text.strip():
            continue
        x, y = corners.min(axis=0)
        w, h = corners.max(axis=0) - corners.min(axis=0)
        tidy = text.strip().replace("黃", "黄")
        found.append([tidy, float(score), float(x) + left, float(y) + top, float(w), float(h)])
    return found


def _redness(picture: Pixels) -> NDArray[np.int16]:
    channels = picture.astype(np.int16)
    above: NDArray[np.int16] = channels[:, :, 0] - channels[:, :, 1:].max(axis=2)
    return above


def _without_red(picture: Pixels) -> Pixels:
    """The red channel with what is red made white, so that only other ink is left."""
    gray = picture[:, :, 0].copy()
    gray[(_redness(picture) > REDNESS // 2) & (gray > 128)] = 255
    return np.repeat(gray[:, :, None], 3, axis=2)


def _strips(red: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
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
    strips = []
    for x, y, w, h, _area in flat:
        if any(
            sx <= x and sy <= y and x + w <= sx + sw and y + h <= sy + sh
            for sx, sy, sw, sh, _ in seals
        ):
            continue
        margin = max(8, h // 4)
        strips.append(
            (
                max(0, x - margin),
                max(0, y - margin),
                min(page_width, x + w + margin),
                min(page_height, y + h + margin),
            )
        )
    return strips


def _is_flat(part: tuple[int, ...]) -> bool:
    return part[2] >= MIN_STRIP_SHAPE * part[3]


if __name__ == "__main__":
    main()
