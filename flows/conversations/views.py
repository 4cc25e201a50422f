"""What a client is shown of a conversation (contract: Conversation)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel

from foundation.clock import LocalMoment

Status = Literal["answered", "clarify", "refused", "handed_off", "degraded"]
Kind = Literal[
    "text", "item", "question", "choices", "materials", "policies", "case", "place", "handoff"
]


class Button(BaseModel):
    """`payload` is a command: `/name{"json": "arguments"}`; pressing it costs no model call."""

    title: str
    payload: str


class SourceView(BaseModel):
    title: str
    document_number: str | None = None
    url: str | None = None
    as_of: str | None = None


class Reply(BaseModel):
    kind: Kind
    text: str
    buttons: list[Button] = []
    data: dict[str, Any] = {}
    sources: list[SourceView] = []


class IntentView(BaseModel):
    name: str
    confidence: float


class ItemScore(BaseModel):
    code: str
    name: str
    score: float


class Answer(BaseModel):
    """What one turn comes to, before it has a place in a conversation."""

    status: Status = "answered"
    intent: IntentView
    items: list[ItemScore] = []
    replies: list[Reply]


class ChatAnswer(Answer):
    """`message_id` is the citizen's message, `answer_id` the one that answers it.

    There is none while a person speaks: what is said goes to them (`handed_off`).
    """

    message_id: str
    answer_id: str | None


class MessageView(BaseModel):
    id: str
    seq: int
    channel: Literal["client", "wechat_official", "wechat_miniprogram"] = "client"
    direction: Literal["in", "out"]
    author: Literal["citizen", "assistant", "staff", "notice"]
    author_name: str = ""
    text: str
    status: str | None
    replies: list[Reply] | None
    created_at: LocalMoment


class MessagePage(BaseModel):
    items: list[MessageView]
    total: int
    next: str | None
