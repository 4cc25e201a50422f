"""Conversation: one user's talk, wherever it is spoken, and its messages in order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import now
from foundation.models.base import Base, Encrypted, Key, Moment, new_id


class Conversation(Base):
    """One for each user (ADR 0023). `context` holds what the talk is about: item_code, run_id,
    case_number. `channel` is where the person began it: `client` or a WeChat chat.

    `handoff_id` is the handoff now open: waiting for a person, or talking with one.
    """

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("user_id", "channel"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), unique=True, index=True)
    channel: Mapped[str] = mapped_column(String(32))
    context: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    handoff_id: Mapped[str | None] = mapped_column(Key)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Message(Base):
    """One message; `client_message_id` makes sending it twice one message.

    `channel` is where it was said: `client` (our own pages and notices), `wechat_official`, or
    `wechat_miniprogram` (the customer-service window of the mini-program).
    `answer` holds the whole reply of the assistant, as it was given; `answered_by` leads from a
    citizen's message to the one that answered it.

    A citizen's message is counted by what stands plain beside it: `act` and `confidence` as they
    were understood, `item_code` the item found likeliest, `style` how it was said. `gist` is a
    keyed fingerprint of what was asked, only where no item covered it; it fades after half a year.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "client_message_id"),
        Index("ix_messages_conversation_seq", "conversation_id", "seq"),
        Index("ix_messages_direction_at", "direction", "created_at"),
        Index("ix_messages_gist_at", "gist", "created_at"),
    )

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(Key, unique=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    channel: Mapped[str] = mapped_column(String(32), default="client", server_default="client")
    direction: Mapped[str] = mapped_column(String(3))  # in | out
    author: Mapped[str] = mapped_column(String(16))  # citizen | assistant | staff | notice
    client_message_id: Mapped[str | None] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Encrypted)
    payload: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str | None] = mapped_column(String(16))
    answer: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    answered_by: Mapped[str | None] = mapped_column(Key)
    act: Mapped[str | None] = mapped_column(String(32))
    confidence: Mapped[float | None] = mapped_column(Float)
    item_code: Mapped[str | None] = mapped_column(String(64))
    style: Mapped[str | None] = mapped_column(String(16))
    gist: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
