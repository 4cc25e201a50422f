"""Telling somebody that their identity card lies on a terminal, or let somebody in there."""

from __future__ import annotations

from adapters.wechat.port import WeChatPort
from flows.conversations.queue_notices import say_and_send
from flows.self_service import repository
from foundation import db
from foundation.clock import now
from foundation.models import TerminalVisit
from foundation.queue import Payload


async def tell_of_card(wechat: WeChatPort, payload: Payload) -> None:
    """Handler of `self_service.card`; a visit answered by the phone or over rings nobody."""
    async with db.reading() as session:
        visit = await repository.look_at_visit(session, payload["visit_id"])
        if visit is None:
            return
        name, place = await repository.name_and_place(session, visit.device_id)
    words = words_of(visit, f"{name}（{place}）" if place else name)
    if words:
        mark = f"terminal:{visit.id}:{visit.state == 'waiting'}"
        await say_and_send(wechat, payload["user_id"], mark, words)


def words_of(visit: TerminalVisit, where: str) -> str:
    """What its holder is to know, by how the visit is now."""
    if visit.state == "waiting" and visit.expires_at > now():
        return (
            f"您的身份证正放在{where}上，要以您的身份办理。是您本人，请三分钟内打开「办事助手」"
            "点「是我本人」；不是您，请点「不是我」。"
        )
    if visit.state in ("claimed", "open") and visit.answered_by.startswith("staff:"):
        return (
            f"工作人员当面核对了身份证和本人，已让您在{where}办理。不是您本人，请马上告诉大厅的"
            "工作人员；身份证不在身边的，请尽快到派出所申报挂失。"
        )
    return ""
