"""The bot's understanding in the hands of staff: sentences to correct, models."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from flows.understanding import corrections, versions
from flows.understanding.corrections import Decision, Judgement
from flows.understanding.views import ModelPage, SentencePage, SentenceView, Which
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Cursor, Limit, Reading, Writing

router = APIRouter(prefix="/staff/v1/understanding", tags=["understanding"])

Outcome = Literal["", "answered", "clarify", "refused", "handed_off", "degraded"]


class Decided(BaseModel):
    decision: Decision
    note: Annotated[str, Field(max_length=500)] = ""


@router.get("/messages")
async def list_sentences(
    staff: CurrentStaff,
    session: Writing,
    act: Annotated[str, Query(max_length=32, description="听成了什么")] = "",
    status: Annotated[Outcome, Query(description="怎样答的")] = "",
    state: Annotated[Which, Query(description="纠正到哪一步")] = "none",
    since: Annotated[date | None, Query(alias="from")] = None,
    until: Annotated[date | None, Query(alias="to")] = None,
    limit: Limit = 20,
    cursor: Cursor = 0,
) -> SentencePage:
    """What people said, the least surely understood first; reading it is recorded."""
    wanted = (act, status, state)
    return await corrections.list_sentences(session, staff, wanted, since, until, cursor, limit)


@router.put("/messages/{message_id}/correction")
async def judge(
    message_id: str, body: Judgement, staff: CurrentStaff, session: Writing
) -> SentenceView:
    """What the sentence asked for; 409 when a colleague judged it in between."""
    return await corrections.judge(session, staff, message_id, body)


@router.delete("/messages/{message_id}/correction")
async def undo(message_id: str, staff: CurrentStaff, session: Writing) -> SentenceView:
    return await corrections.undo(session, staff, message_id)


@router.post("/messages/{message_id}/correction/review")
async def review(
    message_id: str, body: Decided, staff: CurrentStaff, session: Writing
) -> SentenceView:
    """Approve or return a colleague's correction; one's own is refused (403)."""
    return await corrections.review(session, staff, message_id, body.decision, body.note)


@router.get("/models")
async def look_at_models(staff: CurrentStaff, session: Reading) -> ModelPage:
    """Which model runs, which ran before and how well each understands."""
    return await versions.look(session, staff)
