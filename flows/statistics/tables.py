"""A table as it is printed: columns with their shape, rows, totals, notes, charts. What a screen,
a spreadsheet, a PDF and a mail are made from."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from pydantic import BaseModel

Shape = Literal["text", "int", "decimal", "percent", "date"]
Cell = str | int | float | None
BOUND = 1e15
"""Beyond it a number has no decimals left."""


class Column(BaseModel):
    """`width` in characters, for paper and spreadsheets."""

    id: str
    label: str
    shape: Shape = "int"
    width: int = 12


class Chart(BaseModel):
    """`x` names the columns of the labels, side by side; `y` those drawn."""

    kind: Literal["bar", "line"]
    title: str
    x: list[str]
    y: list[str]


class Table(BaseModel):
    """`totals` has a cell for every column or is empty; `subtitle` tells scope and period."""

    title: str
    subtitle: str = ""
    columns: list[Column]
    rows: list[list[Cell]]
    totals: list[Cell] = []
    notes: list[str] = []
    charts: list[Chart] = []

    def labels(self, names: list[str]) -> list[str]:
        """What a chart's marks are called: the cells of these columns, side by side."""
        columns = [self.column(name) for name in names]
        return [" · ".join(str(cell) for cell in cells) for cells in zip(*columns, strict=True)]

    def column(self, name: str) -> list[Cell]:
        """The cells under a column. Raises: StopIteration."""
        at = next(n for n, column in enumerate(self.columns) if column.id == name)
        return [row[at] for row in self.rows]


def shown(value: Cell, shape: Shape) -> str:
    """A cell as people read it; a dash where nothing could be counted."""
    if value is None:
        return "—"
    if isinstance(value, str):
        return value
    if shape == "percent":
        return f"{_rounded(value * 100, 1):.1f}%"
    if shape == "decimal":
        return f"{_rounded(value, 1):,.1f}"
    return f"{_rounded(value, 0):,.0f}" if shape == "int" else str(value)


def _rounded(value: float, digits: int) -> Decimal:
    """Half away from zero, as people round and as the screen does."""
    if not abs(value) < BOUND:
        return Decimal(value)
    step = Decimal(1).scaleb(-digits)
    return Decimal(repr(round(value, 9))).quantize(step, ROUND_HALF_UP)
