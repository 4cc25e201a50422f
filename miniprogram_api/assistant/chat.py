"""The conversation: one turn, its history, and what arrives by itself."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from flows.conversations import service
from flows.conversations.service import Incoming
from flows.conversations.views import ChatAnswer, MessagePage
from foundation.redis import Announced, listen
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.deps import Bot, Limit, Reading

router = APIRouter(prefix="/api/v1/chat", tags=["conversation"])

STREAM_SECONDS = 600


class SendMessage(BaseModel):
    """Words, or a button's payload; the client's own id makes sending twice one message."""

    text: str | None = None
    payload: str | None = None
    client_message_id: str


@router.post("/messages", response_model=ChatAnswer)
async def send_message(body: SendMessage, viewer: CurrentViewer, bot: Bot) -> Response:
    """Answer one message; the answer is valid as made, and leaves without being proved again."""
    incoming = Incoming(body.text or "", body.payload, body.client_message_id)
    answer = await service.converse(bot, viewer, incoming)
    return Response(answer.model_dump_json(), media_type="application/json")


@router.get("/messages")
async def list_messages(
    viewer: CurrentViewer,
    session: Reading,
    limit: Limit = 50,
    after: Annotated[str, Query(max_length=32)] = "",
    before: Annotated[str, Query(max_length=32)] = "",
) -> MessagePage:
    return await service.list_messages(session, viewer, after, before, limit)


@router.get("/stream", response_class=StreamingResponse)
async def stream(viewer: CurrentViewer) -> StreamingResponse:
    """Server-sent events: `message` (a notice or staff reply), `case`, `prereview`, `ping`."""
    return await event_stream(f"user:{viewer.user_id}")


async def event_stream(channel: str) -> StreamingResponse:
    """Everything announced on a channel, until the client leaves or has to sign in anew.

    The answer begins once Redis listens: a client that reads its state then misses nothing.
    A stream ends after ten minutes; the client opens the next one, and proves again who it is.
    """
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    heard = listen(channel)
    first = await anext(heard)
    return StreamingResponse(_events(first, heard), media_type="text/event-stream", headers=headers)


async def _events(first: Announced, heard: AsyncIterator[Announced]) -> AsyncIterator[str]:
    yield _framed(*first)
    ends = time.monotonic() + STREAM_SECONDS
    async for name, data in heard:
        yield _framed(name, data)
        if time.monotonic() > ends:
            return


def _framed(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
