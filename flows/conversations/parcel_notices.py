"""Telling somebody that papers a counter took while offline lie in their vault now."""

from __future__ import annotations

from adapters.wechat.port import WeChatPort
from flows.conversations.queue_notices import say_and_send
from foundation.queue import Payload


async def tell_of_parcel(wechat: WeChatPort, payload: Payload) -> None:
    """Handler of `parcels.handed`."""
    words = (
        f"断网时窗口收下的「{payload['label']}」材料已放进您的「我的资料」。"
        "接着办时，在「交材料」里点「从我的资料选」就能用，不用再拍一遍。"
    )
    await say_and_send(wechat, payload["user_id"], f"parcel:{payload['key']}", words)
