"""Rows of conversations. A conversation is reached only through its user."""

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
    """A conversation in a turn: the context may change, and is kept if it did.

    `handoff_id`: a person was asked for, and is waited for or speaks.
    """

    id: str
    context: dict[str, Any]
    handoff_id: str | None = None
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
    channel: str = "client"
    answered_by: str | None = None
    is_kept: bool = True


# The statements of every turn are built once: building one costs more than asking the database.
_ACCESS = (
    select(
        _conversation.id,
        _conversation.context,
        _conversation.handoff_id,
        _message.id.label("message_id"),
        _message.text,
        _message.payload,
        _message.channel,
        _message.answered_by,
    )
    .select_from(_TALKS)
    .outerjoin(
        _MESSAGES,
        (_message.conversation_id == _conversation.id)
        & (_message.client_message_id == bindparam("mark")),
    )
    .where(_conversation.user_id == bindparam("user_id"))
)
_OF_THE_BOT = (
    select(
        _conversation.id,
        _conversation.context,
        _conversation.handoff_id,
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
    select(_conversation.id, _conversation.context, _conversation.handoff_id)
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
_TO_A_PERSON = {"intent": {"name": "handoff", "confidence": 1.0}, "items": []}
"""What stands for the bot's understanding where a person was listening."""
_GIVEN = select(_message.answer).where(_message.id == bindparam("message_id"))


async def access_conversation(
    session: AsyncSession, viewer: Viewer, channel: str = "client"
) -> Conversation:
    """The viewer's conversation, begun on this channel if there is none yet."""
    query = select(Conversation).where(Conversation.user_id == viewer.user_id)
    found = await session.scalar(query)
    if found is not None:
        return found
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    values = {
        "id": new_id(),
        "user_id": viewer.user_id,
        "channel": channel,
        "context": {},
        "created_at": now(),
    }
    await session.execute(insert(Conversation).values(**values).on_conflict_do_nothing())
    begun = await session.scalar(query)
    assert begun is not None
    return begun


async def access_message(
    session: AsyncSession, viewer: Viewer, client_message_id: str
) -> tuple[Talk | None, Said | None]:
    """The viewer's conversation, and the message of that mark if it was sent before."""
    asked = {"user_id": viewer.user_id, "mark": client_message_id}
    row = (await session.execute(_ACCESS, asked)).first()
    if row is None:
        return None, None
    talk = Talk(row.id, row.context, row.handoff_id)
    if row.message_id is None:
        return talk, None
    return talk, Said(
        row.message_id,
        row.id,
        client_message_id,
        row.text,
        row.payload,
        row.channel,
        row.answered_by,
    )


async def begin_talk(session: AsyncSession, viewer: Viewer, channel: str) -> Talk:
    begun = await access_conversation(session, viewer, channel)
    return Talk(begun.id, begun.context, begun.handoff_id)


async def talk_of_bot(session: AsyncSession, conversation_id: str) -> tuple[Talk, Viewer] | None:
    """For the bot's actions, which know only the conversation; locked."""
    row = (await session.execute(_OF_THE_BOT, {"conversation_id": conversation_id})).first()
    return (Talk(*row[:3]), Viewer(*row[3:])) if row else None


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
        channel=said.channel,
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


async def keep_handed_over(session: AsyncSession, said: Said) -> None:
    """Keep a message that a person answers: it counts as answered, by nobody of ours."""
    facts = facts_of(said.text, said.payload, "handed_off", _TO_A_PERSON)
    if said.is_kept:
        marked = {"message_id": said.id, "given": said.id, "outcome": "handed_off"}
        await session.execute(_ANSWERED, marked | {f"new_{n}": facts[n] for n in FACTS})
        return
    row = {**_row_said(said), "answered_by": said.id, "status": "handed_off", **facts}
    await session.execute(_SAY, row)
    said.is_kept = True


async def answer_given(session: AsyncSession, said: Said) -> dict[str, Any]:
    """The body of the answer that a message was given."""
    return await session.scalar(_GIVEN, {"message_id": said.answered_by}) or {}


def _row_said(said: Said) -> dict[str, Any]:
    return _row(
        id=said.id,
        conversation_id=said.conversation_id,
        channel=said.channel,
        direction="in",
        author="citizen",
        client_message_id=said.client_message_id,
        text=said.text,
        payload=said.payload,
    )


def _row(**values: Any) -> dict[str, Any]:
    return {**_EMPTY, "created_at": now(), **values}


_EMPTY = dict.fromkeys(("client_message_id", "payload", "status", "answer", "answered_by", *FACTS))


async def spoken_last_on(session: AsyncSession, conversation_id: str) -> str:
    """The channel of the citizen's latest words; our own clients where nothing was said."""
    words = select(Message.channel).where(
        Message.conversation_id == conversation_id, Message.direction == "in"
    )
    return await session.scalar(words.order_by(Message.seq.desc()).limit(1)) or "client"


async def messages_of_ids(session: AsyncSession, *ids: str) -> Sequence[Message]:
    """These messages, in order."""
    rows = await session.scalars(select(Message).where(Message.id.in_(ids)).order_by(Message.seq))
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


async def read_messages(
    session: AsyncSession, viewer: Viewer, after: str, before: str, limit: int
) -> tuple[Sequence[Message], int]:
    """Messages after the one named, or the last ones before it, oldest first; else the latest."""
    mine = (
        select(Message)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.user_id == viewer.user_id)
    )
    total = await session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    if after:
        known = select(Message.seq).where(Message.id == after).scalar_subquery()
        rows = await session.scalars(
            mine.where(Message.seq > func.coalesce(known, 0)).order_by(Message.seq).limit(limit)
        )
        return rows.all(), total
    if before:
        known = select(Message.seq).where(Message.id == before).scalar_subquery()
        mine = mine.where(Message.seq < func.coalesce(known, 0))
    rows = await session.scalars(mine.order_by(Message.seq.desc()).limit(limit))
    return rows.all()[::-1], total
