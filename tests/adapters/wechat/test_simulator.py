"""The simulated phone: it writes to our callback as WeChat does and shows what comes back."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.wechat.port import InboundMessage
from adapters.wechat.simulated_push import PushTarget
from adapters.wechat.simulator import WeChatSimulator
from adapters.wechat.wire import PushWire
from tests.adapters.conftest import AES_KEY, MINI_PROGRAM, OFFICIAL, PUSH_TOKEN

Callback = Callable[[Request, bytes], Response]


class Conversation:
    """A phone whose official account answers with `answer`."""

    def __init__(self, answer: Callback) -> None:
        async def callback(request: Request) -> Response:
            return answer(request, await request.body())

        account = Starlette(routes=[Route("/callback", callback, methods=["POST"])])
        target = PushTarget("http://account/callback", PUSH_TOKEN, AES_KEY, OFFICIAL.appid)
        simulator = WeChatSimulator(
            [OFFICIAL, MINI_PROGRAM], target, transport=httpx.ASGITransport(account)
        )
        self.simulator = simulator
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(simulator.phone_app()), base_url="http://phone"
        )

    async def send(self, **message: str) -> httpx.Response:
        return await self.http.post("/phone/o1/messages", json=message)

    async def shown(self) -> list[tuple[str, str]]:
        items = (await self.http.get("/phone/o1/messages")).json()["items"]
        return [(bubble["sender"], bubble["text"]) for bubble in items]


@pytest.mark.parametrize("mode", ["plain", "secure"])
async def test_what_is_typed_reaches_our_wire_and_its_reply_the_phone(
    wire: PushWire, mode: str
) -> None:
    received: list[InboundMessage] = []

    def answer(request: Request, body: bytes) -> Response:
        push = wire.receive(request.query_params, body)
        assert push.is_secure == (mode == "secure")
        received.append(push.message)
        reply = wire.reply_text(push, f"收到：{push.message.text}")
        return Response(reply.body, media_type=reply.media_type)

    talk = Conversation(answer)
    typed = "我想开个小餐馆\x07 ]]> <b>&😀"
    await talk.send(text=typed, mode=mode, menu_id="7")
    (message,) = received
    assert (message.kind, message.openid, message.menu_id) == ("text", "o1", "7")
    assert message.text == typed.replace("\x07", "")
    assert await talk.shown() == [("citizen", typed), ("account", f"收到：{message.text}")]


async def test_success_shows_nothing_and_opens_five_replies(wire: PushWire) -> None:
    talk = Conversation(lambda _request, _body: Response("success"))
    answer = await talk.send(text="你好")
    assert answer.json() == {"delivered": True, "reply": ""}
    assert await talk.shown() == [("citizen", "你好")]
    spent = [talk.simulator.phones.spend_reply("o1") for _ in range(6)]
    assert spent == [0, 0, 0, 0, 0, 45047]


async def test_an_event_is_pushed_and_opens_its_own_window(wire: PushWire) -> None:
    events: list[InboundMessage] = []

    def answer(request: Request, body: bytes) -> Response:
        events.append(wire.receive(request.query_params, body).message)
        return Response("")

    talk = Conversation(answer)
    await talk.send(event="CLICK", event_key="menu_cases", mode="secure")
    assert (events[0].event, events[0].event_key) == ("click", "menu_cases")
    spent = [talk.simulator.phones.spend_reply("o1") for _ in range(4)]
    assert spent == [0, 0, 0, 45047]


@pytest.mark.parametrize(
    "response",
    [
        Response("oops", 500),
        Response("not xml"),
        Response("<xml><Encrypt>x</Encrypt></xml>"),
    ],
)
async def test_a_bad_answer_is_repeated_with_the_same_id_then_given_up(
    wire: PushWire, response: Response
) -> None:
    ids: list[str] = []

    def answer(request: Request, body: bytes) -> Response:
        ids.append(wire.receive(request.query_params, body).message.message_id)
        return response

    talk = Conversation(answer)
    assert (await talk.send(text="你好")).json()["delivered"] is False
    assert len(set(ids)) == 1
    assert len(ids) == (4 if response.status_code == 500 else 1)
    assert (await talk.shown())[-1] == ("account", "该公众号暂时无法提供服务，请稍后再试")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"text": ""}', b'{"text": "  "}'])
async def test_an_unusable_wish_is_refused_in_words(body: bytes) -> None:
    talk = Conversation(lambda _request, _body: Response("success"))
    answer = await talk.http.post("/phone/o1/messages", content=body)
    assert answer.status_code in {400, 422}
    assert "请" in answer.json()["detail"]


async def test_the_phone_has_a_page() -> None:
    talk = Conversation(lambda _request, _body: Response("success"))
    page = await talk.http.get("/phone/o1")
    assert page.status_code == 200
    assert "模拟手机" in page.text
