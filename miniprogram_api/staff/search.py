"""Search in the hands of editors: the strategy, trying it, what people looked for."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from flows.searching import records, steering, trying
from flows.searching.records import Which
from flows.searching.steering import StrategyDraft
from flows.searching.views import (
    Comparison,
    QueryPage,
    SavedQueries,
    SavedQueryView,
    StrategyPage,
)
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Cursor, Limit, Reading, Writing

router = APIRouter(prefix="/staff/v1/search", tags=["search"])


class Note(BaseModel):
    note: Annotated[str, Field(max_length=500)] = ""


class Tried(BaseModel):
    """`queries` None: the saved ones; `body` None: the draft."""

    queries: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=100)] | None
    body: dict[str, Any] | None = None


class NewQuery(Note):
    text: Annotated[str, Field(max_length=200)]


@router.get("/strategy")
async def look_at_strategy(staff: CurrentStaff, session: Reading) -> StrategyPage:
    """What is in use, the draft, and every version before."""
    return await steering.look(session, staff)


@router.put("/strategy/draft")
async def save_draft(body: StrategyDraft, staff: CurrentStaff, session: Writing) -> StrategyPage:
    """Keep a draft; 422 by field where it is not sound, 409 when somebody saved in between."""
    await steering.save_draft(session, staff, body)
    return await _fresh(session, staff)


@router.delete("/strategy/draft")
async def discard_draft(staff: CurrentStaff, session: Writing) -> StrategyPage:
    await steering.discard(session, staff)
    return await _fresh(session, staff)


@router.post("/strategy/draft/publish")
async def publish_draft(body: Note, staff: CurrentStaff, session: Writing) -> StrategyPage:
    """Use the draft from now on, everywhere; its author is refused (403)."""
    await steering.publish(session, staff, body.note)
    return await _fresh(session, staff)


@router.post("/strategy/versions/{number}/rollback")
async def roll_back(number: int, staff: CurrentStaff, session: Writing) -> StrategyPage:
    """Use an earlier version again at once; 0 is the one shipped."""
    await steering.roll_back(session, staff, number)
    return await _fresh(session, staff)


@router.post("/compare")
async def compare(body: Tried, staff: CurrentStaff, session: Reading) -> Comparison:
    """Queries before and after: the strategy in use beside another."""
    return await trying.compare(session, staff, body.queries, body.body)


@router.get("/saved-queries")
async def list_saved_queries(staff: CurrentStaff, session: Reading) -> SavedQueries:
    return await trying.list_saved(session, staff)


@router.post("/saved-queries")
async def save_query(body: NewQuery, staff: CurrentStaff, session: Writing) -> SavedQueryView:
    """The same words again are the same query."""
    return await trying.save_query(session, staff, body.text, body.note)


@router.delete("/saved-queries/{query_id}", status_code=204)
async def remove_query(query_id: str, staff: CurrentStaff, session: Writing) -> None:
    await trying.remove_query(session, staff, query_id)


@router.get("/queries")
async def list_queries(
    staff: CurrentStaff,
    session: Reading,
    which: Annotated[Which, Query(alias="list")] = "zero",
    days: Annotated[int, Query(ge=1, le=180)] = 30,
    limit: Limit = 20,
    cursor: Cursor = 0,
) -> QueryPage:
    """What was looked for in vain (`zero`), without opening anything (`low_click`), or most."""
    return await records.list_queries(session, staff, which, days, cursor, limit)


async def _fresh(session: Writing, staff: CurrentStaff) -> StrategyPage:
    await session.flush()
    return await steering.look(session, staff)
