"""A table as a file: XLSX with its charts and notes, or CSV. Both block."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from flows.statistics.tables import Cell, Chart, Shape, Table, shown
from foundation.spreadsheets import sheet

_FORMATS: dict[Shape, str] = {
    "int": "#,##0", "decimal": "#,##0.0", "percent": "0.0%", "text": "@", "date": "@",
}  # fmt: skip
_TEAL, _PALE = "0B5468", "EFF7F9"
_LINE = Border(bottom=Side(style="thin", color="D5DEE1"))
HEAD_ROW = 4


def csv_of(table: Table) -> bytes:
    """What is read, not what is calculated with: percentages as on the screen."""
    shapes = [column.shape for column in table.columns]
    rows = [[shown(v, s) for v, s in zip(r, shapes, strict=True)] for r in _all_rows(table)]
    return sheet([column.label for column in table.columns], rows)


def xlsx_of(table: Table) -> bytes:
    """One sheet: title, period, the table with frozen head, totals, charts beside it, notes."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "".join(c for c in table.title if c not in "[]:*?/\\")[:31] or "报表"
    page["A1"], page["A2"] = table.title, table.subtitle
    page["A1"].font = Font(size=16, bold=True, color=_TEAL)
    page["A2"].font = Font(color="52656C")
    _write_head(page, table)
    for number, row in enumerate(table.rows, HEAD_ROW + 1):
        _write_row(page, number, row, table)
    last = HEAD_ROW + len(table.rows)
    if table.totals:
        last += 1
        _write_row(page, last, table.totals, table, bold=True)
    _write_notes(page, table.notes, last + 2)
    for number, chart in enumerate(table.charts):
        _add_chart(page, table, chart, number)
    page.freeze_panes = f"B{HEAD_ROW + 1}"
    _set_paper(page)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _all_rows(table: Table) -> list[list[Cell]]:
    return [*table.rows, *([table.totals] if table.totals else [])]


def _write_head(page: Any, table: Table) -> None:
    for number, column in enumerate(table.columns, 1):
        cell = page.cell(HEAD_ROW, number, column.label)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=_TEAL)
        side = "left" if column.shape in ("text", "date") else "right"
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(number)].width = max(8, column.width)
    page.row_dimensions[HEAD_ROW].height = 32


def _write_row(page: Any, number: int, row: list[Cell], table: Table, bold: bool = False) -> None:
    """A text stays a text: none of it is taken for a formula."""
    for place, (value, column) in enumerate(zip(row, table.columns, strict=True), 1):
        cell = page.cell(number, place)
        if isinstance(value, str):
            cell.value = value
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
        else:
            cell.value = "—" if value is None else value
        cell.number_format = _FORMATS[column.shape]
        is_text = column.shape in ("text", "date")
        cell.alignment = Alignment(
            horizontal="left" if is_text else "right", vertical="center", wrap_text=is_text
        )
        cell.border = _LINE
        if bold:
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=_PALE)


def _write_notes(page: Any, notes: list[str], first: int) -> None:
    for number, note in enumerate(notes, first):
        cell = page.cell(number, 1, note)
        cell.data_type = "s"
        cell.font = Font(size=9, color="6B7D84")


def _add_chart(page: Any, table: Table, chart: Chart, number: int) -> None:
    if not table.rows:
        return
    ids = [column.id for column in table.columns]
    drawn: Any = BarChart() if chart.kind == "bar" else LineChart()
    last = HEAD_ROW + min(len(table.rows), 20)
    for name in chart.y:
        at = ids.index(name) + 1
        values = Reference(page, min_col=at, min_row=HEAD_ROW, max_row=last)
        drawn.add_data(values, titles_from_data=True)
    names = [ids.index(name) + 1 for name in chart.x]
    drawn.set_categories(
        Reference(page, min_col=names[0], max_col=names[-1], min_row=HEAD_ROW + 1, max_row=last)
    )
    drawn.title, drawn.width, drawn.height = chart.title, 22, 9
    drawn.x_axis.delete = drawn.y_axis.delete = False
    beside = get_column_letter(len(ids) + 2)
    page.add_chart(drawn, f"{beside}{HEAD_ROW + number * 20}")


def _set_paper(page: Any) -> None:
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page.oddFooter.center.text = "第 &P 页，共 &N 页"
