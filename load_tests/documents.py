"""Real small files for uploads, drawn in memory: each a page with its own text."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

_PAGE = (620, 877)  # A4 at 75 dots an inch


def jpeg(words: str) -> bytes:
    """A photo-like JPEG of a page with these (ASCII) words."""
    return _drawn(words, "JPEG")


def pdf(words: str) -> bytes:
    """A one-page PDF with these (ASCII) words."""
    return _drawn(words, "PDF")


def _drawn(words: str, kind: str) -> bytes:
    page = Image.new("RGB", _PAGE, "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((40, 40, _PAGE[0] - 40, _PAGE[1] - 40), outline="black", width=2)
    pen.text((80, 100), words, fill="black")
    buffer = io.BytesIO()
    page.save(buffer, kind)
    return buffer.getvalue()
