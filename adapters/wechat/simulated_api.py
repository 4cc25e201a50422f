"""WeChat's server interfaces as the simulator answers them, errors and quotas included.

Chosen values decide the outcome. `js_code`, before its first dot: `reject` 40029, `risk` 40226,
`busy` 45011, `slow` too late, `down` HTTP 500; any other names a person (`alice.1` and `alice.2`
are alice) and each code works once. An openid containing `refuse` 43101, `closed` 45015, `spent`
45047, `badtoken` 40001, `slow` too late, `down` HTTP 500. A subscribe message comes through once
for each time its phone said yes to that template, otherwise 43101.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import qrcode
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.wechat.fields import fitted
from adapters.wechat.simulated_menu import menu_error
from adapters.wechat.simulated_phones import NOT_SUBSCRIBED, QUOTA_SPENT, WINDOW_CLOSED, Phones
from adapters.wechat.tokens import AppCredentials

_CODE_ERRORS = {"reject": 40029, "risk": 40226, "busy": 45011}
_OPENID_ERRORS = {
    "refuse": NOT_SUBSCRIBED,
    "closed": WINDOW_CLOSED,
    "spent": QUOTA_SPENT,
    "badtoken": 40001,
}
_TEXT_MAX_BYTES = 2048
_EARLY_SECONDS = 300


@dataclass(frozen=True, slots=True)
class _Token:
    appid: str
    value: str
    until: float


@dataclass
class WeChatApi:
    """The interfaces under api.weixin.qq.com that we use, for the given accounts."""

    apps: Sequence[AppCredentials]
    phones: Phones
    token_seconds: int = 7200
    slow_seconds: float = 20.0
    clock: Callable[[], float] = time.time
    token_fetches: int = 0
    menu: list[dict[str, Any]] = field(default_factory=list)
    media: set[str] = field(default_factory=set)
    pictures: dict[str, bytes] = field(default_factory=dict)
    _tokens: list[_Token] = field(default_factory=list)
    _spent_codes: set[str] = field(default_factory=set)

    def routes(self) -> list[Route]:
        return [
            Route("/sns/jscode2session", self.code_to_session),
            Route("/cgi-bin/stable_token", self.stable_token, methods=["POST"]),
            Route("/cgi-bin/message/custom/send", self.send_custom, methods=["POST"]),
            Route("/cgi-bin/message/custom/typing", self.show_typing, methods=["POST"]),
            Route("/cgi-bin/message/subscribe/send", self.send_subscribe, methods=["POST"]),
            Route("/cgi-bin/menu/create", self.create_menu, methods=["POST"]),
            Route("/cgi-bin/media/upload", self.upload_media, methods=["POST"]),
            Route("/cgi-bin/media/get", self.get_media),
            Route("/cgi-bin/user/info", self.user_info),
            Route("/wxa/getwxacodeunlimit", self.mini_program_code, methods=["POST"]),
        ]

    def expire_tokens(self) -> None:
        """Make every token issued so far invalid, as a changed secret does."""
        self._tokens.clear()

    async def code_to_session(self, request: Request) -> Response:
        query = request.query_params
        if code := self._app_error(query.get("appid"), query.get("secret")):
            return _failure(code)
        js_code = query.get("js_code", "")
        person = js_code.partition(".")[0]
        if outage := await self._outage(person):
            return outage
        if not js_code or person in _CODE_ERRORS:
            return _failure(_CODE_ERRORS.get(person, 40029))
        if js_code in self._spent_codes:
            return _failure(40163)
        self._spent_codes.add(js_code)
        appid = query["appid"]
        return JSONResponse(
            {
                "openid": openid_of(appid, person),
                "session_key": secrets.token_urlsafe(18),
                "unionid": _unionid_of(person),
            }
        )

    async def stable_token(self, request: Request) -> Response:
        body = await _body(request)
        if code := self._app_error(body.get("appid"), body.get("secret")):
            return _failure(code)
        self.token_fetches += 1
        now, appid = self.clock(), str(body["appid"])
        self._tokens = [token for token in self._tokens if token.until > now]
        lasting = [
            token
            for token in self._tokens
            if token.appid == appid and token.until - now > _EARLY_SECONDS
        ]
        if body.get("force_refresh") or not lasting:
            token = _Token(appid, secrets.token_urlsafe(96), now + self.token_seconds)
            self._tokens.append(token)
        else:
            token = lasting[-1]
        return JSONResponse(
            {"access_token": token.value, "expires_in": max(int(token.until - now), 0)}
        )

    async def send_custom(self, request: Request) -> Response:
        body = await _body(request)
        if stopped := await self._stopped(request, body):
            return stopped
        try:
            bubble = self._bubble(self._app_of(request), body)
        except (KeyError, TypeError):
            return _failure(47001)
        if bubble is None:
            return _failure(40008)
        if len(bubble["text"].encode()) > _TEXT_MAX_BYTES:
            return _failure(45002)
        openid = str(body["touser"])
        if code := self.phones.spend_reply(openid):
            return _failure(code)
        self.phones.show(openid, bubble)
        return _failure(0)

    async def show_typing(self, request: Request) -> Response:
        body = await _body(request)
        if stopped := await self._stopped(request, body):
            return stopped
        if body.get("command") not in {"Typing", "CancelTyping"}:
            return _failure(45072)
        return _failure(self.phones.show_typing(str(body["touser"])))

    async def create_menu(self, request: Request) -> Response:
        """Takes what WeChat takes; the official account's phones show it at once."""
        body = await _body(request)
        if not self._holds(request):
            return _failure(40001)
        if code := menu_error(body.get("button")):
            return _failure(code)
        self.menu = body["button"]
        return _failure(0)

    async def upload_media(self, request: Request) -> Response:
        if not self._holds(request):
            return _failure(40001)
        async with request.form() as form:
            if not isinstance(form.get("media"), UploadFile):
                return _failure(41005)
        media_id = secrets.token_urlsafe(24)
        self.media.add(media_id)
        return JSONResponse({"type": "image", "media_id": media_id, "created_at": int(time.time())})

    def keep_picture(self, content: bytes) -> str:
        """A picture a citizen sends; its media id."""
        media_id = secrets.token_urlsafe(24)
        self.pictures[media_id] = content
        return media_id

    async def get_media(self, request: Request) -> Response:
        if not self._holds(request):
            return _failure(40001)
        content = self.pictures.get(request.query_params.get("media_id", ""))
        if content is None:
            return _failure(40007)
        return Response(content, media_type="image/jpeg")

    async def user_info(self, request: Request) -> Response:
        """An openid of the official account is the person's name here; `nobody…` hides hers."""
        openid = request.query_params.get("openid", "")
        if outage := await self._outage(openid):
            return outage
        if not self._holds(request):
            return _failure(40001)
        info = {"subscribe": 1, "openid": openid, "unionid": _unionid_of(openid)}
        if openid.startswith("nobody"):
            info = {"subscribe": 0, "openid": openid}
        return JSONResponse(info)

    async def send_subscribe(self, request: Request) -> Response:
        body = await _body(request)
        if stopped := await self._stopped(request, body):
            return stopped
        data = body.get("data")
        if not body.get("template_id") or not isinstance(data, dict) or not data:
            return _failure(40037)
        rows = tuple(
            (name, str(cell.get("value", "")) if isinstance(cell, dict) else "")
            for name, cell in data.items()
        )
        if any(not value or fitted(name, value) != value for name, value in rows):
            return _failure(47003)
        openid = str(body["touser"])
        if code := self.phones.spend_subscription(openid, str(body["template_id"])):
            return _failure(code)
        notice = {"sender": "account", "kind": "notice", "text": "服务通知", "rows": rows}
        self.phones.show(openid, notice)
        return _failure(0)

    async def mini_program_code(self, request: Request) -> Response:
        body = await _body(request)
        if not self._holds(request):
            return _failure(40001)
        scene, page = str(body.get("scene", "")), str(body.get("page", ""))
        if not 1 <= len(scene) <= 32:
            return _failure(40097)
        if page.startswith("/") or "missing" in page:
            return _failure(41030)
        picture = io.BytesIO()
        qrcode.make(f"{page}?scene={scene}").save(picture)
        return Response(picture.getvalue(), media_type="image/png")

    async def _stopped(self, request: Request, body: dict[str, Any]) -> Response | None:
        """The answer that ends the call before its own rules, if any."""
        openid = str(body.get("touser") or "")
        if outage := await self._outage(openid):
            return outage
        code = 0 if self._holds(request) else 40001
        if not openid:
            code = code or 40003
        forced = (number for word, number in _OPENID_ERRORS.items() if word in openid)
        code = code or next(forced, 0)
        return _failure(code) if code else None

    async def _outage(self, name: str) -> Response | None:
        if "slow" in name:
            await asyncio.sleep(self.slow_seconds)
        return Response("Internal Server Error", 500) if "down" in name else None

    def _holds(self, request: Request) -> bool:
        claimed, now = request.query_params.get("access_token"), self.clock()
        return any(token.value == claimed and token.until > now for token in self._tokens)

    def _app_of(self, request: Request) -> str:
        claimed = request.query_params.get("access_token")
        return next((t.appid for t in self._tokens if t.value == claimed), "")

    def _bubble(self, appid: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """The bubble of a customer message, None for a kind that account may not send."""
        is_official = appid == self.apps[0].appid
        if body.get("msgtype") == "msgmenu" and not is_official:
            return None
        if body.get("msgtype") == "miniprogrampage":
            card = body["miniprogrampage"]
            if card["thumb_media_id"] not in self.media or card["pagepath"].startswith("/"):
                raise KeyError("thumb_media_id")
            texts = {"text": str(card["title"]), "page": str(card["pagepath"])}
            return {"sender": "account", "kind": "card", **texts}
        return _bubble(body)

    def _app_error(self, appid: object, secret: object) -> int:
        app = next((app for app in self.apps if app.appid == appid), None)
        if app is None:
            return 40013
        return 0 if app.secret == secret else 40125


def _bubble(body: dict[str, Any]) -> dict[str, Any] | None:
    """The bubble of a customer message, None for a kind the simulator has no picture of."""
    bubble: dict[str, Any] = {"sender": "account"}
    context = body.get("aimsgcontext")
    bubble["is_ai"] = isinstance(context, dict) and context.get("is_ai_msg") == 1
    if body.get("msgtype") == "text":
        return bubble | {"kind": "text", "text": str(body["text"]["content"])}
    if body.get("msgtype") == "msgmenu":
        menu = body["msgmenu"]
        options = tuple((str(option["id"]), str(option["content"])) for option in menu["list"])
        texts = {"text": str(menu["head_content"]), "tail": str(menu.get("tail_content", ""))}
        return bubble | texts | {"kind": "menu", "options": options}
    return None


def openid_of(appid: str, person: str) -> str:
    """How one of our mini-programs knows a person."""
    return f"o{_digest(appid, person)[:27]}"


def _unionid_of(person: str) -> str:
    return f"u{_digest('union', person)[:27]}"


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = orjson.loads(await request.body())
    except orjson.JSONDecodeError:
        return {}
    return body if isinstance(body, dict) else {}


def _failure(code: int) -> JSONResponse:
    return JSONResponse({"errcode": code, "errmsg": "ok" if code == 0 else f"simulated {code}"})


def _digest(*items: str) -> str:
    return hashlib.sha256("\n".join(items).encode()).hexdigest()
