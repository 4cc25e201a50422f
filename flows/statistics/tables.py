"""A table as it is printed: columns with their shape, rows, totals, notes, charts. What a screen,
a spreadsheet, a PDF and a mail are made from."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

Shape = Literal["text", "int", "decimal", "percent", "date"]
Cell = str | int | float | None


class Column(BaseModel):
    """`width` in characters, for paper and spreadsheets."""

    id: str
    label: str
    shape: Shape = "int"
    width: int = 12


class Chart(BaseModel):
    """`x` names the column of the labels, `y` those drawn."""

    kind: Literal["bar", "line"]
    title: str
    x: str
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
        return f"{value * 100:.1f}%"
    if shape == "decimal":
        return f"{value:,.1f}"
    return f"{value:,.0f}" if shape == "int" else str(value)
