"""WeChat as a small ASGI app: its server interfaces, and phones a person can hold and type on."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from adapters.wechat.simulated_api import WeChatApi, openid_of
from adapters.wechat.simulated_phones import Phones
from adapters.wechat.simulated_push import PushAnswer, PushTarget, as_json, push
from adapters.wechat.simulated_wishes import WishInvalid, read_wish
from adapters.wechat.tokens import AppCredentials

_PHONE_PAGE = Path(__file__).with_name("phone.html")
_NO_ANSWER = "该公众号暂时无法提供服务，请稍后再试"


@dataclass
class WeChatSimulator:
    """Both halves of WeChat: the interfaces we call, and the citizens who write to us.

    `apps` are the official account's and the mini-program's, in this order; `service` is where
    the mini-program's customer service is pushed to.
    """

    apps: list[AppCredentials]
    official: PushTarget
    service: PushTarget | None = None
    transport: httpx.AsyncBaseTransport | None = None
    phones: Phones = field(default_factory=Phones)

    def __post_init__(self) -> None:
        self.api = WeChatApi(self.apps, self.phones)

    def api_app(self) -> Starlette:
        """What stands at api.weixin.qq.com."""
        return Starlette(routes=self.api.routes())

    def phone_app(self) -> Starlette:
        """The phones: pages for people, the same as JSON for tests.

        `/phone/{openid}` is open at the official account, `/service/{person}` at the customer
        service of the mini-program, where the person has an openid of its own.
        """
        routes = []
        for chat in ("/phone/{openid}", "/service/{person}"):
            messages = f"{chat}/messages"
            routes += [
                Route(chat, self.phone_page),
                Route(messages, self.read_messages, methods=["GET"]),
                Route(messages, self.send_message, methods=["POST"]),
            ]
        allow = "/service/{person}/subscriptions"
        routes.append(Route(allow, self.allow_notice, methods=["POST"]))
        return Starlette(routes=routes)

    def service_openid(self, person: str) -> str:
        """How the mini-program knows somebody whose `js_code` begins with this name."""
        return openid_of(self.apps[1].appid, person)

    async def phone_page(self, _request: Request) -> Response:
        return FileResponse(_PHONE_PAGE, headers={"Cache-Control": "no-store"})

    async def read_messages(self, request: Request) -> Response:
        """`{"items": [Bubble, …], "typing", "left", "menu"}`, oldest first; `left` replies."""
        openid = self._openid(request)
        shown: dict[str, Any] = {
            "items": self.phones.messages(openid),
            "typing": self.phones.is_typing(openid),
            "left": self.phones.replies_left(openid),
            "menu": self.api.menu if "openid" in request.path_params else [],
        }
        return JSONResponse(shown)

    async def send_message(self, request: Request) -> Response:
        """What the citizen does (see `read_wish`); `mode` is "plain" (default) or "secure",
        `format` "xml" (default) or, in the mini-program, "json"; `picture` (base64) is the image
        that is sent.

        Answers `{"delivered", "reply"}` after our callback answered or WeChat gave up.
        """
        openid = self._openid(request)
        target = self.official if "openid" in request.path_params else self.service
        try:
            body = self._with_media(orjson.loads(await request.body()))
            wish = read_wish(target or self.official, openid, body)
        except WishInvalid as refusal:
            return JSONResponse({"detail": str(refusal)}, 422)
        except (orjson.JSONDecodeError, AttributeError, binascii.Error):
            return JSONResponse({"detail": '请发送JSON：{"text": "…"}'}, 400)
        if wish.shown:
            self.phones.show(openid, {"sender": "citizen", "kind": "text", "text": wish.shown})
        self.phones.open_window(openid, wish.opens)
        if target is None:
            return JSONResponse({"delivered": False, "reply": ""})
        text = as_json(wish.xml) if body.get("format") == "json" else wish.xml
        answer = await self._push(target, text, secure=body.get("mode") == "secure")
        self._show_answer(openid, answer)
        return JSONResponse({"delivered": answer.delivered, "reply": answer.reply})

    async def allow_notice(self, request: Request) -> Response:
        """`{"template_id"}`: the person presses 允许 in the box the mini-program opened."""
        try:
            template_id = str(orjson.loads(await request.body())["template_id"])
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return JSONResponse({"detail": '请发送JSON：{"template_id": "…"}'}, 400)
        self.phones.subscribe(self._openid(request), template_id)
        return JSONResponse({"answer": "accept"})

    def _with_media(self, body: dict[str, Any]) -> dict[str, Any]:
        picture = body.get("picture")
        if not picture:
            return body
        return {**body, "media_id": self.api.keep_picture(base64.b64decode(str(picture)))}

    def _openid(self, request: Request) -> str:
        given = request.path_params
        return str(given["openid"]) if "openid" in given else self.service_openid(given["person"])

    async def _push(self, target: PushTarget, text: str, secure: bool) -> PushAnswer:
        async with httpx.AsyncClient(transport=self.transport, trust_env=False) as client:
            return await push(client, target, text, secure)

    def _show_answer(self, openid: str, answer: PushAnswer) -> None:
        if not answer.delivered:
            failure = {"sender": "account", "kind": "failure", "text": _NO_ANSWER}
            self.phones.show(openid, failure)
        elif answer.reply:
            self.phones.show(openid, {"sender": "account", "kind": "text", "text": answer.reply})
