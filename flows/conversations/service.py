"""One turn of talk: kept, understood, answered, once, one at a time, whatever the channel.

Words are committed before their answer leaves, so nothing said is lost: while the bot thinks, or
together with the answer where none is asked; a button is kept together with what it did. The bot
is asked with no transaction open; a bot that is down leaves search to answer (`status: degraded`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from redis.exceptions import RedisError
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.bot.port import BotPort
from adapters.http import OutsideError
from flows.conversations import guidance_talk, repository
from flows.conversations.answers import expected, take_answers
from flows.conversations.choice_talk import choose_in_words
from flows.conversations.commands import obey, parse_payload
from flows.conversations.elsewhere import told_of_elsewhere
from flows.conversations.errors import ConversationBusy, ConversationMoved, MessageInvalid
from flows.conversations.item_talk import offer_search
from flows.conversations.presenter import show_message
from flows.conversations.replies import text
from flows.conversations.repository import Said, Talk
from flows.conversations.silence import hand_over, handed_before, say_where_one_waits
from flows.conversations.turn import OFFERED, RUN, Turn
from flows.conversations.views import Answer, ChatAnswer, IntentView, MessagePage
from foundation import db
from foundation.errors import Problem
from foundation.logging import logger
from foundation.models import new_id
from foundation.redis import redis_client
from foundation.settings import settings
from foundation.viewer import Viewer

LOCK_MILLISECONDS, WAIT_SECONDS, AGAIN_SECONDS = 30_000, 12.0, 0.02
MAX_CLIENT_ID = 64
WECHAT_CHATS = frozenset({"wechat_official", "wechat_miniprogram"})
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
    """Where words were said, of one conversation (ADR 0023): our own clients, or a WeChat chat."""
    return channel if channel in WECHAT_CHATS else "client"


async def converse(bot: BotPort, viewer: Viewer, incoming: Incoming) -> ChatAnswer:
    """Answer one message. The same `client_message_id` is answered once, with the same answer.

    Raises: MessageInvalid, ConversationBusy.
    """
    incoming = incoming.checked()
    command = parse_payload(incoming.payload) if incoming.payload else None
    medium = medium_of(viewer.channel)
    async with _one_at_a_time(viewer.user_id):
        if command:
            return await _press(viewer, medium, incoming, command)
        return await _hear(bot, viewer, medium, incoming)


async def _press(
    viewer: Viewer, medium: str, incoming: Incoming, command: tuple[str, dict[str, Any]]
) -> ChatAnswer:
    """Do what a button says. Raises: MessageInvalid, and nothing is kept then."""
    mark = incoming.client_message_id
    async with db.writing() as session:
        talk, said = await repository.access_message(session, viewer, mark)
        if said and said.answered_by:
            return await _given_before(session, said)
        talk = talk or await repository.begin_talk(session, viewer, medium)
        said = said or _received(talk, incoming, medium)
        if talk.handoff_id and (handed := await hand_over(session, said)):
            return handed
        turn = Turn(session, viewer, talk, said.text, BUTTON)
        try:
            await obey(turn, *command)
        except MessageInvalid:
            raise
        except Problem as problem:
            turn.say(text(problem.detail), status="clarify")
        return await _conclude(turn, said)


async def _hear(bot: BotPort, viewer: Viewer, medium: str, incoming: Incoming) -> ChatAnswer:
    """Answer words: as the answer to an open question of guidance, or else by the bot."""
    mark = incoming.client_message_id
    async with db.reading() as session:
        talk, said = await repository.access_message(session, viewer, mark)
        if said and said.answered_by:
            return await _given_before(session, said)
    if talk is None:
        async with db.writing() as session:
            talk = await repository.begin_talk(session, viewer, medium)
    said = said or _received(talk, incoming, medium)
    if talk.handoff_id:
        async with db.writing() as session:
            if handed := await hand_over(session, said):
                return handed
    is_guided = bool(talk.context.get(RUN))
    is_asked = is_guided or bool(talk.context.get(OFFERED))
    if is_asked and (answered := await _answer_question(viewer, said)):
        return answered
    found = await _ask_and_keep(bot, said)
    is_waiting = bool(talk.handoff_id)
    return await _answer_words(viewer, said, found, is_guided=is_guided, talk_waits=is_waiting)


async def _ask_and_keep(bot: BotPort, said: Said) -> Answer | None:
    """Ask the bot, and commit the words while it thinks; nothing is answered without both."""
    asked = asyncio.create_task(_ask(bot, said))
    try:
        await asyncio.sleep(0)  # the question leaves first
        if not said.is_kept:
            async with db.writing() as session:
                await repository.keep_said(session, said)
        return await asked
    finally:
        asked.cancel()


async def list_messages(
    session: AsyncSession, viewer: Viewer, after: str, before: str, limit: int
) -> MessagePage:
    """The history of the viewer's conversation, wherever it was spoken, oldest first.

    `after` a message id reads on from it, `before` one reads what was said earlier.
    """
    messages, total = await repository.read_messages(session, viewer, after, before, limit)
    views = [show_message(m) for m in messages]
    return MessagePage(
        items=views, total=total, next=views[-1].id if len(views) == limit and after else None
    )


@asynccontextmanager
async def _one_at_a_time(name: str) -> AsyncIterator[None]:
    """Hold the conversation's lock. Raises: ConversationBusy after `WAIT_SECONDS`."""
    redis, key, owner = redis_client(), f"conversation:{name}", new_id()
    ends = time.monotonic() + WAIT_SECONDS
    while not await redis.set(key, owner, nx=True, px=LOCK_MILLISECONDS):
        if time.monotonic() > ends:
            raise ConversationBusy
        await asyncio.sleep(AGAIN_SECONDS)
    try:
        yield
    except BaseException:
        await _release(key, owner)
        raise
    release = asyncio.create_task(_release(key, owner))
    _releasing.add(release)
    release.add_done_callback(_releasing.discard)


