"""What staff do in a talk, and what of it the citizen sees; the same for the citizen's own acts."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from flows.conversations import repository
from flows.conversations.person_words import after_talk, tell, tell_left, tell_requeued, write
from flows.conversations.service import medium_of
from flows.handoffs import desk, packet, queueing
from flows.handoffs import repository as handoffs
from flows.handoffs import service as citizens
from flows.handoffs.presenter import show_line
from flows.handoffs.views import HandoffView, LineView, StaffHandoffDetail
from flows.work_orders.service import Message as LeftMessage
from foundation.errors import InvalidInput
from foundation.idempotency import once
from foundation.settings import settings
from foundation.viewer import StaffMember, Viewer

MAX_MARK = 48


async def accept(session: AsyncSession, staff: StaffMember, handoff_id: str) -> StaffHandoffDetail:
    handoff, is_new = await desk.accept(session, staff, handoff_id)
    if is_new:
        await tell(session, handoff, f"工作人员{staff.display_name}已接入，请直接说您的问题。")
    return await packet.look_at(session, staff, handoff.id)


async def say(
    session: AsyncSession, staff: StaffMember, handoff_id: str, text: str, mark: str
) -> LineView:
    """Say something to the citizen. The same `mark` (client_message_id) is said once.

    Raises: InvalidInput, HandoffUnknown, HandoffTaken, HandoffMoved.
    """
    words, limit = text.strip().replace("\x00", ""), settings().chat_text_max
    errors: dict[str, str] = {}
    if not 1 <= len(words) <= limit:
        errors["text"] = f"请写1至{limit}个字"
    if not 1 <= len(mark) <= MAX_MARK or not mark.isprintable():
        errors["client_message_id"] = f"消息标识应为1至{MAX_MARK}个可见字符"
    if errors:
        raise InvalidInput(errors)
    handoff = await desk.own(session, staff, handoff_id)
    name = f"staff:{mark}"
    said = await repository.message_sent(session, handoff.conversation_id, name)
    if said is None:
        desk.must_be_talking(handoff)
        body = {"author_name": staff.display_name}
        said = await write(session, handoff, "staff", words, name, body)
        queueing.tell_staff(session, handoff, "said")
    return show_line(said)


async def close(
    session: AsyncSession, staff: StaffMember, handoff_id: str, text: str
) -> StaffHandoffDetail:
    handoff, is_new = await desk.close(session, staff, handoff_id, text)
    if is_new:
        await after_talk(session, handoff, "本次人工服务已结束。请您评价，帮我们做得更好。")
    return await packet.detail(session, staff, handoff)


async def pass_on(
    session: AsyncSession, staff: StaffMember, handoff_id: str, colleague_id: str, reason: str
) -> StaffHandoffDetail:
    handoff, colleague = await desk.pass_on(session, staff, handoff_id, colleague_id, reason)
    await tell(session, handoff, f"已为您转接工作人员{colleague.display_name}，不用重复说明情况。")
    return await packet.detail(session, staff, handoff)


async def requeue(
    session: AsyncSession, staff: StaffMember, handoff_id: str, topic: str, reason: str
) -> StaffHandoffDetail:
    handoff = await desk.requeue(session, staff, handoff_id, topic, reason)
    shown = await queueing.view(session, handoff)
    await tell(session, handoff, f"已为您转到「{handoff.topic_name}」。{shown.words}", shown)
    return await packet.detail(session, staff, handoff)


async def release(
    session: AsyncSession, staff: StaffMember, handoff_id: str, reason: str
) -> StaffHandoffDetail:
    handoff = await desk.release(session, staff, handoff_id, reason)
    await tell_requeued(session, handoff)
    return await packet.detail(session, staff, handoff)


async def take_over(
    session: AsyncSession, staff: StaffMember, handoff_id: str, reason: str
) -> StaffHandoffDetail:
    handoff, is_new = await desk.take_over(session, staff, handoff_id, reason)
    if is_new:
        await tell(session, handoff, f"工作人员{staff.display_name}接着为您服务。")
    return await packet.look_at(session, staff, handoff.id)


async def invite_video(
    session: AsyncSession, staff: StaffMember, handoff_id: str
) -> StaffHandoffDetail:
    """Ask the citizen whether they want a video call; nothing begins without their yes."""
    handoff = await desk.own(session, staff, handoff_id)
    desk.must_be_talking(handoff)
    was = handoff.video
    shown = await citizens.move_video(session, handoff, "invite", staff.display_name)
    if was != "invited":
        words = f"工作人员{staff.display_name}邀请您视频沟通。同意后才会打开摄像头，可随时挂断。"
        await tell(session, handoff, words, shown)
    return await packet.detail(session, staff, handoff)


async def cancel(session: AsyncSession, viewer: Viewer, handoff_id: str) -> HandoffView:
    """The citizen waits no more, or ends the talk."""
    before = await handoffs.access_handoff(session, viewer, handoff_id, lock=True)
    was = before.state
    shown = await citizens.cancel(session, viewer, handoff_id)
    if was == "accepted":
        await after_talk(session, before, "您已结束本次人工服务。请您评价，帮我们做得更好。")
    return shown


async def ask_once(
    session: AsyncSession, viewer: Viewer, key: str | None, asked: citizens.Asked
) -> HandoffView:
    """Ask for a person outside a turn of talk; the same key asks once."""

    async def act() -> dict[str, Any]:
        return (await ask(session, viewer, asked)).model_dump(mode="json")

    owner = f"user:{viewer.user_id}:handoffs"
    body = [asked.reason, asked.item_code]
    return HandoffView.model_validate(await once(session, owner, key, body, act))


async def ask(session: AsyncSession, viewer: Viewer, asked: citizens.Asked) -> HandoffView:
    """Ask for a person; it is seen in the talk all the same."""
    medium = medium_of(viewer.channel)
    conversation = await repository.access_conversation(session, viewer, medium)
    about = asked.item_code or conversation.context.get("item_code")
    wanted = citizens.Asked(asked.reason, about, asked.asked_by)
    shown, is_new = await citizens.open_handoff(session, viewer, conversation.id, wanted)
    if is_new:
        handoff = await handoffs.access_handoff(session, viewer, shown.id)
        await tell(session, handoff, f"已为您转人工。{shown.words}", shown)
    return shown


async def leave_message(
    session: AsyncSession, viewer: Viewer, handoff_id: str, message: LeftMessage
) -> HandoffView:
    """Wait no more and leave a message; its number is said in the talk."""
    handoff = await handoffs.access_handoff(session, viewer, handoff_id, lock=True)
    was = handoff.state
    shown = await citizens.leave_message(session, viewer, handoff_id, message)
    if was == "waiting":
        await tell_left(session, handoff, shown)
    return shown


async def transfer(
    session: AsyncSession,
    staff: StaffMember,
    handoff_id: str,
    colleague_id: str | None,
    topic: str | None,
    reason: str,
) -> StaffHandoffDetail:
    """To a colleague or to a topic, not both. Raises: InvalidInput."""
    if bool(colleague_id) == bool(topic):
        raise InvalidInput({"staff_id": "请选择转给一位同事，或转到一个队列"})
    if colleague_id:
        return await pass_on(session, staff, handoff_id, colleague_id, reason)
    return await requeue(session, staff, handoff_id, topic or "", reason)
