"""Binding a WeChat chat to a signed-in citizen, by a link sent into that chat."""

from __future__ import annotations

import html
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from flows.accounts import binding, service
from foundation.settings import settings
from miniprogram_api.auth import anyone
from miniprogram_api.deps import SignOn, WeChat, Writing

router = APIRouter(prefix="/bind", tags=["binding"], dependencies=[Depends(anyone)])

_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>绑定成功</title>
<body style="font:18px/1.7 system-ui,'PingFang SC','Noto Sans CJK SC',sans-serif;margin:0;
min-height:100vh;display:grid;place-content:center;text-align:center;padding:24px;
background:#f4f7f8;color:#17323a">
<h1 style="font-size:26px">绑定成功</h1><p>{name}，您好。现在可以回到公众号，<br>
直接问「我的办件到哪一步了」，办件有变化也会在那里告诉您。</p>
<p><a href="/app/" style="color:#0b6b78">打开办事助手</a></p></body></html>"""


@router.get("/{token}", status_code=302, response_class=RedirectResponse)
async def begin_binding(token: str, sign_on: SignOn) -> RedirectResponse:
    """To the sign-on page, which comes back with a code."""
    binding.openid_of(token)
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
    openid = binding.openid_of(token)
    proof = await service.prove("yueshengshi", code, _back(token), sign_on, wechat)
    assert proof is not None
    name = await binding.bind(session, openid, proof)
    return HTMLResponse(_PAGE.format(name=html.escape(name)))


def _back(token: str) -> str:
    return f"{settings().public_url}/bind/{token}/done"
