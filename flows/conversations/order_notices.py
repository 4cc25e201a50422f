"""Telling a citizen that their work order moved: in their talk, live, and on WeChat."""

from __future__ import annotations

from adapters.wechat.port import WeChatPort
from flows.accounts.repository import addresses_of
from flows.accounts.service import viewer_of
from flows.conversations import repository
from flows.conversations.telling import say_by_itself
from flows.conversations.wechat.chat import chats_of
from flows.conversations.wechat.delivery import tell
from flows.handoffs import repository as handoffs
from flows.work_orders.repository import order_by_number
from flows.work_orders.states import CLASSIFICATIONS
from foundation import db
from foundation.clock import local
from foundation.models import WorkOrder
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
        answer = {"replies": [{"kind": "text", "text": words}]}
        await say_by_itself(session, order.user_id, conversation.id, mark, words, answer)
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
