"""Reading pictures of pages; each page costs seconds, so there are few."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator

import psutil
import pytest
from PIL import Image

from foundation.reading import (
    PageText,
    Unreadable,
    close_reader,
    ocr,
    read_page,
    read_page_async,
)
from tests.foundation.reading.samples import encoded, official_page


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    yield
    close_reader()
    assert _recognisers() == []


@pytest.fixture(scope="module")
def page() -> PageText:
    return read_page(encoded(official_page()))


def test_red_head_seal_and_letters_under_it(page: PageText) -> None:
    assert page.text.split("\n") == [
        "天河区人民政府文件",
        "特此通知，请遵照执行",
        "经办人黄女士",
        "广州市天河区人民政府",
    ]
    assert page.confidence > 0.9
    assert (page.width, page.height) == (900, 620)


def test_boxes_are_where_the_letters_are(page: PageText) -> None:
    box = next(line.box for line in page.lines if line.text.startswith("特此"))
    assert abs(box.x - 70) < 15
    assert abs(box.y - 195) < 15
    assert abs(box.w - 300) < 30


async def test_turned_by_exif_and_a_blank_page() -> None:
    blank = await read_page_async(encoded(Image.new("RGB", (300, 200), "white")))
    assert blank.lines == ()
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = await read_page_async(
        encoded(Image.new("RGB", (300, 200), "white"), "JPEG", exif=exif)
    )
    assert (turned.width, turned.height) == (200, 300)


def test_bad_pictures_are_refused_and_the_child_lives() -> None:
    read_page(encoded(Image.new("RGB", (50, 50), "white")))
    before = _recognisers()
    for content in (b"", b"\x89PNG\r\n\x1a\n", encoded(official_page())[:2000], b"GIF89a"):
        with pytest.raises(Unreadable, match="打不开"):
            read_page(content)
    bomb = encoded(Image.new("1", (20_000, 20_000)))
    with pytest.raises(Unreadable, match="尺寸过大"):
        read_page(bomb)
    assert _recognisers() == before != []


def test_a_killed_child_is_replaced() -> None:
    white = encoded(Image.new("RGB", (50, 50), "white"))
    read_page(white)
    (first,) = _recognisers()
    psutil.Process(first).kill()
    psutil.wait_procs([psutil.Process(first)], timeout=5)
    assert read_page(white).lines == ()
    assert _recognisers() != [first]


def test_a_child_is_replaced_after_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "PAGES_PER_CHILD", 1)
    white = encoded(Image.new("RGB", (50, 50), "white"))
    read_page(white)
    assert _recognisers() == []


def test_a_silent_child_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "PAGE_SECONDS", 0.01)
    with pytest.raises(Unreadable, match="超时"):
        read_page(encoded(official_page()))
    assert _recognisers() == []


def _in_daemon(pipe: object) -> None:
    pipe.send(read_page(encoded(Image.new("RGB", (50, 50), "white"))).width)  # type: ignore[attr-defined]


def test_a_forked_daemon_opens_its_own() -> None:
    """Celery's prefork workers are daemons, which may have no children by `multiprocessing`."""
    read_page(encoded(Image.new("RGB", (50, 50), "white")))
    ours = _recognisers()
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_in_daemon, args=(sender,), daemon=True)
    process.start()
    assert receiver.poll(60)
    assert receiver.recv() == 50
    process.join(10)
    assert process.exitcode == 0
    assert _recognisers() == ours


def _recognisers() -> list[int]:
    return [
        child.pid
        for child in psutil.Process().children()
        if "foundation.reading.ocr_child" in child.cmdline()
    ]
