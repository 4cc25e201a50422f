"""WeChat's chats: push in, kept and acknowledged at once, answered by a worker (ADR 0011).

WeChat waits five seconds and then repeats, so the answer goes out as customer-service messages.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from adapters.bot.port import BotPort
from adapters.http import OutsideError
from adapters.wechat.port import Account, InboundMessage, WeChatPort
from adapters.wechat.wire import PushReplayed
from flows.accounts.service import meet_again
from flows.conversations import repository as conversations
from flows.conversations.errors import ConversationMoved, MessageInvalid
from flows.conversations.presenter import show_message
from flows.conversations.replies import text
from flows.conversations.service import MAX_CLIENT_ID, Incoming, converse
from flows.conversations.views import ChatAnswer, Reply
from flows.conversations.wechat import repository, windows
from flows.conversations.wechat.chat import Chat
from flows.conversations.wechat.delivery import deliver, one_at_a_time
from flows.conversations.wechat.hearing import EMPTY_PUSH, Heard, hear, is_for_us, payload_of
from flows.conversations.wechat.pictures import with_picture
from flows.conversations.wechat.wording import write_letter
from foundation import db
from foundation.clock import now
from foundation.logging import logger
from foundation.queue import Payload, promise
from foundation.redis import announce
from foundation.viewer import Viewer

ANSWER = "wechat.answer"
REMEMBERED = 20

log = logger("wechat")


async def take_in(account: Account, message: InboundMessage, signed: str) -> None:
    """Promise an answer to a push; a repeat of the same message promises nothing new.

    Args:
        signed: the fingerprint of the push's signature.

    Raises: PushReplayed where that very signature was taken before.
    """
    if not is_for_us(message):
        log.info("wechat_push_noted", kind=message.kind, pushed=message.event[:40])
        return
    chat = Chat(account, message.openid)
    async with db.writing() as session:
        if await repository.is_signature_known(session, signed):
            raise PushReplayed
        await repository.keep_signature(session, signed)
        _viewer, window = await repository.access_chat(session, chat)
        if message.message_id in window.seen:
            return
        window.seen = [*window.seen, message.message_id][-REMEMBERED:]
        windows.open_window(window, message.kind, message.event, now())
        promise(session, ANSWER, {**payload_of(message), "account": account.value})


async def forget(signed: str) -> None:
    """Let the same signature come again: WeChat did not hear our answer and will repeat it."""
    async with db.writing() as session:
        await repository.forget_signature(session, signed)


async def answer(bot: BotPort, wechat: WeChatPort, payload: Payload) -> None:
    """Handler of `wechat.answer`: the turn is answered once, and sent on from where it stopped."""
    payload = {**EMPTY_PUSH, **payload}
    chat = Chat(Account(payload["account"]), payload["openid"])
    mark = payload["message_id"][:MAX_CLIENT_ID]
    async with one_at_a_time(chat):
        await _meet(wechat, chat)
        async with db.reading() as session:
            viewer, window = await repository.look_at_chat(session, chat)
        heard = hear(await with_picture(wechat, chat, viewer, payload), window)
        replies: list[Reply] = list(heard.replies)
        if heard.is_turn:
            async with _typing(wechat, chat, is_shown=not heard.is_silent):
                replies += await _turn(bot, chat, heard, mark)
        if heard.is_silent:
            return
        async with db.writing() as session:
            window = await repository.lock_window(session, chat)
            letter = write_letter(chat, window, replies, heard.prelude if heard.is_turn else "")
        await deliver(wechat, chat, mark, letter)


async def _turn(bot: BotPort, chat: Chat, heard: Heard, mark: str) -> list[Reply]:
    """The replies of one turn, which our own clients see at once."""
    try:
        viewer, said = await _converse(bot, chat, Incoming(heard.words, heard.payload, mark))
    except MessageInvalid as refusal:
        return [text(refusal.detail)]
    async with db.reading() as session:
        rows = await conversations.messages_of_ids(
            session, *filter(None, (said.message_id, said.answer_id))
        )
    for row in rows:
        shown = show_message(row).model_dump(mode="json")
        await announce(f"user:{viewer.user_id}", "message", shown)
    return said.replies


async def _converse(bot: BotPort, chat: Chat, incoming: Incoming) -> tuple[Viewer, ChatAnswer]:
    """One turn of whoever the chat belongs to when it ends: binding may change that meanwhile."""
    viewer = await _viewer(chat)
    for _ in range(2):
        said = await converse(bot, viewer, incoming)
        owner = await _viewer(chat)
        if owner.user_id == viewer.user_id:
            return viewer, said
        viewer = owner
    raise ConversationMoved


async def _viewer(chat: Chat) -> Viewer:
    async with db.reading() as session:
        viewer, _window = await repository.look_at_chat(session, chat)
        return viewer


async def _meet(wechat: WeChatPort, chat: Chat) -> None:
    """Ask WeChat once who writes to the official account, so that the mini-program's same person
    finds the same conversation. An answer that does not come is asked for again next time."""
    async with db.reading() as session:
        _viewer, window = await repository.look_at_chat(session, chat)
    if window.is_person_asked or not chat.is_official:
        return
    try:
        unionid = await wechat.unionid_of(chat.openid)
    except OutsideError as error:
        log.info("wechat_person_unknown", error=repr(error))
        return
    async with db.writing() as session:
        window = await repository.lock_window(session, chat)
        window.is_person_asked = True
        if unionid:
            await meet_again(session, chat.openid, unionid)


@asynccontextmanager
async def _typing(wechat: WeChatPort, chat: Chat, *, is_shown: bool) -> AsyncIterator[None]:
    """«对方正在输入» while the answer is found; whether it can be shown changes nothing."""
    if not is_shown:
        yield
        return
    showing = asyncio.create_task(wechat.show_typing(chat.account, chat.openid))
    try:
        yield
    finally:
        with suppress(OutsideError):
            await showing
