"""PDF and OFD pages, opened by a child with limits: their text layer and their picture."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Literal

from foundation.reading.child import Child, ChildDied, ChildSilent, Header
from foundation.reading.pages import Box, Line, PageText, PdfPage, Unreadable

Pictures = Literal["none", "scanned", "all"]


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """What a PDF or OFD may cost. The defaults let a 300-page statute through, not a bomb.

    Attributes:
        pages: more pages are refused.
        pixels: of one picture; a larger page is drawn at a lower resolution.
        page_seconds: wall time that one page may take.
        cpu_seconds, memory_bytes: of the child, over all pages.
        dots_per_inch: of the pictures.
    """

    pages: int = 300
    pixels: int = 12_000_000
    page_seconds: float = 20.0
    cpu_seconds: int = 120
    memory_bytes: int = 1 << 30
    dots_per_inch: int = 150


DEFAULT_LIMITS = PdfLimits()
START_SECONDS = 30.0
"""For Python and pdfium to start and the file to be opened, on a machine that is busy."""

_REFUSALS = {
    "encrypted": "{}设了打开密码，请去掉密码后再交",
    "damaged": "{}已损坏，打不开",
    "empty": "{}里没有页面",
    "memory": "读取{}需要的内存超过上限，可能是恶意文件",
}
_CHILDREN = {"PDF": "foundation.reading.pdf_child", "OFD": "foundation.reading.ofd_child"}
Format = Literal["PDF", "OFD"]


def read_pdf(
    content: bytes, pictures: Pictures = "scanned", limits: PdfLimits = DEFAULT_LIMITS
) -> Generator[PdfPage]:
    """The pages in order, each as soon as it is read; closing the generator ends the child.

    Raises: Unreadable when the file is encrypted, damaged, too long, or costs too much.
    """
    return _opened("PDF", content, pictures, limits)


def page_picture(content: bytes, what: Format, number: int) -> bytes | None:
    """One page drawn (PNG), counted from 1; None beyond the last. Raises: Unreadable."""
    with closing(_opened(what, content, "all", DEFAULT_LIMITS, number)) as pages:
        return next((page.picture for page in pages), None)


def read_ofd(
    content: bytes, pictures: Pictures = "scanned", limits: PdfLimits = DEFAULT_LIMITS
) -> Generator[PdfPage]:
    """As `read_pdf`, the pages of an OFD drawn by ourselves (`foundation.reading.ofd`).

    Raises: Unreadable when the file is damaged, too long, or costs too much.
    """
    return _opened("OFD", content, pictures, limits)


def _opened(
    what: Format, content: bytes, pictures: Pictures, limits: PdfLimits, only: int = 0
) -> Generator[PdfPage]:
    """All pages, or `only` one."""
    arguments = {**asdict(limits), "pictures": pictures, "only": only}
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        child = Child(_CHILDREN[what], arguments, stdin=file)
        try:
            yield from _pages(child, what, limits, only)
        finally:
            child.end()


def render_pdf(content: bytes, limits: PdfLimits = DEFAULT_LIMITS) -> list[PdfPage]:
    """Every page with its picture. Raises: Unreadable."""
    return list(read_pdf(content, "all", limits))


async def read_pdf_async(
    content: bytes, pictures: Pictures = "scanned", limits: PdfLimits = DEFAULT_LIMITS
) -> list[PdfPage]:
    """As `read_pdf`, all pages at once, without holding the event loop. Raises: Unreadable."""
    return await asyncio.to_thread(lambda: list(read_pdf(content, pictures, limits)))


def _pages(child: Child, what: Format, limits: PdfLimits, only: int) -> Iterator[PdfPage]:
    opened, _ = _answer(child, what, START_SECONDS, 0)
    count = int(opened["pages"])
    if count > limits.pages:
        raise Unreadable(f"{what}有{count}页，超过上限{limits.pages}页")
    for number in range(1, count + 1):
        if only not in (0, number):
            continue
        header, picture = _answer(child, what, limits.page_seconds, number)
        lines = [Line(text, Box(*box)) for text, *box in header["lines"]]
        yield PdfPage(
            number=number,
            layer=PageText.arranged(lines, header["width"], header["height"]),
            is_scanned=header["scanned"],
            picture=picture or None,
            stamps=tuple(Box(*box) for box in header.get("stamps", ())),
            undrawn=header.get("undrawn", 0),
        )


def _answer(child: Child, what: Format, seconds: float, number: int) -> tuple[Header, bytes]:
    where = f"第{number}页" if number else "打开文件"
    try:
        header, body = child.receive(seconds)
    except ChildSilent:
        raise Unreadable(f"读取{what}超时（{where}）") from None
    except ChildDied:
        raise Unreadable(f"读取{what}时出错或超出资源上限（{where}），可能是恶意文件") from None
    if refusal := header.get("refused"):
        raise Unreadable(_REFUSALS.get(refusal, "{}读不出来").format(what))
    return header, body
