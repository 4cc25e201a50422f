"""What the platform says by itself into a citizen's conversation: kept once, told live."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.conversations import repository
from flows.conversations.presenter import show_message
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.models import Message, new_id


async def say_by_itself(
    session: AsyncSession,
    user_id: str,
    conversation_id: str,
    mark: str,
    words: str,
    answer: dict[str, Any],
) -> None:
    """Write a notice and announce it once committed; the same `mark` again does nothing.

    Args:
        answer: as a turn's answer, with at least `replies`.
    """
    if await repository.message_sent(session, conversation_id, mark):
        return
    message = Message(
        id=new_id(),
        conversation_id=conversation_id,
        direction="out",
        author="notice",
        client_message_id=mark,
        text=words,
        status="answered",
        answer=answer,
        created_at=now(),
    )
    session.add(message)
    await session.flush()
    shown = show_message(message).model_dump(mode="json")
    announce_after_commit(session, f"user:{user_id}", "message", shown)
