"""Subscribe messages (订阅消息): sent where the citizen let one through, and counted."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.http import OutsideRefused
from adapters.wechat.errors import SubscriptionRefused
from adapters.wechat.port import SubscribeMessage, WeChatPort
from flows.accounts import consents
from flows.accounts.consents import Topic
from foundation import db
from foundation.logging import logger
from foundation.models import UserAddress

log = logger("notices")


async def send_if_let_through(
    wechat: WeChatPort, phone: UserAddress, topic: Topic, values: Mapping[str, str], page: str
) -> None:
    """One notice to a mini-program. A refusal is no error of ours, and ends what we counted.

    Counted after it was sent: a worker killed in between tries one in vain, and none is lost.
    Raises: OutsideUnavailable.
    """
    async with db.reading() as session:
        if not await consents.is_let_through(session, phone, topic):
            return
    message = SubscribeMessage(phone.address, consents.template_of(topic), values, page=page)
    count = consents.count_sent
    try:
        await wechat.send_subscribe(message)
    except SubscriptionRefused:
        count = consents.count_none_left
    except OutsideRefused as refusal:
        log.warning("notice_refused", topic=topic, code=refusal.platform_code)
        return
    async with db.writing() as session:
        await count(session, phone, topic)
