"""What may still be written into WeChat's chats, for those who watch the system."""

from __future__ import annotations

from prometheus_client import Gauge
from sqlalchemy.ext.asyncio import AsyncSession

from flows.conversations.wechat.repository import figures
from foundation.clock import now

_OPEN = Gauge("wechat_chats_open", "Chats a message opened in the last 48 hours", ["platform"])
_LEFT = Gauge("wechat_replies_left", "Customer-service messages left in open chats", ["platform"])
_WAITING = Gauge("wechat_chats_waiting", "Chats with words kept for the next answer", ["platform"])


async def show_chats(session: AsyncSession) -> None:
    """Set the gauges to what the database says now."""
    for found in await figures(session, now()):
        _OPEN.labels(found.platform).set(found.open)
        _LEFT.labels(found.platform).set(found.left)
        _WAITING.labels(found.platform).set(found.waiting)
