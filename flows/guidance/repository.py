"""Rows of guidance: runs, and the item revisions they were begun under."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from flows.catalogue.errors import ItemUnknown
from flows.guidance.errors import RunUnknown
from foundation.models import GuidanceRun
from foundation.viewer import Viewer
from knowledge_base import repository as knowledge
from knowledge_base.catalogue import catalogue
from knowledge_base.schemas import ItemDocument

_parsed: dict[tuple[str, str], ItemDocument] = {}


async def access_run(
    session: AsyncSession, viewer: Viewer, run_id: str, *, lock: bool = False
) -> GuidanceRun:
    """The viewer's own run, locked if asked. Raises: RunUnknown, also for somebody else's."""
    query = select(GuidanceRun).where(
        GuidanceRun.id == run_id, GuidanceRun.user_id == viewer.user_id
    )
    found = await session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise RunUnknown
    return found


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
