"""What an import comes to: items with a note on each field, and what had to be refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from knowledge_base.schemas import BriefItem

Raw = Mapping[str, Any]
"""One row as it was handed over, untouched."""

Verdict = Literal["imported", "repaired", "doubtful", "missing", "raw_only"]

VERDICT_LABELS: dict[Verdict, str] = {
    "imported": "照原样",
    "repaired": "已修整",
    "doubtful": "存疑",
    "missing": "没有",
    "raw_only": "仅存原文",
}


@dataclass(frozen=True, slots=True)
class FieldNote:
    """What became of one value of a row.

    Attributes:
        field: the field of `BriefItem`; the column itself where no field takes it.
        verdict: `imported` as it was, `repaired` (meaning unchanged), `doubtful` (a person should
            look), `missing` (upstream says nothing), `raw_only` (kept in `raw`, not in the item).
        raw: the value handed over.
        value: what the item holds of it.
        why: in Chinese, for the person who reads the report.
        column: the column it stood in; empty where it was derived.
    """

    field: str
    verdict: Verdict
    raw: Any
    value: Any
    why: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """One row that became an item; `line` counts from 1 in `file`."""

    item: BriefItem
    raw: Raw
    notes: list[FieldNote]
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row that cannot become an item; nothing of it is thrown away.

    `code` is its 实施编码 where it could be read, so that a spoilt row never counts as withdrawn.
    """

    file: str
    line: int
    reason: str
    raw: Any
    code: str | None = None


@dataclass(frozen=True, slots=True)
class RefusedFile:
    file: str
    reason: str


@dataclass(slots=True)
class Batch:
    """Everything read from the files of one import, one code once.

    `is_whole` tells whether what is absent here may be taken for withdrawn.
    """

    source: str
    as_of: date
    items: list[ImportedItem] = field(default_factory=list)
    refused_rows: list[RefusedRow] = field(default_factory=list)
    refused_files: list[RefusedFile] = field(default_factory=list)
    is_whole: bool = True

    @property
    def rows(self) -> int:
        return len(self.items) + len(self.refused_rows)
