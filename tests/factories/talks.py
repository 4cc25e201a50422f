"""Talks as they stand in the database, for what counts or corrects them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.conversations.asked import facts_of
from foundation import db
from foundation.clock import now
from foundation.models import Conversation, Message, User, new_id


@dataclass
class Talks:
    """One person's talk on one channel; `said` adds a question with what came of it."""

    conversation_id: str

    async def said(
        self,
        text: str,
        act: str = "ask_how_to",
        status: str = "answered",
        confidence: float = 0.9,
        item: str = "",
        at: datetime | None = None,
        payload: str | None = None,
    ) -> str:
        """Returns the id of the message."""
        items = [{"code": item}] if item else []
        answer: dict[str, Any] = {"intent": {"name": act, "confidence": confidence}, "items": items}
        message = Message(
            id=new_id(),
            conversation_id=self.conversation_id,
            direction="in",
            author="citizen",
            text=text,
            payload=payload,
            status=status,
            created_at=at or now(),
            **facts_of(text, payload, status, answer),
        )
        async with db.writing() as session:
            session.add(message)
        return message.id


async def begin_talks(channel: str = "client") -> Talks:
    """A new person's talk."""
    user, talk = new_id(), new_id()
    async with db.writing() as session:
        session.add(User(id=user, kind="guest"))
        await session.flush()
        session.add(Conversation(id=talk, user_id=user, channel=channel, context={}))
    return Talks(talk)
