"""The citizen's side: ask for a person, see where one stands, give up, leave a message, rate."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from flows.handoffs import queueing, repository
from flows.handoffs.errors import HandoffMoved, HandoffUnknown
from flows.handoffs.moves import MAX_REASON, move, note
from flows.handoffs.states import LABELS, next_video
from flows.handoffs.topics import GENERAL, topic_of
from flows.handoffs.views import CurrentHandoff, HandoffView
from flows.work_orders import service as work_orders
from flows.work_orders.service import Message
from flows.work_orders.states import CLASSIFICATIONS
from foundation.announcements import announce_after_commit
from foundation.clock import now
from foundation.errors import InvalidInput
from foundation.models import Handoff, new_id
from foundation.viewer import Viewer

CITIZEN = "市民"
REASONS = ("态度好", "答得清楚", "解决了问题", "等太久", "没听懂我的问题", "没解决问题", "态度不好")
MAX_RATING_TEXT = 500
LAPSED = "等候时间过长，系统代为留言。"


@dataclass(frozen=True, slots=True)
class Asked:
    """Why a person is asked for: the citizen's words, the item, and who asked."""

    reason: str = ""
    item_code: str | None = None
    asked_by: str = "citizen"


async def open_handoff(
    session: AsyncSession, viewer: Viewer, conversation_id: str, asked: Asked
) -> tuple[HandoffView, bool]:
    """The conversation's open handoff, made if there is none; and whether it was made now."""
    conversation = await repository.lock_conversation(session, conversation_id)
    if conversation is None or conversation.user_id != viewer.user_id:
        raise HandoffUnknown
    if conversation.handoff_id:
        held = await repository.access_handoff(session, viewer, conversation.handoff_id)
        return await queueing.view(session, held), False
    topic = topic_of(asked.item_code)
    handoff = Handoff(
        id=new_id(),
        user_id=viewer.user_id,
        conversation_id=conversation.id,
        kind="to_staff",
        state="waiting",
        topic=topic.code,
        topic_name=topic.name,
        item_code=asked.item_code if topic.code != GENERAL else None,
        asked_by=asked.asked_by,
        reason=asked.reason.strip()[:MAX_REASON],
        video="none",
        opened_at=now(),
        version=1,
    )
    session.add(handoff)
    await session.flush()
    conversation.handoff_id = handoff.id
    note(session, handoff, "open", CITIZEN, handoff.reason)
    shown = await queueing.view(session, handoff)
    queueing.tell_citizen(session, handoff, shown)
    queueing.tell_staff(session, handoff, "open")
    return shown, True


async def current(session: AsyncSession, viewer: Viewer) -> CurrentHandoff:
    """The viewer's open handoff, or the last one; with the desk."""
    handoff = await repository.latest_of(session, viewer)
    shown = await queueing.view(session, handoff) if handoff else None
    desk = shown.desk if shown else await queueing.desk_of(session, GENERAL, 0)
    return CurrentHandoff(handoff=shown, desk=desk)


async def look_at(session: AsyncSession, viewer: Viewer, handoff_id: str) -> HandoffView:
    return await queueing.view(
        session, await repository.access_handoff(session, viewer, handoff_id)
    )


async def cancel(session: AsyncSession, viewer: Viewer, handoff_id: str) -> HandoffView:
    """Stop waiting, or end the talk; again changes nothing."""
    handoff = await repository.access_handoff(session, viewer, handoff_id, lock=True)
    if handoff.state in ("cancelled", "closed"):
        return await queueing.view(session, handoff)
    return await move(session, handoff, "cancel", CITIZEN)


async def leave_message(
    session: AsyncSession, viewer: Viewer, handoff_id: str, message: Message
) -> HandoffView:
    """Wait no more: what is asked becomes a work order. Again gives the same.

    Raises: HandoffUnknown, HandoffMoved, InvalidInput.
    """
    handoff = await repository.access_handoff(session, viewer, handoff_id, lock=True)
    if handoff.state == "message_left":
        return await queueing.view(session, handoff)
    return await _leave(session, viewer, handoff, message, CITIZEN)


async def lapse(session: AsyncSession, viewer: Viewer, handoff: Handoff, words: str) -> HandoffView:
    """Nobody came in time: what was said becomes a work order, so that it is answered."""
    text = f"{LAPSED}\n{words}".strip()[: work_orders.MAX_TEXT]
    message = Message("consult", text, item_code=handoff.item_code)
    return await _leave(session, viewer, handoff, message, "系统")


async def _leave(
    session: AsyncSession, viewer: Viewer, handoff: Handoff, message: Message, actor: str
) -> HandoffView:
    if handoff.state != "waiting":
        raise HandoffMoved(f"这次人工服务{LABELS[handoff.state]}，不能留言，请直接在对话里说。")
    item_code = message.item_code or handoff.item_code
    about = Message(message.classification, message.text, message.name, message.phone, item_code)
    order = await work_orders.leave(session, viewer, about)
    handoff.work_order_number = order.number
    label = CLASSIFICATIONS[order.classification][0]
    return await move(session, handoff, "leave", actor, text=f"{label}工单{order.number}")


async def rate(
    session: AsyncSession,
    viewer: Viewer,
    handoff_id: str,
    satisfaction: int,
    reasons: list[str],
    text: str,
) -> HandoffView:
    """How the talk was, 1 to 5, once; the same again changes nothing.

    Raises: HandoffUnknown, HandoffMoved, InvalidInput.
    """
    errors = {}
    if not 1 <= satisfaction <= 5:
        errors["satisfaction"] = "满意度应为1至5分"
    if set(reasons) - set(REASONS):
        errors["reasons"] = f"理由请从这些里选：{'、'.join(REASONS)}"
    if len(text.strip()) > MAX_RATING_TEXT:
        errors["text"] = f"最多{MAX_RATING_TEXT}个字"
    if errors:
        raise InvalidInput(errors)
    handoff = await repository.access_handoff(session, viewer, handoff_id, lock=True)
    if handoff.state != "closed":
        raise HandoffMoved("人工服务结束后才能评价。")
    if handoff.satisfaction is None:
        handoff.satisfaction = satisfaction
        handoff.rating = {"reasons": list(dict.fromkeys(reasons)), "text": text.strip()}
        note(session, handoff, "rate", CITIZEN, f"{satisfaction}分")
        queueing.tell_staff(session, handoff, "rate")
    shown = await queueing.view(session, handoff)
    queueing.tell_citizen(session, handoff, shown)
    return shown


async def answer_video(
    session: AsyncSession, viewer: Viewer, handoff_id: str, *, agreed: bool
) -> HandoffView:
    """The citizen's consent to a video call, or their no; noted on the timeline (个保法第29条)."""
    handoff = await repository.access_handoff(session, viewer, handoff_id, lock=True)
    if handoff.state != "accepted":
        raise HandoffMoved("人工服务已经结束，不能再视频。")
    act = "agree" if agreed else "decline"
    return await move_video(session, handoff, act, CITIZEN)


async def move_video(session: AsyncSession, handoff: Handoff, act: str, actor: str) -> HandoffView:
    """Raises: HandoffMoved."""
    target = next_video(act, handoff.video)
    if target != handoff.video:
        handoff.video = target
        if target == "ended":
            announce_after_commit(session, f"video:{handoff.id}", "ended", {})
        note(session, handoff, act, actor)
    shown = await queueing.view(session, handoff)
    queueing.tell_citizen(session, handoff, shown)
    queueing.tell_staff(session, handoff, act)
    return shown
