"""The bot is silent while a person speaks: what is said then goes to them (ADR 22)."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.conversations import repository
from flows.conversations.repository import Said
from flows.conversations.views import ChatAnswer, IntentView, Reply
from flows.handoffs import repository as handoffs
from flows.handoffs import service
from foundation.announcements import announce_after_commit
from foundation.viewer import Viewer

TO_PERSON = IntentView(name="handoff", confidence=1.0)


async def hand_over(session: AsyncSession, said: Said) -> ChatAnswer | None:
    """Keep the words for the person who speaks and tell them; None where nobody does."""
    speaking = await handoffs.speaking_in(session, said.conversation_id)
    if speaking is None:
        return None
    await repository.keep_handed_over(session, said)
    data = {
        "id": speaking.handoff_id,
        "state": "accepted",
        "what": "said",
        "staff_id": speaking.staff_id,
        "topic": speaking.topic,
    }
    announce_after_commit(session, "staff", "handoff", data)
    return handed_before(said)


def handed_before(said: Said) -> ChatAnswer:
    """What a citizen's client is told of words that a person answers."""
    return ChatAnswer(
        status="handed_off", intent=TO_PERSON, replies=[], message_id=said.id, answer_id=None
    )


async def say_where_one_waits(
    session: AsyncSession, viewer: Viewer, said: list[Reply]
) -> list[Reply]:
    """The place in the queue, after an answer that does not speak of it itself."""
    if any(reply.kind == "handoff" for reply in said):
        return []
    shown = (await service.current(session, viewer)).handoff
    if shown is None or shown.status != "waiting":
        return []
    data = {"phone": shown.desk.phone, "handoff": shown.model_dump(mode="json"), "is_note": True}
    return [Reply(kind="handoff", text=f"人工服务：{shown.words}", data=data)]
