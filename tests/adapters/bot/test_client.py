"""The client of the bot: Rasa's own answers, and each way it can fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.bot.client import RasaClient
from adapters.bot.port import BotPort
from adapters.http import OutsideUnavailable
from tests.adapters.conftest import PATIENT_SECONDS, serving


class Rasa:
    """A Rasa that answers what the test says and keeps what it was told."""

    def __init__(self) -> None:
        self.answer = Response()
        self.heard: list[dict[str, Any]] = []

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/webhooks/rest/webhook", self.talk, methods=["POST"]),
                Route("/", self.greet),
            ]
        )

    async def talk(self, request: Request) -> Response:
        self.heard.append(json.loads(await request.body()))
        return self.answer

    async def greet(self, _request: Request) -> Response:
        return self.answer


@pytest.fixture(scope="module")
def rasa_served() -> Iterator[tuple[Rasa, str]]:
    rasa = Rasa()
    with serving(rasa.app()) as address:
        yield rasa, address


@pytest.fixture
async def rasa(rasa_served: tuple[Rasa, str]) -> tuple[Rasa, RasaClient]:
    simulated, address = rasa_served
    simulated.heard.clear()
    return simulated, RasaClient(address, PATIENT_SECONDS)


async def test_a_turn_carries_sentence_and_conversation(rasa: tuple[Rasa, RasaClient]) -> None:
    simulated, client = rasa
    port: BotPort = client
    simulated.answer = JSONResponse([{"recipient_id": "c1", "text": "您好"}, {"custom": {"a": 1}}])
    said = await port.talk("c1", "我想开个小餐馆")
    assert [part.get("text") for part in said] == ["您好", None]
    assert simulated.heard == [{"sender": "c1", "message": "我想开个小餐馆"}]


@pytest.mark.parametrize(
    "answer",
    [JSONResponse([]), JSONResponse({}), Response("<html>"), Response("down", 500)],
    ids=["nothing", "not a list", "not JSON", "failure"],
)
async def test_no_usable_answer_is_unavailable(
    rasa: tuple[Rasa, RasaClient], answer: Response
) -> None:
    simulated, client = rasa
    simulated.answer = answer
    with pytest.raises(OutsideUnavailable):
        await client.talk("c1", "你好")
    assert len(simulated.heard) == 1


@pytest.mark.parametrize(
    ("answer", "is_ready"),
    [
        (Response("Hello from Rasa: 3.6.21"), True),
        (Response("somebody else"), False),
        (Response("down", 503), False),
    ],
)
async def test_ready_means_rasa_itself_answers(
    rasa: tuple[Rasa, RasaClient], answer: Response, is_ready: bool
) -> None:
    simulated, client = rasa
    simulated.answer = answer
    assert await client.is_ready() is is_ready


async def test_a_bot_that_does_not_run_is_unavailable_and_not_ready() -> None:
    client = RasaClient("http://127.0.0.1:9", PATIENT_SECONDS)
    with pytest.raises(OutsideUnavailable):
        await client.talk("c1", "你好")
    assert not await client.is_ready()
