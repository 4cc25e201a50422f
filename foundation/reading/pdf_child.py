"""The child that holds pdfium: reads a PDF from standard input, answers a frame a page."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from foundation.reading.child import Header, limit, write_frame

MIN_LAYER_CHARACTERS = 20
"""Fewer on a page that also shows a picture: a scan, perhaps with a stamp or page number on it."""
MANY_PATHS = 100
"""Drawings so many that they may be letters turned into outlines."""
MAX_CHARACTERS = 100_000
GAP_HEIGHTS = 1.2
"""A space wider than so many character heights parts two pieces (cells, columns)."""
_LINE_ENDS = {10, 13}
_SOFT_HYPHEN_OF_PDFIUM = 0x02


def main() -> None:
    arguments = json.loads(sys.argv[1])
    limit(arguments["memory_bytes"], arguments["cpu_seconds"])
    answers = sys.stdout.buffer
    try:
        document = pdfium.PdfDocument(sys.stdin.buffer.read())
        count = len(document)
    except pdfium.PdfiumError as error:
        encrypted = "password" in str(error).lower()
        write_frame(answers, {"refused": "encrypted" if encrypted else "damaged"})
        return
    except MemoryError:
        write_frame(answers, {"refused": "memory"})
        return
    if not count:
        write_frame(answers, {"refused": "empty"})
        return
    write_frame(answers, {"pages": count})
    if count > arguments["pages"] or arguments["only"] > count:
        return
    only = arguments["only"]
    for number in range(only - 1, only) if only else range(count):
        try:
            write_frame(answers, *_read(document, number, arguments))
        except MemoryError:
            write_frame(answers, {"refused": "memory"})
            return
        except pdfium.PdfiumError:
            write_frame(answers, {"refused": "damaged"})
            return


def _read(document: pdfium.PdfDocument, number: int, arguments: Header) -> tuple[Header, bytes]:
    page = document[number]
    try:
        width, height = page.get_size()
        lines = _lines(page, height)
        length = sum(len(text.strip()) for text, *_ in lines)
        scanned = length < MIN_LAYER_CHARACTERS and _shows_pictures(page)
        wanted = arguments["pictures"]
        draw = wanted == "all" or (wanted == "scanned" and scanned)
        picture = drawn(page, width, height, arguments) if draw else b""
    finally:
        page.close()
    return {"lines": lines, "width": width, "height": height, "scanned": scanned}, picture


def _shows_pictures(page: pdfium.PdfPage) -> bool:
    """Pictures, or drawings so many that they may be letters turned into outlines."""
    paths = 0
    for thing in page.get_objects(max_depth=3):
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            return True
        paths += thing.type == raw.FPDF_PAGEOBJ_PATH
        if paths > MANY_PATHS:
            return True
    return False


def drawn(page: pdfium.PdfPage, width: float, height: float, arguments: Header) -> bytes:
    """The page as PNG, at the resolution wanted or, where it is larger, within `pixels`."""
    scale = arguments["dots_per_inch"] / 72
    pixels = width * height * scale * scale
    if pixels > arguments["pixels"]:
        scale *= (arguments["pixels"] / pixels) ** 0.5
    image = page.render(scale=scale).to_pil().convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _lines(page: pdfium.PdfPage, height: float) -> list[list[Any]]:
    """Pieces of text as [text, left, top, width, height] in points from the top left."""
    text_page = page.get_textpage()
    pieces: list[list[Any]] = []
    current: list[tuple[str, float, float, float, float]] = []
    try:
        for index in range(min(text_page.count_chars(), MAX_CHARACTERS)):
            code = raw.FPDFText_GetUnicode(text_page, index)
            if code in _LINE_ENDS:
                _close(pieces, current, height)
                continue
            if code in (0, _SOFT_HYPHEN_OF_PDFIUM):
                continue
            left, bottom, right, top = text_page.get_charbox(index, loose=True)
            if current and left - current[-1][3] > GAP_HEIGHTS * max(top - bottom, 1.0):
                _close(pieces, current, height)
            current.append((chr(code), left, bottom, right, top))
        _close(pieces, current, height)
    finally:
        text_page.close()
    return pieces


def _close(
    pieces: list[list[Any]],
    current: list[tuple[str, float, float, float, float]],
    height: float,
) -> None:
    """End the piece being gathered; one of blanks only is dropped."""
    text = (
        "".join(c[0] for c in current).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    )
    solid = [c for c in current if not c[0].isspace()]
    current.clear()
    if not solid:
        return
    left, bottom = min(c[1] for c in solid), min(c[2] for c in solid)
    right, top = max(c[3] for c in solid), max(c[4] for c in solid)
    box = [round(v, 1) for v in (left, height - top, right - left, top - bottom)]
    pieces.append([text.strip(" \t\r\n"), *box])


if __name__ == "__main__":
    main()
