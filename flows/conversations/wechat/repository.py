"""Rows of chats in WeChat, and the signatures of pushes that were taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from flows.accounts.repository import address_of
from flows.accounts.service import viewer_at_wechat
from flows.conversations.wechat.chat import Chat
from foundation.models import ChatWindow, PushSignature, UserAddress
from foundation.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one platform: chats WeChat lets us write into, messages left there, letters waiting."""

    platform: str
    open: int
    left: int
    waiting: int


async def access_chat(session: AsyncSession, chat: Chat) -> tuple[Viewer, ChatWindow]:
    """Who speaks in a chat, and its window, locked; a first message begins both."""
    viewer = await viewer_at_wechat(session, chat.openid, chat.platform)
    return viewer, await lock_window(session, chat)


async def look_at_chat(session: AsyncSession, chat: Chat) -> tuple[Viewer, ChatWindow]:
    """The same of a chat that has begun; nothing is locked."""
    viewer = await viewer_at_wechat(session, chat.openid, chat.platform)
    address = await address_of(session, chat.platform, chat.openid)
    assert address is not None
    window = await session.get(ChatWindow, address.id)
    return viewer, window or ChatWindow(address_id=address.id, menu={}, answered=[])


async def lock_window(session: AsyncSession, chat: Chat) -> ChatWindow:
    """The window of a chat whose address is known."""
    address = await address_of(session, chat.platform, chat.openid)
    assert address is not None
    window = await session.get(ChatWindow, address.id, with_for_update=True, populate_existing=True)
    if window is None:
        window = ChatWindow(address_id=address.id)
        session.add(window)
        await session.flush()
    return window


async def is_signature_known(session: AsyncSession, digest: str) -> bool:
    return await session.get(PushSignature, digest) is not None


async def keep_signature(session: AsyncSession, digest: str) -> None:
    session.add(PushSignature(digest=digest))
    await session.flush()


async def forget_signature(session: AsyncSession, digest: str) -> None:
    await session.execute(delete(PushSignature).where(PushSignature.digest == digest))


async def figures(session: AsyncSession, moment: datetime) -> list[Figures]:
    """What is left and what waits, for each of our WeChat accounts."""
    is_open = ChatWindow.message_until > moment
    rows = await session.execute(
        select(
            UserAddress.platform,
            func.count().filter(is_open),
            func.coalesce(func.sum(ChatWindow.message_left).filter(is_open), 0),
            func.count().filter(ChatWindow.waiting.is_not(None)),
        )
        .join(UserAddress, UserAddress.id == ChatWindow.address_id)
        .group_by(UserAddress.platform)
    )
    return [Figures(*row) for row in rows]
