"""Guidance runs (智能导办)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from flows.guidance import service
from flows.guidance.views import RunView
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/api/v1/guidance/runs", tags=["guidance"])


class StartRun(BaseModel):
    item_code: Annotated[str, Field(min_length=1, max_length=40)]


class GiveAnswer(BaseModel):
    question_id: Annotated[str, Field(min_length=1, max_length=48)]
    value: Any


@router.post("", status_code=201)
async def start_run(body: StartRun, viewer: CurrentViewer, session: Writing) -> RunView:
    return await service.start_run(session, viewer, body.item_code)


@router.get("/{run_id}")
async def look_at_run(run_id: str, viewer: CurrentViewer, session: Reading) -> RunView:
    return await service.look_at_run(session, viewer, run_id)


@router.post("/{run_id}/answers")
async def answer_question(
    run_id: str, body: GiveAnswer, viewer: CurrentViewer, session: Writing
) -> RunView:
    """Answer the question due, or change an earlier answer. Repeating an answer changes nothing."""
    return await service.answer_question(session, viewer, run_id, body.question_id, body.value)


@router.delete("/{run_id}/answers/{question_id}")
async def go_back(
    run_id: str, question_id: str, viewer: CurrentViewer, session: Writing
) -> RunView:
    """Go back to a question: its answer and all later ones are taken back."""
    return await service.go_back(session, viewer, run_id, question_id)
