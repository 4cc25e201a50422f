"""Whatever is sent, the answer is a reply or a problem in Chinese, never an error of ours."""

from __future__ import annotations

import secrets
from typing import Any

import httpx

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


async def test_any_words_get_a_reply(guest: Person) -> None:
    for name, text in TALK.items():
        answer = (await send(guest, text=text)).json()
        assert answer["status"] in ("clarify", "degraded"), name
        assert answer["replies"], name
    said = [m["text"] for m in (await guest.get(MESSAGES))["items"] if m["direction"] == "in"]
    assert said == [text.strip().replace("\x00", "") for text in TALK.values()]


async def test_nothing_said_is_told(guest: Person) -> None:
    for text in ("", "   ", "\n\t", None):
        refusal = problem(await send(guest, text=text), 422, "message_invalid")
        assert refusal["errors"][0]["field"] == "text"


async def test_ten_thousand_characters_are_too_many(guest: Person) -> None:
    refusal = problem(await send(guest, text="我" * 10_000), 422, "message_invalid")
    assert "1000" in refusal["detail"]
    assert (await guest.get(MESSAGES))["total"] == 0


BROKEN_BUTTONS = [
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
]


async def test_a_broken_button_is_told(guest: Person) -> None:
    for payload in BROKEN_BUTTONS:
        problem(await send(guest, payload=payload), 422, "message_invalid")


BUTTONS_ABOUT_NOTHING = [
    command("guidance_start", item_code="1" * 31),
    command("guidance_answer", run_id="0" * 32, question_id="area", value=80),
    command("guidance_answer", run_id={"a": 1}, question_id=None, value=[[]]),
    command("guidance_back", run_id="' OR 1=1 --"),
    command("case_show", number="TH202611230000017"),
    command("item_ask", item_code="\x00"),
    command("case_open", run_id="<script>"),
    command("search_more", text="\x00居住证"),
]


async def test_a_button_about_nothing_is_answered_in_words(guest: Person) -> None:
    for payload in BUTTONS_ABOUT_NOTHING:
        answer = (await send(guest, payload=payload)).json()
        assert answer["replies"][0]["text"], payload


BROKEN_BODIES = [
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
]


async def test_a_broken_body_is_a_problem(guest: Person) -> None:
    headers = {"Content-Type": "application/json"}
    for body in BROKEN_BODIES:
        answer = await guest.ask("POST", MESSAGES, content=body, headers=headers)
        assert 400 <= answer.status_code < 500, body
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


WRONG_ADDRESSES = [
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
]


async def test_a_wrong_address_is_a_problem(guest: Person) -> None:
    for method, path, status in WRONG_ADDRESSES:
        problem(await guest.ask(method, path), status)


NULS = [
    ("GET", "/api/v1/guidance/runs/%00"),
    ("DELETE", "/api/v1/guidance/runs/a%00b/answers/area"),
    ("GET", "/api/v1/cases/TH%00"),
    ("GET", "/api/v1/cases?status=%00"),
    ("GET", "/staff/v1/cases/TH%00"),
    ("GET", "/api/v1/chat/messages?after=%00"),
]


async def test_a_nul_in_an_address_breaks_neither_database(guest: Person) -> None:
    for method, path in NULS:
        answer = await guest.ask(method, path)
        assert answer.status_code < 500, path
        if answer.status_code >= 400:
            problem(answer, answer.status_code)


async def test_any_words_may_be_searched(guest: Person) -> None:
    for name, text in TALK.items():
        page = await guest.get("/api/v1/items", params={"q": text[:200]})
        assert page["total"] == len(page["items"]) or page["next"], name


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
