"""The way out: what is tried again, what is not, and what the log may show."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from adapters import http as outside
from adapters.http import OutsideHttp, OutsideRefused, OutsideUnavailable, masked_query
from foundation.errors import Problem
from tests.adapters.conftest import PATIENT_SECONDS

Answer = Callable[[httpx.Request], httpx.Response]


class Platform:
    """A platform that answers by turns and counts the calls."""

    def __init__(self, *turns: int | Exception, headers: dict[str, str] | None = None) -> None:
        self.turns = turns
        self.headers = headers
        self.calls = 0

    def __call__(self, _request: httpx.Request) -> httpx.Response:
        turn = self.turns[min(self.calls, len(self.turns) - 1)]
        self.calls += 1
        if isinstance(turn, Exception):
            raise turn
        return httpx.Response(turn, json={"ok": True}, headers=self.headers)


def client_of(platform: Answer) -> OutsideHttp:
    transport = httpx.MockTransport(platform)
    return OutsideHttp(
        "sample", "示例平台", "http://outside.example", PATIENT_SECONDS, transport=transport
    )


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "_FIRST_PAUSE", 0.001)


@pytest.mark.parametrize(
    ("method", "idempotent", "calls"),
    [("GET", None, 3), ("POST", None, 1), ("POST", True, 3), ("GET", False, 1)],
)
async def test_5xx_is_tried_again_only_when_repeating_is_harmless(
    method: str, idempotent: bool | None, calls: int
) -> None:
    platform = Platform(502)
    async with client_of(platform) as client:
        with pytest.raises(OutsideUnavailable):
            await client.request(method, "a", idempotent=idempotent)
    assert platform.calls == calls


async def test_a_connection_that_never_stood_is_tried_again() -> None:
    platform = Platform(httpx.ConnectError("refused"), 200)
    async with client_of(platform) as client:
        response = await client.request("POST", "a", json={"a": 1})
    assert (response.status_code, platform.calls) == (200, 2)


async def test_a_broken_answer_to_a_write_is_not_tried_again() -> None:
    platform = Platform(httpx.ReadError("cut off"))
    async with client_of(platform) as client:
        with pytest.raises(OutsideUnavailable):
            await client.request("POST", "a", json={})
    assert platform.calls == 1


async def test_the_time_limit_holds_for_an_answer_that_drips() -> None:
    class Dripping(httpx.AsyncByteStream):
        async def __aiter__(self) -> Any:
            while True:
                await asyncio.sleep(0.05)
                yield b" "

    transport = httpx.MockTransport(lambda _request: httpx.Response(200, stream=Dripping()))
    http = OutsideHttp("sample", "示例平台", "http://outside.example", 0.2, transport=transport)
    async with http as client, asyncio.timeout(PATIENT_SECONDS):
        with pytest.raises(OutsideUnavailable):
            await client.request("GET", "a")


async def test_too_many_requests_carries_the_platform_s_own_pause() -> None:
    async with client_of(Platform(429, headers={"Retry-After": "17"})) as client:
        with pytest.raises(OutsideUnavailable) as caught:
            await client.request("GET", "a")
    assert caught.value.retry_after == 17
    assert caught.value.status == 503


async def test_a_refusal_is_a_problem_with_a_chinese_sentence() -> None:
    async with client_of(Platform(404)) as client:
        with pytest.raises(OutsideRefused) as caught:
            await client.request("GET", "a")
    assert isinstance(caught.value, Problem)
    assert caught.value.platform_code == "http_404"
    assert "示例平台" in caught.value.detail


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", b"\xff"])
async def test_an_answer_that_is_no_json_object_is_unavailable(body: bytes) -> None:
    async with client_of(Platform(200)) as client:
        with pytest.raises(OutsideUnavailable):
            client.json_object(httpx.Response(200, content=body))


async def test_the_log_line_has_the_facts_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[dict[str, Any]] = []

    class Recorder:
        def info(self, event: str, **fields: Any) -> None:
            lines.append({"event": event, **fields})

    monkeypatch.setattr(outside, "_log", Recorder())
    params = {"access_token": "TOKEN-1", "appid": "wx1", "idcard": "440106198806153017"}
    async with client_of(Platform(502, 200)) as client:
        await client.request("GET", "people/13800138001", params=params)
    assert [(line["status"], line["attempt"]) for line in lines] == [(502, 1), (200, 2)]
    assert lines[0].keys() >= {"platform", "method", "path", "ms"}
    written = str(lines)
    assert all(secret not in written for secret in ("TOKEN-1", "19880615", "13800138001"))
    assert "wx1" in written


def test_secrets_are_masked_by_name() -> None:
    names = ["secret", "js_code", "client_secret", "access_token", "code", "session_key"]
    assert set(masked_query(dict.fromkeys(names, "x")).values()) == {"***"}