async def _release(key: str, owner: str) -> None:
    """End a lock while the answer leaves: what the turn did is committed, nobody need wait."""
    try:
        if not await redis_client().eval(_RELEASE, 1, key, owner):
            log.warning("conversation_lock_outlived", conversation=key)
    except RedisError as error:
        log.warning("conversation_lock_left", conversation=key, error=repr(error))


_releasing: set[asyncio.Task[None]] = set()


_RELEASE = """
return redis.call("get", KEYS[1]) == ARGV[1] and redis.call("del", KEYS[1])
"""
"""Only its owner ends a lock: one that outlived its time may be another's by now."""


def _received(talk: Talk, incoming: Incoming, medium: str) -> Said:
    """A message of the citizen's, not kept yet."""
    return Said(
        id=new_id(),
        conversation_id=talk.id,
        client_message_id=incoming.client_message_id,
        text=incoming.text,
        payload=incoming.payload,
        channel=medium,
        is_kept=False,
    )


async def _answer_question(viewer: Viewer, said: Said) -> ChatAnswer | None:
    """What follows if the words answered what was asked: a question of guidance, which item."""
    async with db.writing() as session:
        if handed := await hand_over(session, said):
            return handed
        turn = await _turn(session, viewer, said, IntentView(name="inform", confidence=1.0))
        if await guidance_talk.answer_in_words(turn) or await choose_in_words(turn):
            return await _conclude(turn, said)
        await repository.keep_context(session, turn.talk)
        return None


async def _ask(bot: BotPort, said: Said) -> Answer | None:
    """What the bot says; None when it is not there."""
    with expected(said.conversation_id):
        try:
            responses = await bot.talk(said.conversation_id, words_for_bot(said.text))
            return await _collect(said.conversation_id, responses)
        except OutsideError as error:
            log.warning("bot_unavailable", error=repr(error))
            return None


async def _answer_words(
    viewer: Viewer,
    said: Said,
    found: Answer | None,
    *,
    is_guided: bool = False,
    talk_waits: bool = False,
) -> ChatAnswer:
    """Give what the bot said, or what search alone can say; an open question is asked again."""
    async with db.writing() as session:
        if handed := await hand_over(session, said):
            return handed  # somebody came while the bot was thinking
        if found and not is_guided:
            if talk_waits:
                found.replies += await say_where_one_waits(session, viewer, found.replies)
            return await _give(session, said, found)
        intent = found.intent if found else IntentView(name="search", confidence=0.0)
        turn = await _turn(session, viewer, said, intent)
        if found is None:
            turn.say(text("智能助手暂时忙不过来，我先按您的话查办事指南："))
            await offer_search(turn)
            told_of_elsewhere(turn)
            turn.status = "degraded"
        else:
            turn.status, turn.items, turn.replies = found.status, found.items, found.replies
        if turn.run_id:
            await guidance_talk.resume(turn)
        return await _conclude(turn, said)


async def _turn(session: AsyncSession, viewer: Viewer, said: Said, intent: IntentView) -> Turn:
    talk = await repository.lock_talk(session, said.conversation_id)
    if talk is None:
        raise ConversationMoved
    return Turn(session, viewer, talk, said.text, intent)


async def _conclude(turn: Turn, said: Said) -> ChatAnswer:
    """Keep what the turn learnt and what came of it; who waits is told where they stand."""
    if turn.talk.handoff_id:
        turn.say(*await say_where_one_waits(turn.session, turn.viewer, turn.replies))
    await repository.keep_context(turn.session, turn.talk)
    return await _give(turn.session, said, turn.answer())


async def _give(session: AsyncSession, said: Said, answer: Answer) -> ChatAnswer:
    """Keep an answer; what is given is made of what was proved already, and not proved again."""
    words = "\n".join(reply.text for reply in answer.replies)
    body = answer.model_dump(mode="json")
    given = await repository.keep_answer(session, said, words, answer.status, body)
    return ChatAnswer.model_construct(message_id=said.id, answer_id=given, **dict(answer))


async def _given_before(session: AsyncSession, said: Said) -> ChatAnswer:
    """The answer a message already has, word for word."""
    if said.answered_by == said.id:
        return handed_before(said)
    body = await repository.answer_given(session, said)
    return ChatAnswer.model_validate({**body, "message_id": said.id, "answer_id": said.answered_by})


def words_for_bot(words: str) -> str:
    """Words as Rasa may read them: a leading slash, also one that its normalising would make of
    a full-width one, would be taken for a command of its own."""
    return words.lstrip("/／ \t\n").rstrip() or "？"


async def _collect(conversation_id: str, responses: list[dict[str, Any]]) -> Answer:
    """The answers whose tickets came back, as one; repeats are dropped.

    Raises: OutsideError when the bot brought none.
    """
    tickets = [str((r.get("custom") or {}).get("ticket", "")) for r in responses]
    answers = await take_answers(conversation_id, [t for t in tickets if t])
    if not answers:
        raise OutsideError("rasa", "智能助手没有给出回答。")
    merged = answers[0]
    for answer in answers[1:]:
        merged.replies += [r for r in answer.replies if r not in merged.replies]
        merged.items = merged.items or answer.items
        merged.status = answer.status if answer.status != "answered" else merged.status
    return merged
