"""Whether an address still answers, over a real socket; our own network is never asked."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.links.client import LinkClient
from tests.adapters.conftest import PATIENT_SECONDS
from tests.fakes.serving import serving


async def _answer(request: Request) -> Response:
    assert request.method == "HEAD", "a look reads no page"
    return Response(status_code=int(request.path_params["status"]))


SITE = Starlette(routes=[Route("/{status:int}", _answer, methods=["GET", "HEAD"])])


@pytest.mark.parametrize(
    ("status", "is_reached", "words"),
    [
        (200, True, "能打开（200）"),
        (301, True, "能打开（301）"),
        (403, True, "不允许自动检查"),
        (405, True, "不允许自动检查"),
        (404, False, "网站回答404"),
        (410, False, "网站回答410"),
        (500, False, "没有响应"),
    ],
)
async def test_a_look_says_what_it_met(status: int, is_reached: bool, words: str) -> None:
    async with serving(SITE) as address:
        look = await LinkClient(PATIENT_SECONDS, allows_private=True).look(
            f"{address}/{status}?id=1"
        )
    assert (look.is_reached, words in look.detail) == (is_reached, True)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/",
        "http://[::1]/",
        "ftp://example.com/",
        "javascript:alert(1)",
        "http://",
    ],
)
async def test_our_own_network_is_not_asked(url: str) -> None:
    look = await LinkClient(PATIENT_SECONDS).look(url)
    assert not look.is_reached
    assert "内部网络" in look.detail or "不是网页地址" in look.detail


async def test_nobody_there_is_an_answer() -> None:
    look = await LinkClient(PATIENT_SECONDS, allows_private=True).look("http://127.0.0.1:9/")
    assert look.detail == "没有响应"
