"""Strategies side by side on the queries editors saved."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.searching import repository, steering
from flows.searching.records import MANAGE
from flows.searching.views import (
    ComparedQuery,
    Comparison,
    RankedHit,
    SavedQueries,
    SavedQueryView,
)
from foundation.errors import Conflict, InvalidInput
from foundation.models import SavedQuery
from foundation.viewer import StaffMember
from knowledge_base.search.generation import KINDS
from knowledge_base.search.searcher import Hit
from knowledge_base.search.shelf import find
from knowledge_base.search.strategy import SearchStrategy

SHOWN, MOST_QUERIES, LONGEST = 5, 100, 200


async def compare(
    session: AsyncSession,
    staff: StaffMember,
    queries: list[str] | None,
    body: dict[str, Any] | None,
) -> Comparison:
    """The first five results of each query, as now and as they would be.

    Args:
        queries: what to try; the saved ones where None.
        body: the strategy to try; the draft where None.

    Raises: InvalidInput, StrategyDraftMissing.
    """
    before, after = await steering.strategies_to_compare(session, staff, body)
    if queries is None:
        queries = [q.text for q in await repository.saved_queries(session)]
    wanted = list(dict.fromkeys(q.strip() for q in queries if q.strip()))[:MOST_QUERIES]
    rows = await asyncio.to_thread(lambda: [_compared(q, before, after) for q in wanted])
    return Comparison(rows=rows, changed=sum(row.is_changed for row in rows))


async def list_saved(session: AsyncSession, staff: StaffMember) -> SavedQueries:
    staff.must_hold(MANAGE)
    rows = await repository.saved_queries(session)
    return SavedQueries(items=[_show(row) for row in rows], total=len(rows))


async def save_query(
    session: AsyncSession, staff: StaffMember, text: str, note: str
) -> SavedQueryView:
    """Keep a query to try strategies on; the same words again are the same query."""
    staff.must_hold(MANAGE)
    words = text.strip()
    if not 1 <= len(words) <= LONGEST:
        raise InvalidInput({"text": f"请写一句话，最多{LONGEST}个字"})
    kept = await repository.saved_query(session, words)
    if kept is None:
        if len(await repository.saved_queries(session)) >= MOST_QUERIES:
            raise Conflict(f"最多保存{MOST_QUERIES}句，请先删去不用的。")
        kept = SavedQuery(text=words, author_name=staff.display_name)
        session.add(kept)
    kept.note = note.strip()[:200]
    await session.flush()
    return _show(kept)


async def remove_query(session: AsyncSession, staff: StaffMember, query_id: str) -> None:
    staff.must_hold(MANAGE)
    await repository.remove_saved_query(session, query_id)


def _compared(query: str, before: SearchStrategy, after: SearchStrategy) -> ComparedQuery:
    old, new = (_ranked(query, strategy) for strategy in (before, after))
    changed = [hit.key for hit in old] != [hit.key for hit in new]
    return ComparedQuery(query=query, before=old, after=new, is_changed=changed)


def _ranked(query: str, strategy: SearchStrategy) -> list[RankedHit]:
    return [_show_hit(hit) for hit in find(query, KINDS, SHOWN, strategy=strategy)]


def _show_hit(hit: Hit) -> RankedHit:
    return RankedHit(
        key=hit.key, kind=hit.kind, title=hit.title, score=hit.score, matched_by=hit.matched_by
    )


def _show(query: SavedQuery) -> SavedQueryView:
    return SavedQueryView(
        id=query.id,
        text=query.text,
        note=query.note,
        author_name=query.author_name,
        created_at=query.created_at,
    )
