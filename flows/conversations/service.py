"""One turn of talk: kept, understood, answered, once, one at a time, whatever the channel.

Words are committed before anything else happens, so nothing said is lost; a button is kept
together with what it did. The bot is asked with no transaction open; a bot that is down leaves
search to answer (`status: degraded`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from redis.asyncio.lock import Lock
from redis.exceptions import LockError
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.bot.port import BotPort
from adapters.http import OutsideError
from flows.conversations import guidance_talk, repository
from flows.conversations.answers import take_answers
from flows.conversations.commands import obey, parse_payload
from flows.conversations.errors import ConversationBusy, ConversationMoved, MessageInvalid
from flows.conversations.item_talk import offer_search
from flows.conversations.replies import text
from flows.conversations.turn import Turn
from flows.conversations.views import Answer, ChatAnswer, IntentView, MessagePage, MessageView
from foundation import db
from foundation.clock import now
from foundation.errors import Problem
from foundation.logging import logger
from foundation.models import Conversation, Message, new_id
from foundation.redis import redis_client
from foundation.settings import settings
from foundation.viewer import Viewer

LOCK_SECONDS, WAIT_SECONDS = 30.0, 12.0
MAX_CLIENT_ID = 64
BUTTON = IntentView(name="button", confidence=1.0)

log = logger("conversations")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message as it came: words, or a button's payload with its title as words."""

    text: str
    payload: str | None
    client_message_id: str

    def checked(self) -> Incoming:
        """Raises: MessageInvalid."""
        limit = settings().chat_text_max
        words = self.text.strip()
        if not words and not self.payload:
            raise MessageInvalid({"text": "请先输入想办的事，再发送"})
        if len(words) > limit:
            raise MessageInvalid({"text": f"一次最多{limit}个字，现有{len(words)}个，请分几次说"})
        name = self.client_message_id
        if not 1 <= len(name) <= MAX_CLIENT_ID or not name.isprintable():
            raise MessageInvalid({"client_message_id": f"消息标识应为1至{MAX_CLIENT_ID}个可见字符"})
        return Incoming(words.replace("\x00", ""), self.payload, self.client_message_id)


def medium_of(channel: str) -> str:
    """Our own clients share one conversation; WeChat's chat window is another."""
    return "wechat_official" if channel == "wechat_official" else "client"


async def converse(bot: BotPort, viewer: Viewer, incoming: Incoming) -> ChatAnswer:
    """Answer one message. The same `client_message_id` is answered once, with the same answer.

    Raises: MessageInvalid, ConversationBusy.
    """
    incoming = incoming.checked()
    command = parse_payload(incoming.payload) if incoming.payload else None
    medium = medium_of(viewer.channel)
    async with _one_at_a_time(f"{viewer.user_id}:{medium}"):
        async with db.writing() as session:
            conversation, known = await repository.access_message(
                session, viewer, medium, incoming.client_message_id
            )
            kept = known or _received(conversation, incoming)
            if kept.answered_by:
                return await _given_before(session, kept)
            turn = Turn(session, viewer, conversation, kept.text, BUTTON)
            if command:
                return await _answer_directly(turn, kept, command)
            session.add(kept)
        if not turn.run_id:
            return await _answer_words(viewer, kept, await _ask(bot, kept))
        if answered := await _answer_question(viewer, kept):
            return answered
        return await _answer_words(viewer, kept, await _ask(bot, kept), is_guided=True)


async def list_messages(
    session: AsyncSession, viewer: Viewer, after: str, limit: int
) -> MessagePage:
    """The history of the viewer's conversation on this medium, oldest first."""
    medium = medium_of(viewer.channel)
    messages, total = await repository.messages_after(session, viewer, medium, after, limit)
    views = [show_message(m) for m in messages]
    return MessagePage(
        items=views, total=total, next=views[-1].id if len(views) == limit and after else None
    )


def show_message(message: Message) -> MessageView:
    is_out = message.direction == "out"
    replies = (message.answer or {}).get("replies") if is_out else None
    return MessageView.model_validate(
        {
            "id": message.id,
            "seq": message.seq,
            "direction": message.direction,
            "author": message.author,
            "text": message.text,
            "status": message.status,
            "replies": replies,
            "created_at": message.created_at,
        }
    )


@asynccontextmanager
async def _one_at_a_time(name: str) -> AsyncIterator[None]:
    lock: Lock = redis_client().lock(
        f"conversation:{name}", timeout=LOCK_SECONDS, blocking_timeout=WAIT_SECONDS, sleep=0.02
    )
    if not await lock.acquire():
        raise ConversationBusy
    try:
        yield
    finally:
        try:
            await lock.release()
        except LockError:
            log.warning("conversation_lock_outlived", conversation=name)


