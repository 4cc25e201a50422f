"""A table on paper, by typst: the same table, the same bytes. Blocks for some tens of ms."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from flows.statistics.tables import Cell, Chart, Table, shown
from foundation.fonts import fonts

_HERE = Path(__file__).parent
_TEMPLATE = _HERE / "report.typ"
DRAWN = 15
"""Bars a chart has room for."""


def pdf_of(table: Table, moment: datetime) -> bytes:
    """`moment` is when the figures were counted. Data are text to the template, never code."""
    shapes = [column.shape for column in table.columns]
    data = {
        "title": table.title,
        "subtitle": table.subtitle,
        "counted": f"{moment:%Y-%m-%d %H:%M}",
        "columns": [
            {"label": c.label, "width": c.width, "left": c.shape in ("text", "date")}
            for c in table.columns
        ],
        "rows": [[shown(v, s) for v, s in zip(r, shapes, strict=True)] for r in table.rows],
        "totals": [shown(v, s) for v, s in zip(table.totals, shapes, strict=bool(table.totals))],
        "notes": table.notes,
        "charts": [drawn for chart in table.charts if (drawn := _drawn(table, chart))],
    }
    given = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    content: bytes = typst.compile(
        _TEMPLATE, root=_HERE, font_paths=fonts(), ignore_system_fonts=True, sys_inputs=given,
        timestamp=int(moment.timestamp()),
    )  # fmt: skip
    return content


def _drawn(table: Table, chart: Chart) -> dict[str, Any] | None:
    """A chart as bars with their lengths in hundredths of the longest, or None of nothing."""
    labels = table.labels(chart.x)
    shapes = {column.id: column.shape for column in table.columns}
    names = {column.id: column.label for column in table.columns}
    series: dict[str, list[Cell]] = {name: table.column(name) for name in chart.y}
    numbers = [v for cells in series.values() for v in cells[:DRAWN] if isinstance(v, int | float)]
    longest = max((abs(v) for v in numbers), default=0)
    if not longest:
        return None
    return {
        "title": chart.title,
        "names": [names[name] for name in chart.y],
        "rows": [
            {
                "label": label,
                "bars": [
                    {"said": shown(cells[n], shapes[name]), "part": _part(cells[n], longest)}
                    for name, cells in series.items()
                ],
            }
            for n, label in enumerate(labels[:DRAWN])
        ],
    }


def _part(value: Cell, longest: float) -> float:
    return round(100 * abs(value) / longest, 2) if isinstance(value, int | float) else 0.0
