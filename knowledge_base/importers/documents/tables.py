"""Tables as text: a row a line, so that a passage can be quoted."""

from __future__ import annotations

from collections.abc import Sequence


def rows_text(rows: Sequence[Sequence[str]]) -> str:
    """Two columns as 「name：value」, more with bars between; empty rows are dropped."""
    full = [row for row in rows if any(row)]
    width = max((len(row) for row in full), default=0)
    return "\n".join(_row(row, width) for row in full)


def _row(row: Sequence[str], width: int) -> str:
    cells = [cell for cell in row if cell] if width <= 2 else list(row)
    if width == 2 and len(cells) == 2:
        return f"{cells[0].rstrip('：:')}：{cells[1]}"
    return " | ".join(cells).strip(" |") if len(cells) > 1 else "".join(cells)