def _received(conversation: Conversation, incoming: Incoming) -> Message:
    """A message of the citizen's, not kept yet."""
    return Message(
        id=new_id(),
        conversation_id=conversation.id,
        direction="in",
        author="citizen",
        client_message_id=incoming.client_message_id,
        text=incoming.text,
        payload=incoming.payload,
        created_at=now(),
    )


async def _answer_directly(
    turn: Turn, kept: Message, command: tuple[str, dict[str, Any]]
) -> ChatAnswer:
    """Do what a button says. Raises: MessageInvalid, and nothing is kept then."""
    try:
        await obey(turn, *command)
    except MessageInvalid:
        raise
    except Problem as problem:
        turn.say(text(problem.detail), status="clarify")
    return _give(turn.session, kept, turn.answer())


async def _answer_question(viewer: Viewer, kept: Message) -> ChatAnswer | None:
    """The next step of guidance, if the words answered its open question."""
    async with db.writing() as session:
        turn = await _turn(session, viewer, kept, IntentView(name="inform", confidence=1.0))
        if not await guidance_talk.answer_in_words(turn):
            return None
        return _give(session, kept, turn.answer())


async def _ask(bot: BotPort, kept: Message) -> Answer | None:
    """What the bot says; None when it is not there."""
    try:
        return await _collect(await bot.talk(kept.conversation_id, words_for_bot(kept.text)))
    except OutsideError as error:
        log.warning("bot_unavailable", error=repr(error))
        return None


async def _answer_words(
    viewer: Viewer, kept: Message, said: Answer | None, *, is_guided: bool = False
) -> ChatAnswer:
    """Give what the bot said, or what search alone can say; an open question is asked again."""
    intent = said.intent if said else IntentView(name="search", confidence=0.0)
    async with db.writing() as session:
        if said and not is_guided:
            return _give(session, kept, said)
        turn = await _turn(session, viewer, kept, intent)
        if said is None:
            turn.say(text("智能助手暂时忙不过来，我先按您的话查办事指南："))
            offer_search(turn)
            turn.status = "degraded"
        else:
            turn.status, turn.items, turn.replies = said.status, said.items, said.replies
        if turn.run_id:
            await guidance_talk.resume(turn)
        return _give(session, kept, turn.answer())


async def _turn(session: AsyncSession, viewer: Viewer, kept: Message, intent: IntentView) -> Turn:
    conversation = await session.get(Conversation, kept.conversation_id, with_for_update=True)
    if conversation is None:
        raise ConversationMoved
    return Turn(session, viewer, conversation, kept.text, intent)


def _give(session: AsyncSession, kept: Message, answer: Answer) -> ChatAnswer:
    """Keep the answer beside its question and as a message of its own."""
    given = new_id()
    session.add(kept)
    kept.answered_by, kept.status = given, answer.status
    session.add(
        Message(
            id=given,
            conversation_id=kept.conversation_id,
            direction="out",
            author="assistant",
            text="\n".join(r.text for r in answer.replies),
            status=answer.status,
            answer=answer.model_dump(mode="json"),
            created_at=now(),
        )
    )
    return ChatAnswer(message_id=kept.id, answer_id=given, **dict(answer))


async def _given_before(session: AsyncSession, kept: Message) -> ChatAnswer:
    """The answer a message already has, word for word."""
    body = await repository.answer_given(session, kept)
    return ChatAnswer.model_validate({**body, "message_id": kept.id, "answer_id": kept.answered_by})


def words_for_bot(words: str) -> str:
    """Words as Rasa may read them: a leading slash, also one that its normalising would make of
    a full-width one, would be taken for a command of its own."""
    return words.lstrip("/／ \t\n").rstrip() or "？"


async def _collect(responses: list[dict[str, Any]]) -> Answer:
    """The answers whose tickets came back, as one; repeats are dropped.

    Raises: OutsideError when the bot brought none.
    """
    tickets = [str((r.get("custom") or {}).get("ticket", "")) for r in responses]
    answers = await take_answers([t for t in tickets if t]) if any(tickets) else []
    if not answers:
        raise OutsideError("rasa", "智能助手没有给出回答。")
    merged = answers[0]
    for answer in answers[1:]:
        merged.replies += [r for r in answer.replies if r not in merged.replies]
        merged.items = merged.items or answer.items
        merged.status = answer.status if answer.status != "answered" else merged.status
    return merged
