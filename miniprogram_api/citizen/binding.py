"""Binding a WeChat chat to a signed-in citizen, by a link sent into that chat."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from flows.accounts import binding, service
from foundation.pages import page
from foundation.settings import settings
from miniprogram_api.auth import anyone
from miniprogram_api.deps import SignOn, WeChat, Writing

router = APIRouter(prefix="/bind", tags=["binding"], dependencies=[Depends(anyone)])


@router.get("/{token}", response_class=HTMLResponse)
async def explain_binding(token: str) -> HTMLResponse:
    """What binding does, before signing in: a link passed on must not bind a stranger's chat."""
    binding.chat_of(token)
    return page(
        "绑定这个微信",
        [
            "绑定后，可以在这个微信里查您的办件；在公众号、小程序和网页上说过的话会接在一起。",
            "请确认这个链接是我们的公众号或小程序客服刚刚发到您自己微信里的。如果是别人转给您的，"
            "请不要继续，否则对方会看到您的办件。",
        ],
        "是我自己的微信，去登录",
        f"/bind/{token}/sign-on",
    )


@router.get("/{token}/sign-on", status_code=302, response_class=RedirectResponse)
async def begin_binding(token: str, sign_on: SignOn) -> RedirectResponse:
    """To the sign-on page, which comes back with a code."""
    binding.chat_of(token)
    return RedirectResponse(sign_on.authorize_url(_back(token), "yueshengshi"), 302)


@router.get("/{token}/done")
async def finish_binding(
    token: str,
    code: Annotated[str, Query(max_length=512)],
    session: Writing,
    sign_on: SignOn,
    wechat: WeChat,
) -> HTMLResponse:
    """The chat becomes the citizen's. A code works once, so a reload asks to begin again."""
    chat = binding.chat_of(token)
    proof = await service.prove("yueshengshi", code, _back(token), sign_on, wechat)
    assert proof is not None
    name = await binding.bind(session, chat, proof)
    return page(
        "绑定成功",
        [
            f"{name}，您好。现在可以回到刚才的对话，直接问「我的办件到哪一步了」，"
            "办件有变化也会在那里告诉您。"
        ],
        "打开办事助手",
        "/app/",
    )


def _back(token: str) -> str:
    return f"{settings().public_url}/bind/{token}/done"
