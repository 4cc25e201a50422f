"""Rows of conversations. A conversation is reached only through its user and medium."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from flows.conversations.asked import FACTS, facts_of
from foundation.clock import now
from foundation.models import Conversation, Message, User, new_id
from foundation.models.base import table_of
from foundation.viewer import Viewer

_TALKS, _MESSAGES, _USERS = (table_of(model) for model in (Conversation, Message, User))
_conversation, _message, _user = _TALKS.c, _MESSAGES.c, _USERS.c


@dataclass(slots=True)
class Talk:
    """A conversation in a turn: the context may change, and is kept if it did."""

    id: str
    context: dict[str, Any]
    kept: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.kept = self.context


@dataclass(slots=True)
class Said:
    """A message of the citizen's. `is_kept`: whether it has its row already."""

    id: str
    conversation_id: str
    client_message_id: str
    text: str
    payload: str | None
    answered_by: str | None = None
    is_kept: bool = True


# The statements of every turn are built once: building one costs more than asking the database.
_ACCESS = (
    select(
        _conversation.id,
        _conversation.context,
        _message.id.label("message_id"),
        _message.text,
        _message.payload,
        _message.answered_by,
    )
    .select_from(_TALKS)
    .outerjoin(
        _MESSAGES,
        (_message.conversation_id == _conversation.id)
        & (_message.client_message_id == bindparam("mark")),
    )
    .where(_conversation.user_id == bindparam("user_id"), _conversation.channel == bindparam("on"))
)
_OF_THE_BOT = (
    select(
        _conversation.id,
        _conversation.context,
        _user.id.label("user_id"),
        _user.kind,
        _user.display_name,
        _user.assurance_level,
        _conversation.channel,
    )
    .join_from(_TALKS, _USERS, _user.id == _conversation.user_id)
    .where(_conversation.id == bindparam("conversation_id"))
    .with_for_update(of=_TALKS)
)
_TALK = (
    select(_conversation.id, _conversation.context)
    .where(_conversation.id == bindparam("conversation_id"))
    .with_for_update()
)
_REMEMBER = (
    update(_TALKS)
    .where(_conversation.id == bindparam("conversation_id"))
    .values(context=bindparam("learnt"))
)
_ANSWERED = (
    update(_MESSAGES)
    .where(_message.id == bindparam("message_id"))
    .values(
        answered_by=bindparam("given"),
        status=bindparam("outcome"),
        **{name: bindparam(f"new_{name}") for name in FACTS},
    )
)
_SAY = insert(_MESSAGES)
_GIVEN = select(_message.answer).where(_message.id == bindparam("message_id"))


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
) -> tuple[Talk | None, Said | None]:
    """The viewer's conversation on a medium, and the message of that mark if it was sent before."""
    asked = {"user_id": viewer.user_id, "on": medium, "mark": client_message_id}
    row = (await session.execute(_ACCESS, asked)).first()
    if row is None:
        return None, None
    talk = Talk(row.id, row.context)
    if row.message_id is None:
        return talk, None
    return talk, Said(
        row.message_id, row.id, client_message_id, row.text, row.payload, row.answered_by
    )


async def begin_talk(session: AsyncSession, viewer: Viewer, medium: str) -> Talk:
    begun = await access_conversation(session, viewer, medium)
    return Talk(begun.id, begun.context)


async def talk_of_bot(session: AsyncSession, conversation_id: str) -> tuple[Talk, Viewer] | None:
    """For the bot's actions, which know only the conversation; locked."""
    row = (await session.execute(_OF_THE_BOT, {"conversation_id": conversation_id})).first()
    return (Talk(*row[:2]), Viewer(*row[2:])) if row else None


async def lock_talk(session: AsyncSession, conversation_id: str) -> Talk | None:
    row = (await session.execute(_TALK, {"conversation_id": conversation_id})).first()
    return Talk(*row) if row else None


async def keep_context(session: AsyncSession, talk: Talk) -> None:
    """Keep what a turn learnt, if it learnt anything."""
    if talk.context != talk.kept:
        await session.execute(_REMEMBER, {"conversation_id": talk.id, "learnt": talk.context})


async def keep_said(session: AsyncSession, said: Said) -> None:
    await session.execute(_SAY, _row_said(said))
    said.is_kept = True


async def keep_answer(
    session: AsyncSession, said: Said, words: str, status: str, answer: dict[str, Any]
) -> str:
    """Keep an answer beside its question, as a message of its own; returns its id."""
    given = new_id()
    row = _row(
        id=given,
        conversation_id=said.conversation_id,
        direction="out",
        author="assistant",
        text=words,
        status=status,
        answer=answer,
    )
    facts = facts_of(said.text, said.payload, status, answer)
    if said.is_kept:
        marked = {"message_id": said.id, "given": given, "outcome": status}
        await session.execute(_ANSWERED, marked | {f"new_{n}": facts[n] for n in FACTS})
        await session.execute(_SAY, row)
    else:
        question = {**_row_said(said), "answered_by": given, "status": status, **facts}
        await session.execute(_SAY, [question, row])
    return given


async def answer_given(session: AsyncSession, said: Said) -> dict[str, Any]:
    """The body of the answer that a message was given."""
    return await session.scalar(_GIVEN, {"message_id": said.answered_by}) or {}


def _row_said(said: Said) -> dict[str, Any]:
    return _row(
        id=said.id,
        conversation_id=said.conversation_id,
        direction="in",
        author="citizen",
        client_message_id=said.client_message_id,
        text=said.text,
        payload=said.payload,
    )


def _row(**values: Any) -> dict[str, Any]:
    return {**_EMPTY, "created_at": now(), **values}


_EMPTY = dict.fromkeys(("client_message_id", "payload", "status", "answer", "answered_by", *FACTS))


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
