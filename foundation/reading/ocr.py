"""Reading the picture of a page, in children that each hold one recogniser (rapidocr, offline).

The pool is opened on first use, belongs to one process (a forked worker opens its own) and closes
at exit. A recogniser takes about 0.9 GB and 5 to 7 s of one core for an A4 page at 150 dpi
(measured with rapidocr 3.10, PP-OCRv6 small); one page is read by one thread.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import queue
import threading

from foundation.reading.child import Child, ChildDied, ChildSilent
from foundation.reading.pages import Box, Line, PageText, Unreadable

PAGE_SECONDS = 180.0
"""Wall time for one page, recogniser's start included, on a machine that is busy."""
PAGES_PER_CHILD = 200
"""A recogniser is replaced after so many pages, so that its memory stays bounded."""
MEMORY_BYTES = 4 << 30
MAX_PIXELS = 60_000_000

_REFUSALS = {
    "format": "图片打不开，可能已损坏",
    "pixels": "图片尺寸过大",
    "memory": "读取图片需要的内存超过上限",
}


class PageReader:
    """At most `size` children; callers beyond that wait their turn."""

    def __init__(self, size: int) -> None:
        self._idle: queue.LifoQueue[_Recogniser] = queue.LifoQueue()
        self._free = threading.Semaphore(size)
        self._all: set[_Recogniser] = set()

    def read(self, picture: bytes) -> PageText:
        """The lines of a JPEG or PNG. Raises: Unreadable; the next page gets a fresh child."""
        with self._free:
            recogniser = self._take()
            try:
                page = recogniser.read(picture)
            except ChildSilent:
                self._drop(recogniser)
                raise Unreadable("识别图片文字超时") from None
            except ChildDied:
                self._drop(recogniser)
                raise Unreadable("识别图片文字时出错或超出资源上限") from None
            except Unreadable:
                self._idle.put(recogniser)
                raise
            except BaseException:
                self._drop(recogniser)
                raise
            if recogniser.pages >= PAGES_PER_CHILD:
                self._drop(recogniser)
            else:
                self._idle.put(recogniser)
            return page

    def _take(self) -> _Recogniser:
        while True:
            try:
                recogniser = self._idle.get_nowait()
            except queue.Empty:
                recogniser = _Recogniser()
                self._all.add(recogniser)
                return recogniser
            if recogniser.child.process.poll() is None:
                return recogniser
            self._drop(recogniser)

    def _drop(self, recogniser: _Recogniser) -> None:
        recogniser.child.end()
        self._all.discard(recogniser)

    def close(self) -> None:
        """End every child."""
        for recogniser in list(self._all):
            self._drop(recogniser)
        self._idle = queue.LifoQueue()

    def abandon(self) -> None:
        """In a forked process: the children are the parent's, only our copies of pipes go."""
        for recogniser in self._all:
            recogniser.child.let_go()


class _Recogniser:
    def __init__(self) -> None:
        self.child = Child(
            "foundation.reading.ocr_child", {"memory_bytes": MEMORY_BYTES, "pixels": MAX_PIXELS}
        )
        self.pages = 0

    def read(self, picture: bytes) -> PageText:
        self.child.send({}, picture)
        header, _ = self.child.receive(PAGE_SECONDS)
        if refusal := header.get("refused"):
            raise Unreadable(_REFUSALS.get(refusal, "图片读不出来"))
        self.pages += 1
        lines = [
            Line(text, Box(*box), score, slope) for text, score, slope, *box in header["lines"]
        ]
        return PageText.arranged(lines, header["width"], header["height"], header["turn"])


_reader: PageReader | None = None
_opening = threading.Lock()


def read_page(picture: bytes) -> PageText:
    """The text of a page's picture (JPEG or PNG), boxes in the pixels of the upright page.

    Blocks for seconds: in async code use `read_page_async`. Raises: Unreadable.
    """
    return _open().read(picture)


async def read_page_async(picture: bytes) -> PageText:
    """As `read_page`, without holding the event loop. Raises: Unreadable."""
    return await asyncio.to_thread(read_page, picture)


def close_reader() -> None:
    """End the recognisers of this process; the next page opens new ones."""
    global _reader
    with _opening:
        reader, _reader = _reader, None
    if reader is not None:
        reader.close()


def _open() -> PageReader:
    # Here, because children import this package too and start in half the time without.
    from foundation.settings import settings

    global _reader
    with _opening:
        if _reader is None:
            _reader = PageReader(max(1, settings().ocr_processes))
        return _reader


def _after_fork() -> None:
    global _reader, _opening
    if _reader is not None:
        _reader.abandon()
    _reader, _opening = None, threading.Lock()


atexit.register(close_reader)
os.register_at_fork(after_in_child=_after_fork)
