"""The report of an import: what came in, what was mended, what a person should look at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge_base.importers.items.converters import LABELS
from knowledge_base.importers.items.differences import Changes
from knowledge_base.importers.items.model import (
    VERDICT_LABELS,
    Batch,
    FieldNote,
    ImportedItem,
    Verdict,
)
from knowledge_base.importers.terminal import Cell, short, table

REFUSED_SHOWN, CHANGED_SHOWN = 20, 20
_PARTICULAR = re.compile(r"「[^」]*」|[:：（].*$|\d+")


@dataclass(slots=True)
class Kind:
    """One kind of repair or doubt: how often, and the first row it was seen in."""

    field: str
    verdict: Verdict
    why: str
    sample: FieldNote
    where: str
    count: int = 0


@dataclass(slots=True)
class ImportReport:
    """Counts over all rows of an import; `changes` by source, once they are kept."""

    batches: Sequence[Batch]
    fields: dict[str, Counter[Verdict]] = field(default_factory=dict)
    kinds: list[Kind] = field(default_factory=list)
    changes: dict[str, Changes] = field(default_factory=dict)
    seconds: float = 0.0

    @classmethod
    def of(cls, batches: Sequence[Batch]) -> ImportReport:
        report, kinds = cls(batches), dict[tuple[str, Verdict, str], Kind]()
        for imported in report.items():
            for note in imported.notes:
                report.fields.setdefault(note.field, Counter())[note.verdict] += 1
                if note.verdict in ("repaired", "doubtful"):
                    _count_kind(kinds, note, imported)
        report.kinds = sorted(kinds.values(), key=lambda k: (k.verdict, -k.count))
        return report

    @property
    def rows(self) -> int:
        return sum(batch.rows for batch in self.batches)

    @property
    def is_clean(self) -> bool:
        """Whether every file and row was read."""
        return not any(batch.refused_files or batch.refused_rows for batch in self.batches)

    def items(self) -> list[ImportedItem]:
        return [imported for batch in self.batches for imported in batch.items]

    def text(self) -> str:
        """The report for a terminal."""
        parts = [
            _titled("各字段", table(["字段", *VERDICT_LABELS.values()], self.field_rows())),
            _titled("修整和存疑的种类", table(*self.kind_rows())),
            _titled("没有读入的文件", table(["文件", "原因"], self.file_rows())),
            _titled("没有导入的行", self._refused_table()),
            *(_changes_text(source, changes) for source, changes in self.changes.items()),
            self._summary(),
        ]
        return "\n\n".join(part for part in parts if part)

    def field_rows(self) -> list[list[Cell]]:
        known = [name for name in LABELS if name in self.fields]
        ordered = [*known, *(name for name in self.fields if name not in LABELS)]
        return [
            [LABELS.get(name, name), *(self.fields[name][verdict] for verdict in VERDICT_LABELS)]
            for name in ordered
        ]

    def kind_rows(self) -> tuple[list[str], list[list[Cell]]]:
        rows = [[*_kind_cells(kind)] for kind in self.kinds]
        return ["字段", "结论", "次数", "怎么回事", "例：原值", "例：取值", "例在何处"], rows

    def file_rows(self) -> list[list[Cell]]:
        return [[f.file, f.reason] for batch in self.batches for f in batch.refused_files]

    def refused_rows(self) -> list[list[Cell]]:
        refused = [row for batch in self.batches for row in batch.refused_rows]
        return [[r.file, r.line, short(r.reason, 60), short(r.raw, 40)] for r in refused]

    def _refused_table(self) -> str:
        rows = self.refused_rows()
        shown = table(["文件", "行", "原因", "原文"], rows[:REFUSED_SHOWN])
        more = len(rows) - REFUSED_SHOWN
        return f"{shown}\n…… 另有 {more} 行，见报告文件（--report）" if more > 0 else shown

    def _summary(self) -> str:
        refused = self.rows - len(self.items())
        files = sum(len(batch.refused_files) for batch in self.batches)
        doubtful = sum(counts["doubtful"] for counts in self.fields.values())
        repaired = sum(counts["repaired"] for counts in self.fields.values())
        line = (
            f"共 {self.rows} 行：导入 {len(self.items())}，没有导入 {refused}；"
            f"修整 {repaired} 处，存疑 {doubtful} 处；用时 {self.seconds:.1f} 秒"
        )
        return f"{line}；{files} 个文件没有读入" if files else line


def _count_kind(
    kinds: dict[tuple[str, Verdict, str], Kind], note: FieldNote, imported: ImportedItem
) -> None:
    why = _PARTICULAR.sub("…", note.why)
    key = (note.field, note.verdict, why)
    where = f"{imported.file}:{imported.line}"
    kinds.setdefault(key, Kind(note.field, note.verdict, note.why, note, where)).count += 1


def _kind_cells(kind: Kind) -> Iterator[Cell]:
    yield LABELS.get(kind.field, kind.field)
    yield VERDICT_LABELS[kind.verdict]
    yield kind.count
    yield short(kind.why, 44)
    yield short(kind.sample.raw, 36)
    yield short(_shown(kind.sample.value), 36)
    yield kind.where


def _changes_text(source: str, changes: Changes) -> str:
    counts = (
        f"新增 {len(changes.added)}，改动 {len(changes.changed)}，撤下 {len(changes.withdrawn)}，"
        f"没有变化 {len(changes.unchanged)}"
    )
    if changes.kept_back:
        counts += f"；{len(changes.kept_back)} 个事项这次的行没能读入，保留原来的"
    rows = [
        [code, "、".join(LABELS.get(c.field, c.field) for c in fields)]
        for code, fields in list(changes.changed.items())[:CHANGED_SHOWN]
    ]
    return f"【{source}】{counts}\n{table(['改动的事项', '字段'], rows)}".rstrip()


def _titled(title: str, body: str) -> str:
    return f"【{title}】\n{body}" if body else ""


def _shown(value: Any) -> Any:
    if hasattr(value, "days"):
        return value.explain if value.days is None else f"{value.days}{value.unit}"
    return "、".join(value) if isinstance(value, list) else "（留空）" if value is None else value
