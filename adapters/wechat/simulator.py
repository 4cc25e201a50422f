"""WeChat as a small ASGI app: its server interfaces, and phones a person can hold and type on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import httpx
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from adapters.wechat.simulated_api import WeChatApi
from adapters.wechat.simulated_phones import Phones
from adapters.wechat.simulated_push import PushAnswer, PushTarget, event_xml, push, text_xml
from adapters.wechat.tokens import AppCredentials

_PHONE_PAGE = Path(__file__).with_name("phone.html")
_NO_ANSWER = "该公众号暂时无法提供服务，请稍后再试"
_TEXT_MAX = 2000


@dataclass
class WeChatSimulator:
    """Both halves of WeChat: the interfaces we call, and the citizens who write to us."""

    apps: list[AppCredentials]
    official: PushTarget
    transport: httpx.AsyncBaseTransport | None = None
    phones: Phones = field(default_factory=Phones)

    def __post_init__(self) -> None:
        self.api = WeChatApi(self.apps, self.phones)

    def api_app(self) -> Starlette:
        """What stands at api.weixin.qq.com."""
        return Starlette(routes=self.api.routes())

    def phone_app(self) -> Starlette:
        """The phones: a page for people, the same as JSON for tests."""
        return Starlette(
            routes=[
                Route("/phone/{openid}", self.phone_page),
                Route("/phone/{openid}/messages", self.read_messages, methods=["GET"]),
                Route("/phone/{openid}/messages", self.send_message, methods=["POST"]),
            ]
        )

    async def phone_page(self, _request: Request) -> Response:
        return FileResponse(_PHONE_PAGE, headers={"Cache-Control": "no-store"})

    async def read_messages(self, request: Request) -> Response:
        """`{"items": [Bubble, …]}`, oldest first."""
        return JSONResponse({"items": self.phones.messages(request.path_params["openid"])})

    async def send_message(self, request: Request) -> Response:
        """The citizen writes `{"text", "menu_id"?}` or does `{"event", "event_key"?}`.

        `mode` is "plain" (default) or "secure". Answers `{"delivered", "reply"}` after our
        callback answered or WeChat gave up.
        """
        openid = request.path_params["openid"]
        try:
            wish = orjson.loads(await request.body())
            text, event = str(wish.get("text", "")), str(wish.get("event", ""))
        except (orjson.JSONDecodeError, AttributeError):
            return JSONResponse({"detail": '请发送JSON：{"text": "…"}'}, 400)
        if event:
            xml = event_xml(self.official, openid, event, str(wish.get("event_key", "")))
            self.phones.open_window(openid, event)
        elif text.strip() and len(text) <= _TEXT_MAX:
            xml = text_xml(self.official, openid, text, str(wish.get("menu_id", "")))
            self.phones.show(openid, {"sender": "citizen", "kind": "text", "text": text})
            self.phones.open_window(openid, "message")
        else:
            return JSONResponse({"detail": f"请输入1至{_TEXT_MAX}个字"}, 422)
        answer = await self._push(xml, secure=wish.get("mode") == "secure")
        self._show_answer(openid, answer)
        return JSONResponse({"delivered": answer.delivered, "reply": answer.reply})

    async def _push(self, xml: str, secure: bool) -> PushAnswer:
        async with httpx.AsyncClient(transport=self.transport, trust_env=False) as client:
            return await push(client, self.official, xml, secure)

    def _show_answer(self, openid: str, answer: PushAnswer) -> None:
        if not answer.delivered:
            failure = {"sender": "account", "kind": "failure", "text": _NO_ANSWER}
            self.phones.show(openid, failure)
        elif answer.reply:
            self.phones.show(openid, {"sender": "account", "kind": "text", "text": answer.reply})
