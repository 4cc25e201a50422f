"""Our own client of WeChat's HTTP interfaces (wechatpy's retries without end and has no limits)."""

from __future__ import annotations

import hashlib
from typing import Any, Self

import httpx
from redis.asyncio import Redis
from redis.exceptions import LockError

from adapters.http import OutsideHttp, OutsideUnavailable
from adapters.wechat.errors import TOKEN_CODES, code_of, error_of
from adapters.wechat.fields import check_code, fitted_values
from adapters.wechat.port import (
    Account,
    MiniProgramCode,
    MiniProgramIdentity,
    OutgoingMenu,
    OutgoingText,
    SubscribeMessage,
)
from adapters.wechat.tokens import AccessToken, AppCredentials

_SUBSCRIBE_LOCK_SECONDS = 15
_PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG")


class WeChatClient:
    """`WeChatPort` over HTTP.

    Source: developers.weixin.qq.com (code2Session, getStableAccessToken, customer message,
    sendMessage of subscribe messages, getUnlimitedQRCode).
    """

    def __init__(
        self,
        http: OutsideHttp,
        redis: Redis,
        official: AppCredentials,
        mini_program: AppCredentials,
    ) -> None:
        self._http = http
        self._redis = redis
        self._mini_program = mini_program
        self._tokens = {
            Account.OFFICIAL: AccessToken(http, redis, official),
            Account.MINI_PROGRAM: AccessToken(http, redis, mini_program),
        }

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.aclose()

    async def sign_in(self, js_code: str) -> MiniProgramIdentity:
        response = await self._http.request(
            "GET",
            "sns/jscode2session",
            params={
                "appid": self._mini_program.appid,
                "secret": self._mini_program.secret,
                "js_code": js_code,
                "grant_type": "authorization_code",
            },
            idempotent=False,
        )
        answer = self._http.json_object(response)
        if code := code_of(answer):
            raise error_of(code)
        openid = answer.get("openid")
        if not isinstance(openid, str) or not openid:
            raise self._http.unreadable()
        return MiniProgramIdentity(openid=openid, unionid=answer.get("unionid") or None)

    async def send_text(self, message: OutgoingText) -> None:
        body = {"msgtype": "text", "text": {"content": message.content}}
        await self._send_custom(message, body)

    async def send_menu(self, message: OutgoingMenu) -> None:
        menu = {
            "head_content": message.head,
            "list": [{"id": key, "content": label} for key, label in message.options],
            "tail_content": message.tail,
        }
        await self._send_custom(message, {"msgtype": "msgmenu", "msgmenu": menu})

    async def send_subscribe(self, message: SubscribeMessage) -> None:
        body = {
            "touser": message.openid,
            "template_id": message.template_id,
            "data": fitted_values(message.values),
            "miniprogram_state": message.state,
            "lang": "zh_CN",
        }
        if message.page:
            body["page"] = message.page
        # WeChat answers 43108 to two at once for one person.
        lock = self._redis.lock(
            f"wechat:subscribe:{hashlib.sha256(message.openid.encode()).hexdigest()}",
            timeout=_SUBSCRIBE_LOCK_SECONDS,
            blocking_timeout=_SUBSCRIBE_LOCK_SECONDS,
            raise_on_release_error=False,
        )
        try:
            async with lock:
                await self._post(Account.MINI_PROGRAM, "cgi-bin/message/subscribe/send", body)
        except LockError as error:
            raise OutsideUnavailable(
                self._http.platform, "给这位用户的另一条通知正在发送，请稍后再试。"
            ) from error

    async def mini_program_code(self, code: MiniProgramCode) -> bytes:
        check_code(code)
        body = {
            "scene": code.scene,
            "check_path": code.check_path,
            "env_version": code.version,
            "width": code.width,
        }
        if code.page:
            body["page"] = code.page
        response = await self._post(
            Account.MINI_PROGRAM, "wxa/getwxacodeunlimit", body, wants_picture=True
        )
        return response.content

    async def _send_custom(
        self, message: OutgoingText | OutgoingMenu, body: dict[str, Any]
    ) -> None:
        body = {"touser": message.openid, **body}
        if message.is_ai:
            body["aimsgcontext"] = {"is_ai_msg": 1}
        await self._post(message.account, "cgi-bin/message/custom/send", body)

    async def _post(
        self, account: Account, path: str, body: dict[str, Any], wants_picture: bool = False
    ) -> httpx.Response:
        """Call with the account's token; a rejected one is renewed and tried exactly once more."""
        token = await self._tokens[account].current()
        response, code = await self._attempt(path, token, body, wants_picture)
        if code in TOKEN_CODES:
            token = await self._tokens[account].renewed(stale=token)
            response, code = await self._attempt(path, token, body, wants_picture)
        if code:
            raise error_of(code)
        return response

    async def _attempt(
        self, path: str, token: str, body: dict[str, Any], wants_picture: bool
    ) -> tuple[httpx.Response, int]:
        response = await self._http.request(
            "POST", path, params={"access_token": token}, json=body, idempotent=wants_picture
        )
        if wants_picture and response.content.startswith(_PICTURE_STARTS):
            return response, 0
        code = code_of(self._http.json_object(response))
        if wants_picture and not code:
            raise self._http.unreadable()
        return response, code
