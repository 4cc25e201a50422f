"""Keeping what importers read: items by source, with what a newer file changes told first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from foundation import db
from foundation.clock import now
from foundation.models import ImportBatch
from knowledge_base import repository
from knowledge_base.importers.items.differences import (
    Changes,
    diff_items,
    guard_withdrawals,
    item_fingerprint,
)
from knowledge_base.importers.items.importing import ImportOptions
from knowledge_base.importers.items.model import Batch
from knowledge_base.keeping import Actor, Brought, bring
from knowledge_base.pieces import Piece
from knowledge_base.publishing import tell_search
from knowledge_base.schemas import BriefItem

SHELL = "命令行"


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping a batch changed, as told by the differ and as done."""

    changes: Changes
    brought: Brought


async def changes_of(session: AsyncSession, batch: Batch, options: ImportOptions) -> Changes:
    """What a batch would change. Raises: TooManyWithdrawn."""
    held = {
        key: BriefItem.model_validate(body)
        for key, body in (
            await repository.of_origin(session, "item", origin_of(batch.source))
        ).items()
    }
    changes = diff_items(
        {key: item_fingerprint(item) for key, item in held.items()},
        batch,
        is_partial=options.is_partial,
        find_old=held.get,
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
        session.add(
            ImportBatch(
                kind="item",
                source=batch.source,
                file_name="、".join(files)[:300],
                sha256="",
                state="done",
                done=batch.rows,
                total=batch.rows,
                report={"summary": summary_of(batch, kept.changes, kept.brought), "tables": []},
                actor="shell",
                actor_name=SHELL,
                finished_at=now(),
            )
        )
        return kept.changes


def summary_of(batch: Batch, changes: Changes, brought: Brought | None) -> dict[str, Any]:
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


def origin_of(source: str) -> str:
    return f"import:{source}"[:64]
