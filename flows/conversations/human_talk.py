"""Asking for a person within a talk: by button or words, offered by the policy, given up."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.conversations.replies import HOTLINE, command, text
from flows.conversations.turn import Turn
from flows.conversations.views import Button, Reply
from flows.handoffs import repository, service
from flows.handoffs.service import Asked
from flows.handoffs.views import HandoffView
from flows.work_orders.service import MAX_TEXT, Message

OFFER = Button(title="转人工", payload=command("human"))


async def ask_for_person(turn: Turn) -> None:
    """Queue for a person and say what to expect; who is in the queue already stays there."""
    words = "" if turn.intent.name == "button" else turn.text
    asked = Asked(words, turn.about)
    shown, is_new = await service.open_handoff(turn.session, turn.viewer, turn.talk.id, asked)
    lead = "好的，已为您转人工。" if is_new else "您已经在排队了。"
    card = handoff_card(shown, f"{lead}{shown.words}{_own_window(turn)}")
    if turn.item:
        card.data["code"] = turn.item.code
    turn.say(card, status="handed_off")


async def cancel_waiting(turn: Turn) -> None:
    if not turn.talk.handoff_id:
        turn.say(text("您现在没有在排队。想办什么事，直接告诉我就行。"))
        return
    await service.cancel(turn.session, turn.viewer, turn.talk.handoff_id)
    turn.talk.handoff_id = None
    turn.say(text("好的，不排队了。您可以继续问我，需要时再点「转人工」。", OFFER))


async def leave_words(turn: Turn) -> None:
    """Leave what was said so far as a message, where no form can be shown."""
    handoff_id = turn.talk.handoff_id
    if not handoff_id:
        turn.say(text("您现在没有在排队。需要留言请先点「转人工」。", OFFER))
        return
    handoff = await repository.access_handoff(turn.session, turn.viewer, handoff_id)
    words = await words_so_far(turn.session, handoff.conversation_id)
    message = Message("consult", words, item_code=handoff.item_code)
    shown = await service.leave_message(turn.session, turn.viewer, handoff_id, message)
    turn.talk.handoff_id = None
    turn.say(left_card(shown))


async def words_so_far(session: AsyncSession, conversation_id: str) -> str:
    """The citizen's last few sentences, which a message is made of."""
    messages = await repository.messages_of(session, conversation_id, 0, 20)
    said = [m.text for m in messages if m.direction == "in" and not m.payload and m.text]
    return ("市民在对话中咨询：" + "；".join(said[-5:]))[:MAX_TEXT]


def offer_person(turn: Turn, lead: str) -> None:
    """Offer one; nobody is queued who did not ask."""
    words = f"{lead}需要的话，我可以帮您转给工作人员，也可以拨打12345。"
    turn.say(Reply(kind="handoff", text=words, buttons=[OFFER], data={"phone": HOTLINE}))


def handoff_card(shown: HandoffView, words: str) -> Reply:
    """Where the citizen stands, with ways out; the client keeps it up to date."""
    buttons = [
        Button(title="留言", payload=command("human_message")),
        Button(title="不等了", payload=command("human_cancel")),
    ]
    data = {"phone": HOTLINE, "handoff": shown.model_dump(mode="json")}
    is_waiting = shown.status == "waiting"
    return Reply(kind="handoff", text=words, buttons=buttons if is_waiting else [], data=data)


def left_card(shown: HandoffView) -> Reply:
    words = (
        f"已经留言，工单编号{shown.work_order_number}。答复会出现在这里，也可在「我的工单」查看。"
    )
    data = {"phone": HOTLINE, "handoff": shown.model_dump(mode="json")}
    return Reply(kind="handoff", text=words, data=data)


def _own_window(turn: Turn) -> str:
    """The item's own telephone, for who would rather call."""
    if not turn.item:
        return ""
    guide, name = turn.item.document.guide, turn.item.document.item.short_name
    return f"\n「{name}」也可以直接咨询：{guide.link_way}。"
