"""The one writer of an index: builds it anew, or changes a few documents of it."""

from __future__ import annotations

import fcntl
import shutil
import time
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from knowledge_base.search.absorb import Absorber
from knowledge_base.search.building import Builder
from knowledge_base.search.document import SearchDocument
from knowledge_base.search.generation import Generation, IndexMissing, State, current, replace_file

Progress = Callable[[str, int, int], None]
"""Told the step, how much of it is done and how much there is (0 where nobody knows)."""


class IndexBusy(Exception):
    """Another process, or another writer of this one, is writing."""


class IndexWriter:
    """Used in a `with` block; holds the folder's lock until its end.

    Args:
        root: the index's folder, made where it is missing.
        wait_seconds: how long to wait for another writer to finish.

    Raises: IndexBusy.
    """

    def __init__(self, root: Path, wait_seconds: float = 0.0) -> None:
        self._root = root
        root.mkdir(parents=True, exist_ok=True)
        self._lock = (root / "lock").open("wb")
        _take(self._lock, wait_seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lock.close()

    def state(self) -> State | None:
        """What the generation in use holds; None where there is none yet."""
        with suppress(IndexMissing):
            return current(self._root).state()
        return None

    def rebuild(
        self,
        documents: Iterable[SearchDocument],
        progress: Progress | None = None,
        source: str = "",
    ) -> int:
        """Build a new generation and let it take the place of the old one; returns its size.

        Vectors of texts the old generation knew are taken over. `source` is remembered in the
        state, for whoever asks whether the index is current.
        """
        before = self._current()
        made = Generation(self._root / f"{time.strftime('%Y%m%dT%H%M%S')}-{uuid.uuid4().hex[:8]}")
        made.folder.mkdir()
        count = Builder(made, before, progress or _silent).build(documents, source)
        replace_file(self._root / "current", made.folder.name.encode())
        self._sweep(made, before)
        return count

    def apply(self, documents: Iterable[SearchDocument] = (), deleted: Iterable[str] = ()) -> None:
        """Put in or replace documents, take away keys; readers see all of it or nothing.

        Raises: IndexMissing when nothing was built yet.
        """
        absorber = Absorber(current(self._root))
        absorber.recover()
        absorber.absorb([*deleted, *documents])

    def _current(self) -> Generation | None:
        with suppress(IndexMissing):
            return current(self._root)
        return None

    def _sweep(self, *kept: Generation | None) -> None:
        """Take away what no reader can still be opening: all but this and the last generation."""
        names = {g.folder for g in kept if g}
        for folder in self._root.iterdir():
            if folder.is_dir() and folder not in names:
                shutil.rmtree(folder, ignore_errors=True)


def _take(lock: BinaryIO, wait_seconds: float) -> None:
    until = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= until:
                lock.close()
                raise IndexBusy("检索索引正在由另一个进程更新，请稍后再试") from error
            time.sleep(0.05)


def _silent(_step: str, _done: int, _total: int) -> None:
    """Nobody is watching."""
