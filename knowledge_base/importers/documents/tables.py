"""Tables as text: a row a line, so that a passage can be quoted; tables of answers as such."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge_base.importers.documents.blocks import Block

Rows = Sequence[Sequence[str]]
_ASKED = re.compile(r"(?:常见|热点|咨询)?(?:问题|提问|问)(?:描述|内容|名称)?")
_ANSWERED = re.compile(r"(?:参考)?(?:答案|答复|解答|回答|回复|答)(?:内容|口径)?")


def table_blocks(rows: Rows) -> Iterator[Block]:
    """One block of the table, or questions and answers where its head says that it holds such."""
    full = [row for row in rows if any(row)]
    columns = _answer_columns(full[0]) if len(full) > 1 else None
    if columns is None:
        if text := rows_text(full):
            yield Block(text, "table")
        return
    asked, answered = columns
    for row in full[1:]:
        if len(row) <= max(columns) or not (row[asked] and row[answered]):
            yield Block(rows_text([row]), "table")
            continue
        yield Block(row[asked], "question")
        others = [cell for at, cell in enumerate(row) if at not in columns and _tells(cell)]
        yield Block("\n".join([row[answered], *others]), "answer")


def _answer_columns(head: Sequence[str]) -> tuple[int, int] | None:
    bare = [re.sub(r"\s", "", cell) for cell in head]
    asked = next((at for at, cell in enumerate(bare) if _ASKED.fullmatch(cell)), None)
    answered = next((at for at, cell in enumerate(bare) if _ANSWERED.fullmatch(cell)), None)
    return (asked, answered) if asked is not None and answered is not None else None


def _tells(cell: str) -> bool:
    """A running number in a column of its own tells nothing."""
    return bool(cell) and not cell.strip(".、").isdecimal()


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
