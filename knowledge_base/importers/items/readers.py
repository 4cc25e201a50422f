"""Rows out of files, one at a time; a spoilt row is told and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from knowledge_base.importers.items import json_rows, table_rows
from knowledge_base.importers.items.sniffing import Sniffed

CHUNK, LONGEST_LINE = 64 * 1024, 1_000_000
"""Characters read at once, where a file need not have lines; and a line that is none any more."""

Progress = Callable[[int], object]
"""Told how many more bytes were read."""


@dataclass(frozen=True, slots=True)
class Row:
    """`raw` as it was read, or the text and the `fault` where it could not be."""

    line: int
    raw: Any
    fault: str = ""


def read_rows(path: Path, sniffed: Sniffed, progress: Progress = lambda _: None) -> Iterator[Row]:
    """Every row of the file, `line` from 1.

    Raises: FileRefused when the file as a whole cannot be read.
    """
    if sniffed.format == "xlsx":
        yield from (Row(*found) for found in table_rows.workbook(path))
        progress(path.stat().st_size)
        return
    with path.open(encoding=sniffed.encoding, errors="surrogateescape", newline="") as file:
        size = CHUNK if sniffed.format == "json" else LONGEST_LINE
        lines = _told(file, size, progress)
        read = {"jsonl": json_rows.lines, "json": json_rows.objects}
        yield from (Row(*found) for found in read.get(sniffed.format, table_rows.table)(lines))


def _told(file: TextIO, size: int, progress: Progress) -> Iterator[str]:
    while line := file.readline(size):
        progress(len(line.encode("utf-8", "surrogateescape")))
        yield line
