"""Pages of a file, each with its text and, where it has one, its picture (upright)."""

from __future__ import annotations

import io
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from PIL import Image, ImageOps

from flows.prereview.documents.quality import Pixels
from flows.prereview.documents.text_files import docx_pages
from flows.prereview.readings import Share
from foundation.reading import (
    Box,
    FileKind,
    PageText,
    PdfLimits,
    PdfPage,
    Unreadable,
    read_ofd,
    read_page,
    read_pdf,
)
from foundation.settings import settings

MAX_PAGES = 60
MAX_SCANNED = 30
"""Pages that must be read from their picture: at two to three seconds each, a minute and a half."""
LIMITS = PdfLimits(pages=MAX_PAGES)
LOOK_SIDE = 1600
"""The longer side, in pixels, of the picture that marks and faults are looked for on."""

ReadPicture = Callable[[bytes], PageText]
Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Page:
    """One page, upright. `picture` is RGB, its size that of the text's boxes or smaller."""

    number: int
    text: PageText
    picture: Pixels | None
    is_photo: bool
    """Taken by a camera or scanner; a page drawn from a text layer has no faults of a photo."""
    stamps: tuple[Share, ...] = ()
    """Where the electronic seals of an OFD are pressed."""


def pages_of(content: bytes, kind: FileKind, read_picture: ReadPicture = read_page) -> list[Page]:
    """Every page in order. Raises: Unreadable with a sentence for the citizen."""
    if kind in (FileKind.JPEG, FileKind.PNG):
        return [_photo(1, content, read_picture)]
    if kind is FileKind.PDF:
        return _drawn_pages(read_pdf(content, "all", LIMITS), read_picture)
    if kind is FileKind.DOCX:
        return [Page(i, text, None, False) for i, text in enumerate(docx_pages(content), 1)]
    if kind is FileKind.OFD:
        return _drawn_pages(read_ofd(content, "all", LIMITS), read_picture)
    raise Unreadable("这种文件识读不了，请转成PDF或拍照后上传")


def _drawn_pages(pages: Generator[PdfPage], read_picture: ReadPicture) -> list[Page]:
    """Pages are read while later ones are still being drawn, as many at once as readers."""
    scanned = 0

    def counted() -> Iterator[PdfPage]:
        nonlocal scanned
        for page in pages:
            if page.undrawn and not page.layer.lines:
                raise Unreadable(f"第{page.number}页的图片格式打不开，请转成PDF或拍照后上传")
            scanned += _must_be_read(page)
            if scanned > MAX_SCANNED:
                raise Unreadable(f"扫描页超过{MAX_SCANNED}页，请只保留与这份材料有关的页面")
            yield page

    return _each(counted(), lambda page: _drawn_page(page, read_picture))


def _drawn_page(page: PdfPage, read_picture: ReadPicture) -> Page:
    stamps = tuple(_share(box, page.layer) for box in page.stamps)
    if page.picture is None:
        return Page(page.number, page.layer, None, False, stamps)
    if _must_be_read(page):
        shot = _photo(page.number, page.picture, read_picture)
        return replace(shot, stamps=stamps if not shot.text.turn else ())
    return Page(page.number, page.layer, _decoded(page.picture, 0), False, stamps)


def _share(box: Box, page: PageText) -> Share:
    """A place in points as shares of the page."""
    left, top = max(0.0, box.x / page.width), max(0.0, box.y / page.height)
    right, bottom = min(1.0, box.right / page.width), min(1.0, box.bottom / page.height)
    return round(left, 4), round(top, 4), round(right - left, 4), round(bottom - top, 4)


def _must_be_read(page: PdfPage) -> bool:
    return page.is_scanned or not _is_legible(page.layer)


def _is_legible(layer: PageText) -> bool:
    """A layer of private or replaced characters is no text (fonts without a table)."""
    letters = [c for line in layer.lines for c in line.text if not c.isspace()]
    bad = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < " " for c in letters)
    return bad <= 0.2 * len(letters)


def _photo(number: int, content: bytes, read_picture: ReadPicture) -> Page:
    text = read_picture(content)
    return Page(number, text, _decoded(content, text.turn), True)


def _decoded(content: bytes, turn: int) -> Pixels:
    """The picture upright, no larger than `LOOK_SIDE`. Raises: Unreadable."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
            image.draft("RGB", (LOOK_SIDE, LOOK_SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, TypeError, Image.DecompressionBombError):
        raise Unreadable("图片打不开，可能已损坏") from None
    upright.thumbnail((LOOK_SIDE, LOOK_SIDE), Image.Resampling.BILINEAR, reducing_gap=1.5)
    return np.ascontiguousarray(np.rot90(np.asarray(upright), -turn // 90))


def _each(things: Iterable[Given], make: Callable[[Given], Made]) -> list[Made]:
    """`make` of each, in order, as many at once as there are readers."""
    with ThreadPoolExecutor(max(1, settings().ocr_processes)) as pool:
        return [future.result() for future in [pool.submit(make, t) for t in things]]
