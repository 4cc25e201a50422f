"""Rows into a file, a batch at a time: XLSX as a sheet is written only, CSV as Excel reads it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any, Protocol

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Line = Sequence[str]
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_WIDTH, _WIDEST = 2.2, 46
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Sheet(Protocol):
    """A file being written."""

    def add(self, lines: Sequence[Line]) -> None: ...

    def close(self) -> bytes:
        """The whole file."""
        ...


class XlsxSheet:
    """One worksheet; what was added is not held in memory."""

    def __init__(self, headings: Line) -> None:
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet("办件")
        self._sheet.freeze_panes = "A2"
        for at, heading in enumerate(headings):
            letter = chr(ord("A") + at)
            self._sheet.column_dimensions[letter].width = min(
                max(18.0, len(heading) * _WIDTH), _WIDEST
            )
        self._sheet.append([self._bold(heading) for heading in headings])

    def _bold(self, text: str) -> Any:
        cell = WriteOnlyCell(self._sheet, value=text)
        cell.font = Font(bold=True)
        return cell

    def add(self, lines: Sequence[Line]) -> None:
        for line in lines:
            self._sheet.append([harmless(value) for value in line])

    def close(self) -> bytes:
        file = io.BytesIO()
        self._book.save(file)
        return file.getvalue()


class CsvSheet:
    """UTF-8 with a mark at its head, without which Excel reads Chinese as something else."""

    def __init__(self, headings: Line) -> None:
        self._file = io.StringIO(newline="")
        self._file.write("\ufeff")
        self._writer = csv.writer(self._file)
        self._writer.writerow(headings)

    def add(self, lines: Sequence[Line]) -> None:
        self._writer.writerows([harmless(value) for value in line] for line in lines)

    def close(self) -> bytes:
        return self._file.getvalue().encode()


def sheet(format_: str, headings: Line) -> Sheet:
    return XlsxSheet(headings) if format_ == "xlsx" else CsvSheet(headings)


def harmless(value: str) -> str:
    """A cell that begins like a formula is text: what applicants write never runs in a
    spreadsheet."""
    return f"'{value}" if value.startswith(_FORMULA) else value
