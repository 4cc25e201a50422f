"""Words of a person's talk as rows: said to the citizen, announced, promised to WeChat.

A message is a row before it is announced: the stream is only a bell, the history the truth.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.wechat.port import WeChatPort
from flows.accounts.repository import addresses_of
from flows.accounts.service import viewer_of
from flows.conversations import guidance_talk, repository
from flows.conversations.human_talk import handoff_card, left_card
from flows.conversations.presenter import show_message
from flows.conversations.service import WECHAT_CHATS
from flows.conversations.turn import Turn
from flows.conversations.views import IntentView, Reply
from flows.conversations.wechat.chat import chats_of
from flows.conversations.wechat.delivery import tell as tell_chat
from flows.conversations.wechat.wording import render
from flows.handoffs import queueing
from flows.handoffs import repository as handoffs
from flows.handoffs.views import HandoffView
from foundation import db
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.models import Conversation, Handoff, Message, new_id
from foundation.queue import Payload, promise

TO_WECHAT = "handoffs.to_wechat"
AFTER_TALK = IntentView(name="handoff", confidence=1.0)


async def tell_requeued(session: AsyncSession, handoff: Handoff) -> None:
    shown = await queueing.view(session, handoff)
    await tell(session, handoff, f"正在为您重新安排工作人员。{shown.words}", shown)


async def after_talk(session: AsyncSession, handoff: Handoff, words: str) -> None:
    """The card to rate the talk; then guidance goes on where it stood."""
    shown = await queueing.view(session, handoff)
    await tell(session, handoff, words, shown)
    talk = await repository.lock_talk(session, handoff.conversation_id)
    conversation = await session.get(Conversation, handoff.conversation_id)
    if talk is None or conversation is None:
        return
    viewer = viewer_of(await handoffs.user_of(session, handoff), conversation.channel)
    turn = Turn(session, viewer, talk, "", AFTER_TALK)
    await guidance_talk.resume(turn)
    await repository.keep_context(session, talk)
    if turn.replies:
        body = turn.answer().model_dump(mode="json")
        said = "\n".join(r.text for r in turn.replies)
        await write(session, handoff, "assistant", said, None, body)


async def tell(
    session: AsyncSession, handoff: Handoff, words: str, shown: HandoffView | None = None
) -> None:
    """A notice in the talk; with the card, where there is something to do."""
    await session.flush()
    body = _card(handoff_card(shown, words)) if shown else {}
    await write(session, handoff, "notice", words, None, body)


async def tell_left(session: AsyncSession, handoff: Handoff, shown: HandoffView) -> None:
    """That the message was left, with its number."""
    card = left_card(shown)
    body = _card(card)
    await write(session, handoff, "notice", card.text, None, body)


def _card(card: Reply) -> dict[str, Any]:
    return {"replies": [card.model_dump(mode="json")]}


async def write(
    session: AsyncSession,
    handoff: Handoff,
    author: str,
    words: str,
    mark: str | None,
    body: dict[str, Any],
) -> Message:
    """Put a message into the conversation and announce it; where the citizen spoke last in a
    WeChat chat, it is promised to go there too."""
    channel = await repository.spoken_last_on(session, handoff.conversation_id)
    message = Message(
        id=new_id(),
        conversation_id=handoff.conversation_id,
        channel=channel,
        direction="out",
        author=author,
        client_message_id=mark,
        text=words,
        status="handed_off" if author == "staff" else "answered",
        answer=body,
        created_at=now(),
    )
    session.add(message)
    await session.flush()
    shown = show_message(message).model_dump(mode="json")
    announce_after_commit(session, f"user:{handoff.user_id}", "message", shown)
    if channel in WECHAT_CHATS:
        promise(session, TO_WECHAT, {"user_id": handoff.user_id, "message_id": message.id})
    return message


async def send_to_wechat(wechat: WeChatPort, payload: Payload) -> None:
    """Handler of `handoffs.to_wechat`. Sending may repeat after a crash; the row is there once."""
    async with db.reading() as session:
        message = await handoffs.message_by_id(session, payload["message_id"])
        addresses = await addresses_of(session, payload["user_id"])
    if message is None:
        return
    name = (message.answer or {}).get("author_name")
    replies = [Reply.model_validate(r) for r in (message.answer or {}).get("replies") or []]
    words = f"{name}：{message.text}" if name else render(replies) or message.text
    for chat in chats_of(addresses):
        if chat.platform == message.channel:
            await tell_chat(wechat, chat, message.id, words)
