"""PDF pages, opened by a child process with limits: their text layer and their picture."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import Generator, Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from foundation.reading.child import Child, ChildDied, ChildSilent, Header
from foundation.reading.pages import Box, Line, PageText, PdfPage, Unreadable

Pictures = Literal["none", "scanned", "all"]


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """What a PDF may cost. The defaults let a 300-page statute through, not a bomb.

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
    "encrypted": "PDF设了打开密码，请去掉密码后再交",
    "damaged": "PDF已损坏，打不开",
    "empty": "PDF里没有页面",
    "memory": "读取PDF需要的内存超过上限，可能是恶意文件",
}


def read_pdf(
    content: bytes, pictures: Pictures = "scanned", limits: PdfLimits = DEFAULT_LIMITS
) -> Generator[PdfPage]:
    """The pages in order, each as soon as it is read; closing the generator ends the child.

    Raises: Unreadable when the file is encrypted, damaged, too long, or costs too much.
    """
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        child = Child(
            "foundation.reading.pdf_child", {**asdict(limits), "pictures": pictures}, stdin=file
        )
        try:
            yield from _pages(child, limits)
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


def _pages(child: Child, limits: PdfLimits) -> Iterator[PdfPage]:
    opened, _ = _answer(child, START_SECONDS, 0)
    count = int(opened["pages"])
    if count > limits.pages:
        raise Unreadable(f"PDF有{count}页，超过上限{limits.pages}页")
    for number in range(1, count + 1):
        header, picture = _answer(child, limits.page_seconds, number)
        lines = [Line(text, Box(*box)) for text, *box in header["lines"]]
        yield PdfPage(
            number=number,
            layer=PageText.arranged(lines, header["width"], header["height"]),
            is_scanned=header["scanned"],
            picture=picture or None,
        )


def _answer(child: Child, seconds: float, number: int) -> tuple[Header, bytes]:
    where = f"第{number}页" if number else "打开文件"
    try:
        header, body = child.receive(seconds)
    except ChildSilent:
        raise Unreadable(f"读取PDF超时（{where}）") from None
    except ChildDied:
        raise Unreadable(f"读取PDF时出错或超出资源上限（{where}），可能是恶意文件") from None
    if refusal := header.get("refused"):
        with contextlib.suppress(KeyError):
            raise Unreadable(_REFUSALS[refusal])
        raise Unreadable("PDF读不出来")
    return header, body
