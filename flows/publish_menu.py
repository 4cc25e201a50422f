"""`python -m flows.publish_menu`: the official account's menu goes from content to WeChat."""

from __future__ import annotations

import asyncio
import sys

from adapters import registry
from flows.conversations.wechat.menu import publish_menu
from foundation.errors import Problem
from foundation.redis import redis_client
from knowledge_base.catalogue import ContentInvalid


async def publish() -> int:
    """How many lines WeChat took. Raises: MenuInvalid, OutsideUnavailable, ContentInvalid."""
    async with registry.wechat_client(redis_client()) as wechat:
        return await publish_menu(wechat)


if __name__ == "__main__":
    try:
        print(f"公众号菜单已发布：{asyncio.run(publish())} 行，微信客户端几分钟内更新")
    except (Problem, ContentInvalid) as refusal:
        sys.exit(f"✗ 菜单没有发布：{getattr(refusal, 'detail', refusal)}")
