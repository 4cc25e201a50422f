"""统一身份认证 as a small ASGI app: its paths, its wire format, a page to choose who you are.

Codes and tokens live in memory: after a restart a sign-in that was under way begins anew.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.returning import may_return_to, with_query
from adapters.sign_on.accounts import Accounts, demonstration_accounts
from adapters.sign_on.client import OAUTH_PATH, SIGN_OUT_PATH, SignOnCredentials
from adapters.sign_on.sign_in_page import message_page, sign_in_page

_CODE_SECONDS = 300
_TOKEN_SECONDS = 600


@dataclass(frozen=True, slots=True)
class _Grant:
    """A sign-in that was granted: who, for which address, until when."""

    uid: str
    redirect_uri: str
    until: float


@dataclass
class SignOnSimulator:
    """The platform's memory and answers.

    `redirect_prefixes` are the addresses a sign-in may return to; this machine's own always may.
    """

    credentials: SignOnCredentials
    redirect_prefixes: Sequence[str] = ()
    accounts: Accounts = field(default_factory=demonstration_accounts)
    slow_seconds: float = 20.0
    clock: Callable[[], float] = time.monotonic
    _codes: dict[str, _Grant] = field(default_factory=dict)
    _tokens: dict[str, _Grant] = field(default_factory=dict)

    def app(self) -> Starlette:
        """The ASGI app."""
        oauth = f"/{OAUTH_PATH}"
        return Starlette(
            routes=[
                Route(f"{oauth}/authorize/", self.authorize, methods=["GET", "POST"]),
                Route(f"{oauth}/access_token", self.access_token),
                Route(f"{oauth}/tokeninfo", self.tokeninfo),
                Route(f"/{SIGN_OUT_PATH}", self.sign_out),
            ]
        )

    async def authorize(self, request: Request) -> Response:
        """The sign-in page; with `account` chosen, the way back with a code."""
        query = dict(request.query_params)
        if query.get("client_id") != self.credentials.client_id:
            return message_page(
                "应用未登记", "client_id 与本平台登记的不一致，请管理员核对配置。", 400
            )
        redirect_uri = query.get("redirect_uri", "")
        if not may_return_to(redirect_uri, self.redirect_prefixes):
            return message_page(
                "回调地址不在允许范围",
                "请管理员把本系统的访问地址写入 PUBLIC_URL 或 SIGN_ON_REDIRECT_PREFIXES 后重启。",
                400,
            )
        uid = query.get("account", "")
        if request.method == "POST":
            uid = str((await request.form()).get("account", ""))
        if not uid:
            return sign_in_page(self.accounts, query)
        if self.accounts.of(uid) is None:
            return message_page("没有这个演示账号", "请返回上一页，重新选择一个账号。", 404)
        code = self._grant(self._codes, uid, redirect_uri, _CODE_SECONDS)
        back = {"code": code} | {k: v for k, v in query.items() if k == "state"}
        return RedirectResponse(with_query(redirect_uri, back), 302)

    async def access_token(self, request: Request) -> Response:
        """A token for a code: once, within five minutes, for the same address."""
        query = request.query_params
        known = (self.credentials.client_id, self.credentials.client_secret)
        if (query.get("client_id"), query.get("client_secret")) != known:
            return _failure("20001", "client_id or client_secret is invalid")
        grant = self._codes.pop(query.get("code", ""), None)
        if grant is None or grant.until < self.clock():
            return _failure("20002", "code is invalid or expired")
        if grant.redirect_uri != query.get("redirect_uri"):
            return _failure("20003", "redirect_uri does not match")
        token = self._grant(self._tokens, grant.uid, grant.redirect_uri, _TOKEN_SECONDS)
        return JSONResponse({"access_token": token, "expires_in": _TOKEN_SECONDS})

    async def tokeninfo(self, request: Request) -> Response:
        """The identity behind a token, or what the account's `answer` says."""
        grant = self._tokens.get(request.query_params.get("access_token", ""))
        account = self.accounts.of(grant.uid) if grant and grant.until >= self.clock() else None
        if account is None:
            return _failure("20004", "access_token is invalid or expired")
        if account.answer == "refuse":
            return _failure("50001", "user information is not available")
        if account.answer == "slow":
            await asyncio.sleep(self.slow_seconds)
        return JSONResponse({"userobj": account.userobj()})

    async def sign_out(self, request: Request) -> Response:
        """Back to the application, or a page that says the sign-out is done."""
        redirect_uri = request.query_params.get("redirect_uri", "")
        if may_return_to(redirect_uri, self.redirect_prefixes):
            return RedirectResponse(redirect_uri, 302)
        return message_page("已退出登录", "您已退出统一身份认证，可以关闭此页面。")

    def _grant(self, store: dict[str, _Grant], uid: str, redirect_uri: str, seconds: float) -> str:
        now = self.clock()
        for key in [key for key, grant in store.items() if grant.until < now]:
            del store[key]
        key = secrets.token_urlsafe(24)
        store[key] = _Grant(uid, redirect_uri, now + seconds)
        return key


def _failure(code: str, message: str) -> JSONResponse:
    body: dict[str, Any] = {"errcode": code, "errmsg": message}
    return JSONResponse(body)
