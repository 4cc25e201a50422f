"""订阅授权: whether the mini-program may send somebody a notice of a topic.

WeChat takes one subscribe message for each yes (一次性订阅消息) and refuses every other with 43101.
The phone tells what was answered in WeChat's own box, so that nothing is sent in vain.
Source: developers.weixin.qq.com, wx.requestSubscribeMessage and subscribeMessage.send.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.accounts import repository
from flows.accounts.errors import PhoneUnknown
from foundation.clock import now
from foundation.idempotency import once
from foundation.models import UserAddress
from foundation.settings import settings
from foundation.viewer import Viewer

MINI_PROGRAM, OFFICIAL = "wechat_miniprogram", "wechat_official"
Topic = Literal["case", "queue"]
TOPICS: tuple[Topic, ...] = ("case", "queue")
Answer = Literal["accept", "reject", "ban", "off"]
"""`ban`: WeChat does not let this template be asked for; `off`: notices are switched off there."""


class NoticeView(BaseModel):
    """`quota` is how many notices WeChat still takes; `template_id` is empty where none is sent."""

    topic: Topic
    template_id: str
    quota: int
    answer: Answer | None


class NoticesView(BaseModel):
    """`knows_phone`: we know the viewer's mini-program; `follows_account`: the official account."""

    items: list[NoticeView]
    knows_phone: bool
    follows_account: bool


def template_of(topic: Topic) -> str:
    chosen = settings()
    if topic == "case":
        return chosen.wechat_subscribe_template_case
    return chosen.wechat_subscribe_template_queue


async def look_at_notices(session: AsyncSession, viewer: Viewer) -> NoticesView:
    """What the viewer's mini-program lets through, by topic."""
    addresses = await repository.addresses_of(session, viewer.user_id)
    phones = [one.id for one in addresses if one.platform == MINI_PROGRAM]
    found = {row.template_id: row for row in await repository.consents_of(session, phones)}
    items = []
    for topic in TOPICS:
        row = found.get(template := template_of(topic))
        items.append(
            NoticeView.model_validate(
                {
                    "topic": topic, "template_id": template, "quota": row.quota if row else 0,
                    "answer": row.answer if row else None,
                }
            )
        )  # fmt: skip
    follows = any(one.platform == OFFICIAL for one in addresses)
    return NoticesView(items=items, knows_phone=bool(phones), follows_account=follows)


async def keep_answers(
    session: AsyncSession, viewer: Viewer, key: str | None, answers: Mapping[Topic, Answer]
) -> NoticesView:
    """What was answered in WeChat's box: each yes lets one more through, a no takes none away.

    Raises: PhoneUnknown where the viewer did not come by the mini-program.
    """

    async def act() -> dict[str, str]:
        phone = await repository.newest_address(session, viewer.user_id, MINI_PROGRAM)
        if phone is None:
            raise PhoneUnknown
        for topic, answer in answers.items():
            more = 1 if answer == "accept" else 0
            await repository.keep_consent(
                session, phone.id, template_of(topic), answer, more, now()
            )
        return {}

    await once(session, viewer.user_id, key, dict(answers), act)
    return await look_at_notices(session, viewer)


async def is_let_through(session: AsyncSession, phone: UserAddress, topic: Topic) -> bool:
    """Whether WeChat will take one more notice for that phone, as far as we know."""
    template = template_of(topic)
    found = await repository.consents_of(session, [phone.id])
    return any(row.template_id == template and row.quota > 0 for row in found)


async def count_sent(session: AsyncSession, phone: UserAddress, topic: Topic) -> None:
    await repository.spend_consent(session, phone.id, template_of(topic))


async def count_none_left(session: AsyncSession, phone: UserAddress, topic: Topic) -> None:
    """WeChat takes nothing more, whatever we counted."""
    await repository.end_consent(session, phone.id, template_of(topic))
