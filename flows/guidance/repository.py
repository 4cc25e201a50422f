"""Rows of guidance: runs, and the item revisions they were begun under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from flows.catalogue.errors import ItemUnknown
from flows.guidance.errors import RunUnknown
from foundation.clock import now
from foundation.models import GuidanceRun
from foundation.models.base import table_of
from foundation.viewer import Viewer
from knowledge_base import repository as knowledge
from knowledge_base.catalogue import catalogue
from knowledge_base.schemas import ItemDocument

LATEST = 5
"""Runs looked through for one to go on with."""

_parsed: dict[tuple[str, str], ItemDocument] = {}


@dataclass(frozen=True, slots=True)
class Run:
    """What a run consists of."""

    id: str
    item_code: str
    revision: str
    answers: dict[str, Any]


_RUNS = table_of(GuidanceRun)
_run = _RUNS.c
_ACCESS = select(_run.id, _run.item_code, _run.revision, _run.answers).where(
    _run.id == bindparam("run_id"), _run.user_id == bindparam("user_id")
)
_ACCESS_LOCKED = _ACCESS.with_for_update()
_KEEP = (
    update(_RUNS)
    .where(_run.id == bindparam("run_id"))
    .values(answers=bindparam("given"), updated_at=bindparam("moment"), version=_run.version + 1)
)


async def access_run(
    session: AsyncSession, viewer: Viewer, run_id: str, *, lock: bool = False
) -> Run:
    """The viewer's own run, locked if asked. Raises: RunUnknown, also for somebody else's."""
    asked = {"run_id": run_id, "user_id": viewer.user_id}
    row = (await session.execute(_ACCESS_LOCKED if lock else _ACCESS, asked)).first()
    if row is None:
        raise RunUnknown
    return Run(*row)


async def latest_runs(session: AsyncSession, viewer: Viewer) -> Sequence[str]:
    """Ids of the viewer's latest runs, whatever they were begun on; the latest first."""
    mine = select(_run.id).where(_run.user_id == viewer.user_id)
    rows = await session.scalars(mine.order_by(_run.updated_at.desc()).limit(LATEST))
    return rows.all()


async def keep_answers(session: AsyncSession, run: Run, answers: dict[str, Any]) -> Run:
    """Replace the answers of a run that this session has locked; returns it as it then is."""
    changed = {"run_id": run.id, "given": answers, "moment": now()}
    await session.execute(_KEEP, changed)
    return replace(run, answers=answers)


async def document_of(session: AsyncSession, code: str, revision: str) -> ItemDocument:
    """The item as it stood at a revision. Raises: ItemUnknown."""
    entry = catalogue().find(code)
    if entry and entry.revision == revision:
        return entry.document
    if (code, revision) not in _parsed:
        body = await knowledge.body_at(session, "item", code, revision)
        if body is None:
            raise ItemUnknown
        _parsed[code, revision] = ItemDocument.model_validate(body)
    return _parsed[code, revision]
