"""Import of item files: read, check, report; keeping them is somebody else's."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from foundation.clock import GUANGZHOU
from knowledge_base.importers.items.differences import Changes
from knowledge_base.importers.items.mapping import Mapping, mapping_for
from knowledge_base.importers.items.model import (
    Batch,
    ImportedItem,
    RefusedFile,
    RefusedRow,
)
from knowledge_base.importers.items.readers import Progress, Row, read_rows
from knowledge_base.importers.items.report import ImportReport
from knowledge_base.importers.items.rows import RowRefused, code_within, read_row
from knowledge_base.importers.items.sniffing import FileRefused, sniff

SIZE_CAP = 200_000_000


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How files are read.

    Attributes:
        mapping: of an own source; known sources are recognised.
        as_of: the day the files speak of; without it, the day each was last written.
        source: name the entries are kept under; without it, the mapping's.
        is_partial: the files do not hold the whole catalogue: withdraw nothing.
        allow_withdrawals: withdraw even more than a fifth.
        size_cap: bytes a file may have.
    """

    mapping: Mapping | None = None
    as_of: date | None = None
    source: str | None = None
    is_partial: bool = False
    allow_withdrawals: bool = False
    size_cap: int = SIZE_CAP


Keep = Callable[[Batch, ImportOptions], Awaitable[Changes]]
"""Keeps one batch and says what changed. It may raise `TooManyWithdrawn`."""


@dataclass(slots=True)
class _Reading:
    """What is read so far: one batch a source, and where each code was first seen."""

    options: ImportOptions
    batches: dict[str, Batch] = field(default_factory=dict)
    loose: Batch = field(default_factory=lambda: Batch("", date.min))
    seen: dict[str, ImportedItem] = field(default_factory=dict)

    def batch_for(self, mapping: Mapping, as_of: date) -> Batch:
        name = self.options.source or mapping.name
        batch = self.batches.setdefault(name, Batch(name, as_of))
        batch.as_of = max(batch.as_of, as_of)
        return batch


async def import_items(
    paths: Sequence[Path], options: ImportOptions, keep: Keep | None = None
) -> ImportReport:
    """Read the files, keep each source's items, and report. Without `keep` nothing is written.

    A file or row that cannot be read is in the report with its reason; the others go on.
    Raises: whatever `keep` raises.
    """
    began = time.perf_counter()
    batches = read_files(paths, options)
    report = ImportReport.of(batches)
    for batch in batches:
        if keep is not None and batch.items:
            report.changes[batch.source] = await keep(batch, options)
    report.seconds = time.perf_counter() - began
    return report


def read_files(paths: Sequence[Path], options: ImportOptions) -> list[Batch]:
    """One batch a source. The newest file is read first: of a code seen twice, the first stays.

    Where a file was refused, or a row whose code cannot be told, no batch is whole: what is absent
    may have stood there.
    """
    reading = _Reading(options)
    dated = sorted(
        ((_day_of(path, options), path) for path in paths), key=lambda d: d[0], reverse=True
    )
    for as_of, path in dated:
        try:
            _read_file(path, as_of, reading)
        except FileRefused as refusal:
            reading.loose.refused_files.append(RefusedFile(path.name, str(refusal)))
    batches = [*reading.batches.values()]
    if reading.loose.refused_files or reading.loose.refused_rows:
        batches.append(reading.loose)
    is_whole = not reading.loose.refused_files and all(
        row.code for batch in batches for row in batch.refused_rows
    )
    for batch in batches:
        batch.is_whole = is_whole
    return batches


def _day_of(path: Path, options: ImportOptions) -> date:
    if options.as_of:
        return options.as_of
    return (
        datetime.fromtimestamp(path.stat().st_mtime, GUANGZHOU).date()
        if path.exists()
        else date.min
    )


def _read_file(path: Path, as_of: date, reading: _Reading) -> None:
    sniffed = sniff(path, reading.options.size_cap)
    mapping = reading.options.mapping
    for row in _with_progress(path, lambda told: read_rows(path, sniffed, told)):
        if row.fault:
            batch = reading.batch_for(mapping, as_of) if mapping else reading.loose
            code = code_within(row.raw)
            batch.refused_rows.append(RefusedRow(path.name, row.line, row.fault, row.raw, code))
            continue
        mapping = mapping or _recognised(row.raw)
        _read_row(row, path, mapping, as_of, reading)


def _recognised(raw: dict[str, Any]) -> Mapping:
    mapping = mapping_for(raw)
    if mapping is None:
        columns = "、".join(list(raw)[:8])
        raise FileRefused(
            f"认不出这是哪种事项数据（有{columns}等列），请用 --mapping 指定字段对照表"
        )
    return mapping


def _read_row(row: Row, path: Path, mapping: Mapping, as_of: date, reading: _Reading) -> None:
    batch = reading.batch_for(mapping, as_of)

    def refuse(reason: str, code: str | None) -> None:
        known = code or code_within(row.raw)
        batch.refused_rows.append(RefusedRow(path.name, row.line, reason, row.raw, known))

    try:
        item, notes = read_row(row.raw, mapping, as_of)
    except RowRefused as refusal:
        return refuse(str(refusal), refusal.code)
    if first := reading.seen.get(item.code):
        same = "内容相同" if first.raw == row.raw else "内容不同，取前者"
        return refuse(f"实施编码与{first.file}第{first.line}行重复，{same}", item.code)
    imported = ImportedItem(item, row.raw, notes, path.name, row.line)
    reading.seen[item.code] = imported
    batch.items.append(imported)
    return None


def _with_progress(path: Path, rows: Callable[[Progress], Iterator[Row]]) -> Iterator[Row]:
    """The rows, with a bar on a terminal and nothing elsewhere."""
    total = path.stat().st_size
    with tqdm(total=total, desc=path.name, unit="B", unit_scale=True, disable=None) as bar:
        yield from rows(bar.update)
