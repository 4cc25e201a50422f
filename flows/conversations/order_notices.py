"""Telling a citizen that their work order moved: in their talk, live, and on WeChat."""

from __future__ import annotations

from adapters.wechat.port import WeChatPort
from flows.accounts.repository import addresses_of
from flows.accounts.service import viewer_of
from flows.conversations import repository
from flows.conversations.service import show_message
from flows.conversations.wechat.chat import chats_of
from flows.conversations.wechat.delivery import tell
from flows.handoffs import repository as handoffs
from flows.work_orders.repository import order_by_number
from flows.work_orders.states import CLASSIFICATIONS
from foundation import db
from foundation.announcements import announce_after_commit
from foundation.clock import local, now
from foundation.models import Message, WorkOrder, new_id
from foundation.queue import Payload

WORDS = {
    "accept": "您的{label}（工单{number}）已受理，预计{due}前答复，以受理部门答复为准。",
    "reply": "您的{label}（工单{number}）已答复：\n{reply}\n请到「我的工单」评价这次答复。",
}


async def tell_of_order(wechat: WeChatPort, payload: Payload) -> None:
    """Handler of `work_orders.changed`; writing twice is kept from by the client id."""
    async with db.writing() as session:
        order = await order_by_number(session, payload["number"])
        words = _words(order, payload["act"])
        mark = f"order:{order.number}:{payload['act']}:{payload['at'][:26]}"[:64]
        user = await handoffs.user_by_id(session, order.user_id)
        viewer = viewer_of(user, order.channel)
        conversation = await repository.access_conversation(session, viewer)
        if not await repository.message_sent(session, conversation.id, mark):
            message = Message(
                id=new_id(),
                conversation_id=conversation.id,
                direction="out",
                author="notice",
                client_message_id=mark,
                text=words,
                status="answered",
                answer={"replies": [{"kind": "text", "text": words}]},
                created_at=now(),
            )
            session.add(message)
            await session.flush()
            shown = show_message(message).model_dump(mode="json")
            announce_after_commit(session, f"user:{order.user_id}", "message", shown)
        addresses = await addresses_of(session, order.user_id)
    for chat in chats_of(addresses):
        if chat.is_official:
            await tell(wechat, chat, mark, words)


def _words(order: WorkOrder, act: str) -> str:
    return WORDS[act].format(
        label=CLASSIFICATIONS[order.classification][0],
        number=order.number,
        due=f"{local(order.due_at):%Y年%-m月%-d日}",
        reply=order.reply or "",
    )
