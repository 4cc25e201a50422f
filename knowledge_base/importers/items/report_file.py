"""The report as a file: JSON with everything, or a sheet of what a person should look at."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic_core import to_jsonable_python

from knowledge_base.importers.items.converters import LABELS
from knowledge_base.importers.items.model import VERDICT_LABELS
from knowledge_base.importers.items.report import ImportReport

HEADER = ["文件", "行", "实施编码", "事项名称", "字段", "结论", "原值", "取值", "说明"]


def write_report(report: ImportReport, path: Path) -> None:
    """By the name's ending: `.csv` for a spreadsheet (UTF-8 with mark), JSON otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            writer.writerows([_harmless(cell) for cell in row] for row in _sheet(report))
        return
    path.write_text(
        json.dumps(to_jsonable_python(_whole(report)), ensure_ascii=False, indent=1), "utf-8"
    )


def _sheet(report: ImportReport) -> Iterator[list[Any]]:
    """A line for each file and row left out, and each value mended, doubted or absent."""
    for batch in report.batches:
        for file in batch.refused_files:
            yield [file.file, "", "", "", "", "没有读入", "", "", file.reason]
        for row in batch.refused_rows:
            yield [
                row.file,
                row.line,
                row.code or "",
                "",
                "",
                "没有导入",
                _cell(row.raw),
                "",
                row.reason,
            ]
    for one in report.items():
        for note in one.notes:
            if note.verdict in ("repaired", "doubtful", "missing"):
                yield [
                    one.file, one.line, one.item.code, one.item.name,
                    LABELS.get(note.field, note.field), VERDICT_LABELS[note.verdict],
                    _cell(note.raw), _cell(note.value), note.why,
                ]  # fmt: skip


def _whole(report: ImportReport) -> dict[str, Any]:
    return {
        "rows": report.rows,
        "imported": len(report.items()),
        "seconds": round(report.seconds, 2),
        "sources": {batch.source: batch.as_of for batch in report.batches if batch.source},
        "fields": {name: dict(counts) for name, counts in report.fields.items()},
        "kinds": [asdict(kind) for kind in report.kinds],
        "changes": {source: asdict(changes) for source, changes in report.changes.items()},
        "refused_files": [asdict(f) for batch in report.batches for f in batch.refused_files],
        "refused_rows": [asdict(r) for batch in report.batches for r in batch.refused_rows],
        "items": [
            {
                "code": one.item.code, "name": one.item.name, "file": one.file, "line": one.line,
                "notes": [asdict(note) for note in one.notes if note.verdict != "imported"],
            }
            for one in report.items()
        ],
    }  # fmt: skip


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(to_jsonable_python(value), ensure_ascii=False)


def _harmless(cell: Any) -> Any:
    """A text that a spreadsheet would take for a formula is shown as the text it is."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@") else cell
