"""Binding a WeChat chat to a citizen: a signed link, sign-on, and the two are one user.

The link is made for one openid, sent only into that openid's own chat, and ends after an hour.
"""

from __future__ import annotations

import base64
import time

from sqlalchemy.ext.asyncio import AsyncSession

from flows.accounts import repository
from flows.accounts.service import Proof, recognise, viewer_of
from foundation import crypto
from foundation.errors import Conflict, NotFound
from foundation.settings import settings

LIFETIME_SECONDS = 3600
OFFICIAL = "wechat_official"


class BindingExpired(NotFound):
    code = "binding_expired"
    title = "绑定链接已失效"
    default_detail = (
        "这个绑定链接已过期，请回到刚才的微信对话再问一次「我的办件到哪一步了」，会收到新的链接。"
    )


class ChatTaken(Conflict):
    code = "chat_taken"
    title = "没有绑定"
    default_detail = (
        "这个微信已经绑定了另一位市民的账号，没有改变。请用绑定时的账号登录，或换一个微信再试。"
    )


def binding_url(openid: str, platform: str = OFFICIAL) -> str:
    """The link to send into the chat of `openid` on that platform."""
    body = f"{platform}.{openid}.{int(time.time()) + LIFETIME_SECONDS}"
    token = base64.urlsafe_b64encode(f"{body}.{crypto.sign(f'bind:{body}')}".encode()).decode()
    return f"{settings().public_url}/bind/{token.rstrip('=')}"


def chat_of(token: str) -> tuple[str, str]:
    """Platform and openid. Raises: BindingExpired for a token changed, made up or too old."""
    try:
        padded = token + "=" * (-len(token) % 4)
        body, _, signature = base64.urlsafe_b64decode(padded).decode().rpartition(".")
        chat, _, expires = body.rpartition(".")
        platform, _, openid = chat.partition(".")
        fresh = crypto.is_signed(f"bind:{body}", signature) and int(expires) > time.time()
    except ValueError:
        raise BindingExpired from None
    if not fresh:
        raise BindingExpired
    return platform, openid


async def bind(session: AsyncSession, chat: tuple[str, str], proof: Proof) -> str:
    """Make a chat (platform, openid) the proved citizen's; returns the citizen's masked name.

    Raises: ChatTaken when it is somebody else's already.
    """
    platform, openid = chat
    guest = await repository.user_at_address(session, platform, openid)
    current = viewer_of(guest, platform) if guest else None
    user = await recognise(session, proof, current)
    holder = await repository.user_at_address(session, platform, openid)
    if holder is None or holder.id != user.id:
        raise ChatTaken
    return user.display_name
