"""订阅授权: which notices the viewer's mini-program lets through."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from flows.accounts import consents
from flows.accounts.consents import Answer, NoticesView, Topic
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.deps import IdempotencyKey, Reading, Writing

router = APIRouter(prefix="/api/v1/notice_consents", tags=["notices"])


class Answered(BaseModel):
    """What `wx.requestSubscribeMessage` gave for each topic asked for."""

    model_config = ConfigDict(extra="forbid")

    answers: Annotated[dict[Topic, Answer], Field(min_length=1)]


@router.get("")
async def look(viewer: CurrentViewer, session: Reading) -> NoticesView:
    """The templates to ask for, and how many notices of each still come through."""
    return await consents.look_at_notices(session, viewer)


@router.post("")
async def answer(
    body: Answered, viewer: CurrentViewer, session: Writing, idempotency_key: IdempotencyKey = None
) -> NoticesView:
    """From the mini-program, after its box closed; the same Idempotency-Key counts once."""
    return await consents.keep_answers(session, viewer, idempotency_key, body.answers)
