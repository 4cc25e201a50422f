"""The hall bridge: codes for posters and counters, and where a scan leads."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import date

import httpx
import pytest
from PIL import Image
from redis.asyncio import Redis

from flows.codes.service import case_token, counter_token
from foundation import db
from foundation.identifiers import CaseNumber
from foundation.models import Counter
from hall_bridge.app import create_app
from tests.factories.cases import FOOD
from tests.factories.halls import AT_COUNTER, COUNTER, open_hall
from tests.factories.problems import problem


@pytest.fixture
async def hall(database: str, redis: Redis) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://hall.testserver") as http:
        yield http


async def test_alive_and_ready(hall: httpx.AsyncClient) -> None:
    assert (await hall.get("/healthz")).json() == {"status": "ok"}
    assert (await hall.get("/readyz")).json() == {"ready": True}


async def test_an_items_poster_leads_to_its_page(hall: httpx.AsyncClient) -> None:
    code = (await hall.get(f"/hall/v1/items/{FOOD}/code")).json()
    assert code["title"] == "食品经营许可"
    assert "<svg" in code["qr_svg"]
    assert code["url"] == f"http://testserver/q/{code['token']}"
    opened = await hall.get(f"/q/{code['token']}")
    assert opened.headers["location"].endswith(f"/pages/item/index?code={FOOD}")


async def test_a_counters_code_leads_to_the_talk(hall: httpx.AsyncClient) -> None:
    await open_hall()
    code = (await hall.get(f"/hall/v1/counters/{COUNTER}/code")).json()
    assert code["title"] == "A12窗口 市场准入"
    opened = await hall.get(f"/q/{code['token']}")
    assert opened.headers["location"].endswith(f"/pages/index/index?{AT_COUNTER}")


async def test_a_code_is_drawn_as_svg_and_as_png(hall: httpx.AsyncClient) -> None:
    token = (await hall.get(f"/hall/v1/items/{FOOD}/code")).json()["token"]
    svg = await hall.get(f"/hall/v1/codes/{token}.svg")
    assert svg.headers["content-type"].startswith("image/svg+xml")
    png = await hall.get(f"/hall/v1/codes/{token}.png")
    picture = Image.open(io.BytesIO(png.content))
    assert picture.width == picture.height > 200


async def test_a_case_is_opened_but_none_is_drawn_up_here(hall: httpx.AsyncClient) -> None:
    number = str(CaseNumber.new(date(2026, 11, 23)))
    opened = await hall.get(f"/q/{case_token(number)}")
    assert opened.headers["location"].endswith(f"number={number}")
    problem(await hall.get(f"/hall/v1/cases/{number}/code"), 404)


@pytest.mark.parametrize(
    "path",
    [
        "/q/forged",
        "/q/wa99",
        "/q/p" + "a" * 12 + "0" * 12,
        "/hall/v1/counters/a99/code",
        "/q/c" + "TH202611230000017" + "0" * 12,
        "/hall/v1/items/unknown/code",
        "/hall/v1/items/" + "1" * 31 + "/code",
        "/hall/v1/counters/A%20B/code",
        "/hall/v1/codes/forged.svg",
        "/hall/v1/codes/forged.gif",
        "/nowhere",
    ],
)
async def test_what_is_not_ours_is_refused(hall: httpx.AsyncClient, path: str) -> None:
    problem(await hall.get(path), 404)


async def test_where_machines_stand_there_is_no_counters_code(hall: httpx.AsyncClient) -> None:
    await open_hall()
    async with db.writing() as session:
        (await session.get_one(Counter, COUNTER)).is_for_terminals = True
    problem(await hall.get(f"/hall/v1/counters/{COUNTER}/code"), 409, "no_window")
    printed = problem(await hall.get(f"/q/{counter_token(COUNTER)}"), 404)
    assert "自助机" in printed["detail"]


@pytest.mark.usefixtures("one_minute")
async def test_whoever_tries_codes_out_is_told_to_wait_and_the_hall_goes_on(
    hall: httpx.AsyncClient,
) -> None:
    made_up = [await hall.get(f"/q/wnowhere-{n}") for n in range(70)]
    assert [a.status_code for a in made_up] == [404] * 60 + [429] * 10
    told = problem(made_up[-1], 429, "too_many_requests")
    assert 1 <= int(made_up[-1].headers["retry-after"]) <= 60
    assert "一分钟" in told["detail"]
    page = await hall.get("/q/wnowhere", headers={"accept": "text/html"})
    assert (page.status_code, "retry-after" in page.headers) == (429, True)
    token = (await hall.get(f"/hall/v1/items/{FOOD}/code")).json()["token"]
    assert (await hall.get(f"/q/{token}")).status_code == 302


async def test_a_door_counts_and_names_each_request(hall: httpx.AsyncClient) -> None:
    named = await hall.get("/q/wnowhere", headers={"x-request-id": "poster-0001"})
    assert named.headers["x-request-id"] == named.json()["trace_id"] == "poster-0001"
    assert (await hall.get("/healthz")).headers["x-request-id"]
    text = (await hall.get("/metrics")).text
    assert 'route="/q/{token}",status="404"' in text
    assert "hall_listeners" in text
    assert "wnowhere" not in text
