"""Rows of tables: separated text and workbooks, the first row naming the columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from knowledge_base.importers.items.json_rows import Found
from knowledge_base.importers.items.sniffing import FileRefused

LONGEST_CELL = 1_000_000
_SWALLOWED = re.compile(r"\n\W?\d{8}[0-9A-Z]{23}")
"""A line that begins with an 实施编码, inside one cell: a quotation mark was never closed."""


class _Remembered:
    """Lines as they are taken, so that a row that cannot be parted is still there to be shown."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.taken: list[str] = []

    def __iter__(self) -> _Remembered:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.taken.append(line)
        return line


def table(lines: Iterator[str]) -> Iterator[Found]:
    """Rows of text separated by commas, tabs, semicolons or bars."""
    header = next(lines, "")
    separator = max(",\t;|", key=header.count)
    if not header.count(separator):
        raise FileRefused("认不出格式：不是 JSON，第一行也不像用逗号分隔的表头")
    remembered = _Remembered(chain([header], lines))
    csv.field_size_limit(LONGEST_CELL)
    yield from _under_header(_parted(csv.reader(remembered, delimiter=separator), remembered))


def _parted(reader: Any, remembered: _Remembered) -> Iterator[tuple[int, list[Any], str]]:
    """Rows with the line each ends on and, where it could not be parted, the fault."""
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield reader.line_num, ["".join(remembered.taken)], "表格的这一行读不出来"
        else:
            swallowed = any("\n" in cell and _SWALLOWED.search(cell) for cell in cells)
            fault = "引号没有闭合，把后面的行也并了进来" if swallowed else ""
            yield reader.line_num, cells, fault
        remembered.taken.clear()


def _under_header(rows: Iterator[tuple[int, list[Any], str]]) -> Iterator[Found]:
    _, header, _ = next(rows, (0, [], ""))
    names = [str(name or "").strip("\ufeff \t\r\n\"'") for name in header]
    if repeated := sorted({name for name in names if name and names.count(name) > 1}):
        raise FileRefused(f"表头有重复的列：{'、'.join(repeated)}")
    names = [name or f"第{i}列" for i, name in enumerate(names, 1)]
    for line, cells, unparted in rows:
        if not any(str(cell or "").strip() for cell in cells):
            continue
        raw = dict(zip(names, map(_readable, cells), strict=False))
        beyond = [c for c in cells[len(names) :] if str(c or "").strip()]
        if beyond:
            raw["多出的格"] = beyond
        yield line, raw, unparted or _fault(cells, len(beyond), len(names) - len(cells))


def _fault(cells: list[Any], beyond: int, lacking: int) -> str:
    if any("\ud800" <= c <= "\udfff" for cell in cells for c in str(cell)):
        return "这一行里有不合编码的字节"
    if lacking > 0 and any('"' in str(cell) for cell in cells):
        return f"比表头少{lacking}格，引号没有成对"
    return f"比表头多出{beyond}格，可能有没加引号的分隔符" if beyond else ""


def workbook(path: Path) -> Iterator[Found]:
    """The first sheet of a workbook; formulas as the values last computed."""
    try:
        book = load_workbook(BytesIO(path.read_bytes()), read_only=True, data_only=True)
    except Exception as error:  # whatever its many parts raise
        raise FileRefused("工作簿打不开，可能已损坏") from error
    try:
        if not book.worksheets:
            raise FileRefused("工作簿里没有表")
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = enumerate(sheet.iter_rows(values_only=True), 1)
        yield from _under_header((number, list(cells), "") for number, cells in rows)
    finally:
        book.close()


def _readable(cell: Any) -> Any:
    """A value that can be kept as JSON, without the bytes that are no text."""
    if isinstance(cell, str):
        return cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return cell if cell is None or isinstance(cell, (bool, int, float)) else str(cell)
