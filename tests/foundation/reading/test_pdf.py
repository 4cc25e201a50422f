"""PDF in a child with limits: text layer, pictures, and what must not bring the caller down."""

from __future__ import annotations

import asyncio
import io
import time

import psutil
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from foundation.reading import PdfLimits, Unreadable, read_pdf, read_pdf_async, render_pdf
from tests.foundation.reading.samples import huge_page, pdf, slow_page

TEXT = [
    (72.0, 100.0, "第一条　为了规范便民服务站的管理，制定本办法。"),
    (72.0, 130.0, "第二条　适用于本区。"),
]
SCAN = Image.new("RGB", (620, 877), "white")


def test_text_pages_and_scanned_pages_are_told_apart() -> None:
    pages = list(read_pdf(pdf(TEXT, SCAN, [])))
    assert [(p.number, p.is_scanned, p.picture is not None) for p in pages] == [
        (1, False, False),
        (2, True, True),
        (3, False, False),
    ]
    assert pages[0].layer.text.split("\n") == [text for _, _, text in TEXT]
    box = pages[0].layer.lines[0].box
    assert abs(box.x - 72) < 1
    assert abs(box.bottom - 100) < 4
    assert (round(pages[0].layer.width), round(pages[0].layer.height)) == (595, 842)


def test_cells_of_a_row_are_pieces() -> None:
    page = next(
        iter(read_pdf(pdf([(72, 100, "材料名称"), (300, 100, "份数"), (400, 100, "备注说明")])))
    )
    assert [line.text for line in page.layer.lines] == ["材料名称", "份数", "备注说明"]


def test_pictures_stay_under_the_cap() -> None:
    (page,) = render_pdf(huge_page(), PdfLimits(pixels=1_000_000))
    assert page.picture is not None
    width, height = Image.open(io.BytesIO(page.picture)).size
    assert 900_000 < width * height <= 1_010_000


def test_resolution() -> None:
    (page,) = render_pdf(pdf(SCAN), PdfLimits(dots_per_inch=100))
    assert page.picture is not None
    assert Image.open(io.BytesIO(page.picture)).size == (827, 1170)


def _encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(TEXT))))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "limits", "reason"),
    [
        (b"", PdfLimits(), "已损坏"),
        (b"%PDF-1.7 junk", PdfLimits(), "已损坏"),
        (pdf(TEXT)[:400], PdfLimits(), "已损坏"),
        (_encrypted(), PdfLimits(), "密码"),
        (pdf(*[TEXT] * 5), PdfLimits(pages=4), "PDF有5页，超过上限4页"),
    ],
)
def test_refusals(content: bytes, limits: PdfLimits, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        list(read_pdf(content, limits=limits))


def test_a_bomb_ends_by_memory() -> None:
    with pytest.raises(Unreadable, match=r"内存|资源上限"):
        render_pdf(huge_page(), PdfLimits(pixels=300_000_000, memory_bytes=400 << 20))


def test_a_bomb_ends_by_time() -> None:
    started = time.monotonic()
    with pytest.raises(Unreadable, match=r"超时|资源上限"):
        render_pdf(slow_page(), PdfLimits(page_seconds=2, cpu_seconds=60))
    assert time.monotonic() - started < 30
    assert _pdf_children() == []


def test_a_bomb_ends_by_processor_time() -> None:
    with pytest.raises(Unreadable, match=r"资源上限"):
        render_pdf(slow_page(), PdfLimits(page_seconds=60, cpu_seconds=2))


def test_stopping_early_ends_the_child() -> None:
    pages = read_pdf(pdf(*[TEXT] * 50))
    assert next(pages).number == 1
    pages.close()
    assert _pdf_children() == []


async def test_async_does_not_hold_the_loop() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0.001)

    ticking = asyncio.create_task(tick())
    pages = await read_pdf_async(pdf(TEXT))
    ticking.cancel()
    assert len(pages) == 1
    assert ticks > 2


def _pdf_children() -> list[int]:
    return [
        child.pid
        for child in psutil.Process().children()
        if "foundation.reading.pdf_child" in child.cmdline()
    ]
