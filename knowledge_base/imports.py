"""Keeping what importers read: items, documents, regions; what changes is told first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from foundation import db
from foundation.clock import now
from foundation.models import ImportBatch, Region
from knowledge_base import regions as regions_known
from knowledge_base import repository
from knowledge_base.importers.documents import Change, ImportedDocument
from knowledge_base.importers.items.differences import (
    Changes,
    diff_items,
    guard_withdrawals,
)
from knowledge_base.importers.items.importing import ImportOptions
from knowledge_base.importers.items.model import Batch
from knowledge_base.keeping import Actor, Brought, bring
from knowledge_base.pieces import Piece
from knowledge_base.publishing import tell_search
from knowledge_base.schemas import BriefItem

SHELL = "命令行"
DOCUMENTS = Actor("import:documents", "文件导入")


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping a batch changed, as told by the differ and as done."""

    changes: Changes
    brought: Brought


async def changes_of(session: AsyncSession, batch: Batch, options: ImportOptions) -> Changes:
    """What a batch would change. Raises: TooManyWithdrawn."""
    held = await repository.of_origin(session, "item", origin_of(batch.source))

    def find_old(code: str) -> BriefItem | None:
        return BriefItem.model_validate(held[code][1]) if code in held else None

    changes = diff_items(
        {code: mark for code, (mark, _body) in held.items()},
        batch,
        is_partial=options.is_partial,
        find_old=find_old,
    )
    if not options.allow_withdrawals:
        guard_withdrawals(changes, len(held))
    return changes


async def keep_batch(session: AsyncSession, batch: Batch, options: ImportOptions) -> Kept:
    """Publish a batch of items; what its source no longer has is withdrawn.

    Raises: TooManyWithdrawn, and nothing is written then.
    """
    await repository.hold(session)
    changes = await changes_of(session, batch, options)
    brought = await bring(
        session,
        [Piece("brief", i.item, dict(i.raw)) for i in batch.items],
        Actor(origin_of(batch.source), f"导入：{batch.source}"),
        note=f"数据日期{batch.as_of:%Y-%m-%d}",
        is_whole=batch.is_whole and not options.is_partial,
        spared=set(changes.kept_back),
    )
    if brought.published:
        tell_search(session, brought.published)
    return Kept(changes, brought)


async def keep_items(batch: Batch, options: ImportOptions) -> Changes:
    """`keep_batch` in a transaction of its own, noted among the imports; for the command line."""
    async with db.writing() as session:
        kept = await keep_batch(session, batch, options)
        files = sorted({Path(i.file).name for i in batch.items})
        _note(session, "item", batch.source, files, summary_of(batch, kept.changes, kept.brought))
        return kept.changes


async def keep_documents(documents: Sequence[ImportedDocument]) -> dict[str, Change]:
    """Publish documents; what is doubtful, or staff answer for, waits for review in the console.

    For the command line.
    """
    read = [(d.document, d.outcome == "doubtful") for d in documents if d.document]
    pieces = [Piece("document", document) for document, _is_doubtful in read]
    doubtful = {document.id for document, is_doubtful in read if is_doubtful}
    async with db.writing() as session:
        brought = await bring(session, pieces, DOCUMENTS, doubtful=doubtful)
        if brought.published:
            tell_search(session, brought.published)
        files = [d.source_name for d in documents]
        _note(session, "document", DOCUMENTS.name, files, document_summary(brought))
    return changes_by_document(brought)


async def keep_regions(regions: Sequence[regions_known.Region]) -> str:
    """Keep streets and communities; says in one line what changed. For the command line."""
    async with db.writing() as session:
        changed = await put_regions(session, regions)
        _note(session, "region", "行政区划", [], {"读入": len(regions), "新增或改动": changed})
    return f"写入 {len(regions)} 个，其中新增或改动 {changed} 个"


async def put_regions(session: AsyncSession, regions: Sequence[regions_known.Region]) -> int:
    """Keep streets and communities and let everybody know; returns how many changed."""
    await repository.hold(session)
    rows = [Region(code=r.code, name=r.name, level=r.level, parent=r.parent) for r in regions]
    changed = await repository.put_regions(session, rows)
    if changed:
        await repository.next_generation(session)
    return changed


def summary_of(batch: Batch, changes: Changes, brought: Brought | None = None) -> dict[str, int]:
    """Counts under the words people read them by."""
    counts = {
        "读入": len(batch.items),
        "没有读入": len(batch.refused_rows),
        "新增": len(changes.added),
        "改动": len(changes.changed),
        "没有变化": len(changes.unchanged),
        "撤下": len(changes.withdrawn),
    }
    if brought:
        counts |= {"待审核": len(brought.for_review), "平台已有完整内容": len(brought.covered)}
    return counts


def document_summary(brought: Brought) -> dict[str, int]:
    return {
        "新增": len(brought.added),
        "改动": len(brought.changed),
        "没有变化": len(brought.unchanged),
        "待审核": len(brought.for_review),
    }


def changes_by_document(brought: Brought) -> dict[str, Change]:
    """What became of each document, by its id."""
    named: list[tuple[Change, list[str]]] = [
        ("added", brought.added),
        ("changed", brought.changed),
        ("unchanged", brought.unchanged),
        ("for_review", brought.for_review),
    ]
    return {name.partition(":")[2]: change for change, names in named for name in names}


def origin_of(source: str) -> str:
    return f"import:{source}"[:64]


def _note(
    session: AsyncSession, kind: str, source: str, files: Sequence[str], summary: dict[str, int]
) -> None:
    """One import from the command line, among those of the console."""
    total = sum(summary.values())
    session.add(
        ImportBatch(
            kind=kind,
            source=source[:64],
            file_name="、".join(files)[:300],
            sha256="",
            state="done",
            done=total,
            total=total,
            report={"summary": summary, "tables": []},
            actor="shell",
            actor_name=SHELL,
            finished_at=now(),
        )
    )
