"""Our own client of WeChat's HTTP interfaces (wechatpy's retries without end and has no limits)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import httpx
from redis.asyncio import Redis
from redis.exceptions import LockError

from adapters.http import OutsideHttp, OutsideUnavailable
from adapters.wechat.errors import TOKEN_CODES, code_of, error_of
from adapters.wechat.fields import check_code, fitted_values, menu_body
from adapters.wechat.port import (
    Account,
    MenuButton,
    MiniProgramCode,
    MiniProgramIdentity,
    OutgoingCard,
    OutgoingMenu,
    OutgoingText,
    SubscribeMessage,
)
from adapters.wechat.tokens import AccessToken, AppCredentials

_SUBSCRIBE_LOCK_SECONDS = 15
_CARD_PICTURE = Path(__file__).with_name("card.png")
_PICTURE_SECONDS = int(2.5 * 24 * 3600)
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

    async def send_card(self, message: OutgoingCard) -> None:
        thumb = await self._card_picture(message.account)
        card = {
            "title": message.title,
            "pagepath": message.page,
            "thumb_media_id": thumb,
            "appid": self._mini_program.appid,
        }
        body = {
            "touser": message.openid,
            "msgtype": "miniprogrampage",
            "miniprogrampage": card,
        }
        await self._post(message.account, "cgi-bin/message/custom/send", body)

    async def show_typing(self, account: Account, openid: str) -> None:
        body = {"touser": openid, "command": "Typing"}
        await self._post(account, "cgi-bin/message/custom/typing", body)

    async def publish_menu(self, buttons: Sequence[MenuButton]) -> None:
        body = {"button": menu_body(buttons)}
        await self._post(Account.OFFICIAL, "cgi-bin/menu/create", body)

    async def unionid_of(self, openid: str) -> str | None:
        params = {"openid": openid, "lang": "zh_CN"}
        response = await self._call(
            Account.OFFICIAL, "GET", "cgi-bin/user/info", {"params": params, "idempotent": True}
        )
        unionid = self._http.json_object(response).get("unionid")
        return unionid if isinstance(unionid, str) and unionid else None

    async def media(self, account: Account, media_id: str) -> bytes:
        request = {"params": {"media_id": media_id}, "idempotent": True}
        response = await self._call(account, "GET", "cgi-bin/media/get", request, True)
        return response.content

    async def _card_picture(self, account: Account) -> str:
        """The cards' picture in WeChat's keeping (three days), uploaded when it is due."""
        key = f"wechat:card_picture:{account}"
        kept = await self._redis.get(key)
        if kept:
            return kept.decode() if isinstance(kept, bytes) else str(kept)
        picture = ("card.png", _CARD_PICTURE.read_bytes(), "image/png")
        response = await self._call(
            account,
            "POST",
            "cgi-bin/media/upload",
            {"params": {"type": "image"}, "files": {"media": picture}, "idempotent": False},
        )
        media_id = self._http.json_object(response).get("media_id")
        if not isinstance(media_id, str) or not media_id:
            raise self._http.unreadable()
        await self._redis.set(key, media_id, ex=_PICTURE_SECONDS)
        return media_id

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
        request = {"json": body, "idempotent": wants_picture}
        return await self._call(account, "POST", path, request, wants_picture)

    async def _call(
        self,
        account: Account,
        method: str,
        path: str,
        request: dict[str, Any],
        wants_picture: bool = False,
    ) -> httpx.Response:
        """Call with the account's token; a rejected one is renewed and tried exactly once more."""
        token = await self._tokens[account].current()
        response, code = await self._attempt(method, path, token, request, wants_picture)
        if code in TOKEN_CODES:
            token = await self._tokens[account].renewed(stale=token)
            response, code = await self._attempt(method, path, token, request, wants_picture)
        if code:
            raise error_of(code)
        return response

    async def _attempt(
        self, method: str, path: str, token: str, request: dict[str, Any], wants_picture: bool
    ) -> tuple[httpx.Response, int]:
        params = {"access_token": token, **request.get("params", {})}
        response = await self._http.request(method, path, **{**request, "params": params})
        if wants_picture and response.content.startswith(_PICTURE_STARTS):
            return response, 0
        code = code_of(self._http.json_object(response))
        if wants_picture and not code:
            raise self._http.unreadable()
        return response, code
