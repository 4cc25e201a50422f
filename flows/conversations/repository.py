"""Rows of conversations. A conversation is reached only through its user and medium."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from foundation.clock import now
from foundation.models import Conversation, Message, User, new_id
from foundation.viewer import Viewer


async def access_conversation(
    session: AsyncSession, viewer: Viewer, medium: str, *, lock: bool = False
) -> Conversation:
    """The viewer's conversation on a medium, begun if there is none yet."""
    query = select(Conversation).where(
        Conversation.user_id == viewer.user_id, Conversation.channel == medium
    )
    found = await session.scalar(query.with_for_update() if lock else query)
    if found is not None:
        return found
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    values = {
        "id": new_id(),
        "user_id": viewer.user_id,
        "channel": medium,
        "context": {},
        "created_at": now(),
    }
    await session.execute(insert(Conversation).values(**values).on_conflict_do_nothing())
    begun = await session.scalar(query)
    assert begun is not None
    return begun


async def access_message(
    session: AsyncSession, viewer: Viewer, medium: str, client_message_id: str
) -> tuple[Conversation, Message | None]:
    """The viewer's conversation on a medium, and the message of that mark if it was sent before."""
    row = (
        await session.execute(
            select(Conversation, Message)
            .outerjoin(
                Message,
                (Message.conversation_id == Conversation.id)
                & (Message.client_message_id == client_message_id),
            )
            .where(Conversation.user_id == viewer.user_id, Conversation.channel == medium)
        )
    ).first()
    return (row[0], row[1]) if row else (await access_conversation(session, viewer, medium), None)


async def answer_given(session: AsyncSession, message: Message) -> dict[str, Any]:
    """The body of the answer that a message was given."""
    body = await session.scalar(select(Message.answer).where(Message.id == message.answered_by))
    return body or {}


async def conversation_with_user(
    session: AsyncSession, conversation_id: str
) -> tuple[Conversation, User] | None:
    """For the bot's actions, which know only the conversation."""
    row = (
        await session.execute(
            select(Conversation, User)
            .join(User, User.id == Conversation.user_id)
            .where(Conversation.id == conversation_id)
            .with_for_update(of=Conversation)
        )
    ).first()
    return (row[0], row[1]) if row else None


async def conversations_of(session: AsyncSession, user_id: str) -> Sequence[Conversation]:
    rows = await session.scalars(select(Conversation).where(Conversation.user_id == user_id))
    return rows.all()


async def message_sent(
    session: AsyncSession, conversation_id: str, client_message_id: str
) -> Message | None:
    return await session.scalar(
        select(Message).where(
            Message.conversation_id == conversation_id,
            Message.client_message_id == client_message_id,
        )
    )


async def messages_after(
    session: AsyncSession, viewer: Viewer, medium: str, after: str, limit: int
) -> tuple[Sequence[Message], int]:
    """Messages after the one named, oldest first; without a name the latest ones."""
    mine = (
        select(Message)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.user_id == viewer.user_id, Conversation.channel == medium)
    )
    total = await session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    if after:
        known = select(Message.seq).where(Message.id == after).scalar_subquery()
        rows = await session.scalars(
            mine.where(Message.seq > func.coalesce(known, 0)).order_by(Message.seq).limit(limit)
        )
        return rows.all(), total
    rows = await session.scalars(mine.order_by(Message.seq.desc()).limit(limit))
    return rows.all()[::-1], total
