"""Whatever is sent, the answer is a reply or a problem in Chinese, never an error of ours."""

from __future__ import annotations

import secrets
from typing import Any

import httpx
import pytest

from flows.conversations.replies import command
from tests.factories.cases import FOOD
from tests.factories.people import Person
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import Served

MESSAGES = "/api/v1/chat/messages"

TALK = {
    "emoji": "😀🍜👨‍👩‍👧‍👦🏠",
    "arabic": "أريد فتح مطعم صغير",
    "thai": "อยากเปิดร้านอาหาร",
    "russian": "Хочу открыть ресторан",
    "html": "<script>alert('x')</script><img src=x onerror=alert(1)>",
    "sql": "'; DROP TABLE users; --",
    "nul": "居住证\x00怎么办",
    "command": "/restart",
    "control": "居住证\x1b[31m\u202e\ufeff",
    "zero width": "\u200b\u200b\u200b",
    "format": "{0} %s ${x} {{7*7}}",
    "lone combining": "\u0301\u0301",
    "long": "我" * 1000,
}


async def send(person: Person, **message: Any) -> httpx.Response:
    body = {"client_message_id": secrets.token_hex(8), **message}
    return await person.ask("POST", MESSAGES, json=body)


@pytest.mark.parametrize("text", TALK.values(), ids=TALK)
async def test_any_words_get_a_reply(guest: Person, text: str) -> None:
    answer = (await send(guest, text=text)).json()
    assert answer["status"] in ("clarify", "degraded")
    assert answer["replies"]
    page = (await guest.get(MESSAGES))["items"]
    assert page[0]["text"] == text.strip().replace("\x00", "")


@pytest.mark.parametrize("text", ["", "   ", "\n\t", None])
async def test_nothing_said_is_told(guest: Person, text: str | None) -> None:
    refusal = problem(await send(guest, text=text), 422, "message_invalid")
    assert refusal["errors"][0]["field"] == "text"


async def test_ten_thousand_characters_are_too_many(guest: Person) -> None:
    refusal = problem(await send(guest, text="我" * 10_000), 422, "message_invalid")
    assert "1000" in refusal["detail"]
    assert (await guest.get(MESSAGES))["total"] == 0


@pytest.mark.parametrize(
    "payload",
    [
        "not a command",
        "/",
        "/unheard_of",
        "/guidance_start",
        "/guidance_start{}",
        '/guidance_start{"item_code":',
        '/guidance_start["x"]',
        '/guidance_start{"item_code": null} trailing',
        '/guidance_answer{"run_id": 1}',
        "/__class__{}",
        "/guidance_start" + '{"a":' * 1500,
        '/search_more{"text":"' + "x" * 5000 + '"}',
    ],
)
async def test_a_broken_button_is_told(guest: Person, payload: str) -> None:
    problem(await send(guest, payload=payload), 422, "message_invalid")


@pytest.mark.parametrize(
    "payload",
    [
        command("guidance_start", item_code="1" * 31),
        command("guidance_answer", run_id="0" * 32, question_id="area", value=80),
        command("guidance_answer", run_id={"a": 1}, question_id=None, value=[[]]),
        command("guidance_back", run_id="' OR 1=1 --"),
        command("case_show", number="TH202611230000017"),
        command("item_ask", item_code="\x00"),
        command("case_open", run_id="<script>"),
        command("search_more", text="\x00居住证"),
    ],
)
async def test_a_button_about_nothing_is_answered_in_words(guest: Person, payload: str) -> None:
    answer = (await send(guest, payload=payload)).json()
    assert answer["replies"][0]["text"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe\x00",
        b'{"text": 5, "client_message_id": "a"}',
        b'{"text": "a"}',
        b'{"text": "a", "client_message_id": ""}',
        b'{"text": "a", "client_message_id": "' + b"x" * 65 + b'"}',
        b'{"text": "\\ud800", "client_message_id": "a"}',
        b"[" * 5000,
        b'{"text": "a", "client_message_id": "a\\u0000b"}',
    ],
)
async def test_a_broken_body_is_a_problem(guest: Person, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await guest.ask("POST", MESSAGES, content=body, headers=headers)
    assert 400 <= answer.status_code < 500
    problem(answer, answer.status_code)


async def test_a_huge_body_is_told_its_limit(guest: Person) -> None:
    answer = await send(guest, text="我" * 100_000)
    assert "64KB" in problem(answer, 413, "too_large")["detail"]


async def test_a_huge_body_of_unknown_length_is_stopped(served: Served) -> None:
    async def endless() -> Any:
        for _ in range(40):
            yield b"x" * 4096

    answer = await served.http.post("/api/v1/sessions", content=endless())
    problem(answer, 413, "too_large")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nowhere", 404),
        ("DELETE", "/api/v1/items", 405),
        ("GET", "/api/v1/items?limit=0", 422),
        ("GET", "/api/v1/items?limit=many", 422),
        ("GET", "/api/v1/items?cursor=-1", 422),
        ("GET", "/api/v1/items?q=" + "x" * 201, 422),
        ("GET", "/api/v1/items?audience=dogs", 422),
        ("GET", "/api/v1/items/%00", 404),
        ("GET", "/api/v1/items/%2e%2e%2fetc", 404),
        ("GET", "/api/v1/guidance/runs/' OR 1=1 --", 404),
        ("GET", "/q/%F0%9F%98%80", 404),
        ("GET", "/bind/%00", 404),
        ("GET", "/api/v1/chat/messages?after=" + "x" * 33, 422),
    ],
)
async def test_a_wrong_address_is_a_problem(
    guest: Person, method: str, path: str, status: int
) -> None:
    problem(await guest.ask(method, path), status)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/guidance/runs/%00"),
        ("DELETE", "/api/v1/guidance/runs/a%00b/answers/area"),
        ("GET", "/api/v1/cases/TH%00"),
        ("GET", "/api/v1/cases?status=%00"),
        ("GET", "/staff/v1/cases/TH%00"),
        ("GET", "/api/v1/chat/messages?after=%00"),
    ],
)
async def test_a_nul_in_an_address_breaks_neither_database(
    guest: Person, method: str, path: str
) -> None:
    answer = await guest.ask(method, path)
    assert answer.status_code < 500
    if answer.status_code >= 400:
        problem(answer, answer.status_code)


@pytest.mark.parametrize("text", TALK.values(), ids=TALK)
async def test_any_words_may_be_searched(guest: Person, text: str) -> None:
    page = await guest.get("/api/v1/items", params={"q": text[:200]})
    assert page["total"] == len(page["items"]) or page["next"]


async def test_the_guide_is_whole(client: httpx.AsyncClient) -> None:
    guide = (await client.get(f"/api/v1/items/{FOOD}")).json()
    assert guide["code"] == FOOD
    assert guide["materials"]
    assert guide["guide"]["places"]
    assert all(source["as_of"] for source in guide["sources"])


async def test_a_trace_id_is_ours_or_a_safe_one_given(client: httpx.AsyncClient) -> None:
    given = await client.get("/api/v1/nowhere", headers={"X-Request-Id": "abcd-1234-efgh"})
    assert given.headers["x-request-id"] == given.json()["trace_id"] == "abcd-1234-efgh"
    forged = await client.get("/healthz", headers={"X-Request-Id": 'a"\nb'.replace("\n", " ")})
    assert forged.headers["x-request-id"].isalnum()
    assert forged.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors" in forged.headers["content-security-policy"]
