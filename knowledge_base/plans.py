"""What an import would bring, read and reported before anybody agrees to it.

A plan is plain data: it is kept until a second person has looked at its report, and carried out
exactly as it was read.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.clock import today
from knowledge_base import imports
from knowledge_base.importers.documents import DocumentReport
from knowledge_base.importers.documents import ImportOptions as DocumentOptions
from knowledge_base.importers.documents.importing import read_documents
from knowledge_base.importers.items.differences import Changes, TooManyWithdrawn
from knowledge_base.importers.items.importing import ImportOptions, read_files
from knowledge_base.importers.items.model import Batch
from knowledge_base.importers.items.report import ImportReport
from knowledge_base.importers.regions import read_regions
from knowledge_base.keeping import Actor, Brought, bring
from knowledge_base.pieces import Piece, ShapeName, piece_of
from knowledge_base.publishing import tell_search
from knowledge_base.regions.model import Level
from knowledge_base.regions.model import Region as KnownRegion

ImportKind = Literal["item", "document", "region"]
MOST_ROWS = 200
"""Rows of one table of a report; the rest is counted."""


class PlannedPiece(BaseModel):
    shape: ShapeName
    body: dict[str, Any]
    raw: Any = None


class PlannedRegion(BaseModel):
    code: str
    name: str
    level: Level
    parent: str


class PlannedSource(BaseModel):
    """Pieces of one source; `is_whole`: what it no longer has is withdrawn, `spared` excepted."""

    origin: str
    name: str
    note: str = ""
    pieces: list[PlannedPiece]
    is_whole: bool = False
    spared: list[str] = []


class Table(BaseModel):
    title: str
    columns: list[str]
    rows: list[list[str]]


class Report(BaseModel):
    """`summary`: counts under the words people read them by."""

    summary: dict[str, int] = {}
    tables: list[Table] = []


class Plan(BaseModel):
    sources: list[PlannedSource] = []
    regions: list[PlannedRegion] = []
    report: Report


async def plan_import(session: AsyncSession, kind: ImportKind, paths: Sequence[Path]) -> Plan:
    """Read files and tell what they would change. Files that cannot be read are in the report."""
    return await _PLANNERS[kind](session, paths)


async def carry_out(session: AsyncSession, plan: Plan) -> dict[str, int]:
    """Bring what was planned; returns counts for the report."""
    counts: dict[str, int] = {}
    for source in plan.sources:
        pieces = [Piece(p.shape, piece_of(p.shape, p.body).content, p.raw) for p in source.pieces]
        brought = await bring(
            session,
            pieces,
            Actor(source.origin, source.name),
            note=source.note,
            is_whole=source.is_whole,
            spared=source.spared,
        )
        if brought.published:
            tell_search(session, brought.published)
        for label, count in _counts(brought).items():
            counts[label] = counts.get(label, 0) + count
    if plan.regions:
        known = [KnownRegion(r.code, r.name, r.level, r.parent) for r in plan.regions]
        counts["写入"] = await imports.put_regions(session, known)
    return counts


async def _plan_items(session: AsyncSession, paths: Sequence[Path]) -> Plan:
    options = ImportOptions(as_of=today())
    batches = read_files(paths, options)
    report = ImportReport.of(batches)
    summary: dict[str, int] = {}
    sources = []
    warnings: list[list[str]] = []
    for batch in batches:
        changes, is_part = await _changes(session, batch, options, warnings)
        for label, count in imports.summary_of(batch, changes).items():
            summary[label] = summary.get(label, 0) + count
        if batch.items:
            sources.append(_source_of(batch, changes, is_part))
    tables = [
        _table("请注意", ["说明"], warnings),
        _table(
            "各字段", ["字段", "照原样", "已修整", "存疑", "没有", "仅存原文"], report.field_rows()
        ),
        _table("修整和存疑的种类", *report.kind_rows()),
        _table("没有读入的文件", ["文件", "原因"], report.file_rows()),
        _table("没有导入的行", ["文件", "行", "原因", "原文"], report.refused_rows()),
    ]
    return Plan(
        sources=sources,
        report=Report(summary=summary, tables=[table for table in tables if table.rows]),
    )


async def _changes(
    session: AsyncSession, batch: Batch, options: ImportOptions, warnings: list[list[str]]
) -> tuple[Changes, bool]:
    """What a batch changes, and whether it must be taken for a part of its catalogue."""
    try:
        return await imports.changes_of(session, batch, options), not batch.is_whole
    except TooManyWithdrawn as guarded:
        words = str(guarded).split("，没有导入")[0]
        warnings.append([f"{words}。已按「只是一部分」处理，不会撤下任何事项。"])
        partial = ImportOptions(as_of=options.as_of, is_partial=True)
        return await imports.changes_of(session, batch, partial), True


def _source_of(batch: Batch, changes: Changes, is_part: bool) -> PlannedSource:
    return PlannedSource(
        origin=imports.origin_of(batch.source),
        name=f"导入：{batch.source}",
        note=f"数据日期{batch.as_of:%Y-%m-%d}",
        pieces=[
            PlannedPiece(
                shape="brief", body=Piece("brief", imported.item).body(), raw=dict(imported.raw)
            )
            for imported in batch.items
        ],
        is_whole=not is_part,
        spared=changes.kept_back,
    )


async def _plan_documents(session: AsyncSession, paths: Sequence[Path]) -> Plan:
    read = read_documents(paths, DocumentOptions())
    documents = [d.document for d in read.documents if d.document]
    return Plan(
        sources=[
            PlannedSource(
                origin=imports.DOCUMENTS.id,
                name=imports.DOCUMENTS.name,
                pieces=[
                    PlannedPiece(shape="document", body=Piece("document", d).body())
                    for d in documents
                ],
            )
        ]
        if documents
        else [],
        report=_document_report(read),
    )


def _document_report(read: DocumentReport) -> Report:
    files = [
        [
            result.source_name,
            result.document.title,
            result.document.document_number or "",
            str(len(result.document.articles)),
        ]
        for result in read.documents
        if result.document
    ]
    doubts = [
        [result.source_name, note.message, note.evidence or ""]
        for result in read.of("doubtful")
        for note in result.notes
        if note.doubtful
    ]
    doubles = [
        [result.source_name, result.duplicate_of or "", result.notes[-1].message]
        for result in read.of("duplicate")
    ]
    refused = [[result.source_name, result.refusal or ""] for result in read.of("refused")]
    tables = [
        _table("读到的文件", ["文件", "标题", "文号", "条文数"], files),
        _table("疑点", ["文件", "疑点", "依据"], doubts),
        _table("重复的文件", ["文件", "与它是同一份", "条文"], doubles),
        _table("没有读取", ["文件", "原因"], refused),
    ]
    return Report(
        summary={
            "读到": len(read.documents),
            "有疑点": len(read.of("doubtful")),
            "重复": len(doubles),
            "没有读取": len(refused),
        },
        tables=[table for table in tables if table.rows],
    )


async def _plan_regions(_session: AsyncSession, paths: Sequence[Path]) -> Plan:
    read = read_regions(paths)
    refused = [[f.file, f.reason] for f in read.refused_files]
    refused += [[f"{r.file} 第{r.line}行", r.reason] for r in read.refused_rows]
    return Plan(
        regions=[
            PlannedRegion(code=r.code, name=r.name, level=r.level, parent=r.parent)
            for r in read.regions
        ],
        report=Report(
            summary={"读到": len(read.regions), "没有读入": len(refused)},
            tables=[_table("没有读入", ["位置", "原因"], refused)] if refused else [],
        ),
    )


_PLANNERS: dict[ImportKind, Callable[[AsyncSession, Sequence[Path]], Awaitable[Plan]]] = {
    "item": _plan_items,
    "document": _plan_documents,
    "region": _plan_regions,
}


def _counts(brought: Brought) -> dict[str, int]:
    counts = imports.document_summary(brought) | {"撤下": len(brought.withdrawn)}
    return counts | {"平台已有完整内容": len(brought.covered)}


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    shown = [[str(cell) for cell in row] for row in rows[:MOST_ROWS]]
    more = len(rows) - MOST_ROWS
    if more > 0:
        shown.append([f"另有{more}行", *[""] * (len(columns) - 1)])
    return Table(title=title, columns=list(columns), rows=shown)
