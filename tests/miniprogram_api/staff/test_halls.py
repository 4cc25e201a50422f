"""Halls and counters are set up, codes printed, withdrawn and counted, through the doors."""

from __future__ import annotations

import asyncio
import io

import cv2
import httpx
import numpy as np
import pypdf
import pypdfium2
import pytest

from foundation.clock import today
from tests.factories.cases import FOOD
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem

HALL = "/staff/v1/halls/tianhe"
SAID = {"name": "天河区政务服务中心", "address": "广州市天河区软件路13号"}
WECHAT = {"User-Agent": "Mozilla/5.0 (iPhone) AppleWebKit/605 MicroMessenger/8.0.50"}


@pytest.fixture
async def leader(client: httpx.AsyncClient) -> Person:
    return await staff_member(client, "supervisor", name="黄文英")


async def put(who: Person, path: str, **body: object) -> httpx.Response:
    return await who.ask("PUT", path, json=body)


async def a_hall(leader: Person) -> None:
    assert (await put(leader, HALL, **SAID)).status_code == 200
    counter = await put(leader, f"{HALL}/counters/tianhe-a12", number="A12", name="市场准入")
    assert counter.status_code == 200


async def a_code(leader: Person, counter: str = "tianhe-a12") -> tuple[str, str]:
    """Its id, and its path as scanned."""
    body = {"counter_id": counter, "items": [FOOD]}
    codes = (await leader.post(f"{HALL}/codes", body))["codes"]
    code = next(c for c in codes if c["counter_id"] == counter)
    return code["id"], code["url"].removeprefix("http://testserver")


async def figures(leader: Person) -> dict[str, object]:
    days = {"from": today().isoformat(), "to": today().isoformat()}
    found: dict[str, object] = await leader.get(f"{HALL}/scans", params=days)
    return found


async def test_a_hall_is_set_up_and_changed(leader: Person) -> None:
    await a_hall(leader)
    assert (await put(leader, HALL, **SAID)).json()["version"] == 1
    changed = await put(leader, HALL, **SAID | {"name": "天河政务中心"}, version=1)
    assert changed.json()["name"] == "天河政务中心"
    problem(await put(leader, HALL, **SAID, version=1), 409, "hall_changed")
    problem(await put(leader, HALL, **SAID), 409, "hall_changed")
    (shown,) = (await leader.get("/staff/v1/halls"))["halls"]
    assert [w["number"] for w in shown["counters"]] == ["A12"]


async def test_a_number_hangs_above_one_counter_only(leader: Person) -> None:
    await a_hall(leader)
    again = await put(leader, f"{HALL}/counters/tianhe-a13", number="A12", name="社保")
    assert "A12" in problem(again, 409, "number_taken")["detail"]
    unknown = await put(leader, f"{HALL}/counters/tianhe-a13", number="A13", name="社保",
                        items=["0" * 31])  # fmt: skip
    problem(unknown, 422)
    elsewhere = await put(leader, "/staff/v1/halls/other/counters/x1", number="1", name="综合")
    problem(elsewhere, 404, "hall_unknown")


async def test_a_poster_opens_its_item_and_is_counted_where_it_hangs(
    client: httpx.AsyncClient, leader: Person
) -> None:
    await a_hall(leader)
    _, path = await a_code(leader)
    assert len(path.removeprefix("/q/")) <= 32
    opened = await asyncio.gather(*(client.get(path, headers=WECHAT) for _ in range(3)))
    page = f"/pages/item/index?code={FOOD}&hall=tianhe&counter=tianhe-a12"
    assert {o.headers["location"] for o in opened} == {f"http://testserver/app/#{page}"}
    in_client = await client.get(f"/api/v1/codes/{path.removeprefix('/q/')}")
    assert in_client.json() == {"kind": "item", "title": "食品经营许可", "page": page}
    told = await figures(leader)
    assert told["opened"] == 4
    assert told["by_way"] == {"mini_program": 1, "wechat": 3}
    assert told["rows"] == [
        {"counter_number": "A12", "kind": "事项海报", "target": "食品经营许可", "opened": 4,
         "refused": 0}
    ]  # fmt: skip


async def test_printed_twice_it_is_one_code(leader: Person) -> None:
    await a_hall(leader)
    first, at_the_door = await a_code(leader), await a_code(leader, "")
    assert await a_code(leader) == first
    assert at_the_door != first
    problem(await leader.ask("POST", f"{HALL}/codes", json={"items": []}), 422)
    nowhere = {"counter_id": "tianhe-b1", "items": [FOOD]}
    problem(await leader.ask("POST", f"{HALL}/codes", json=nowhere), 404, "counter_unknown")


async def test_a_withdrawn_poster_says_so_and_comes_back(
    client: httpx.AsyncClient, leader: Person
) -> None:
    await a_hall(leader)
    code_id, path = await a_code(leader)
    assert (await put(leader, f"{HALL}/codes/{code_id}", is_withdrawn=True)).status_code == 200
    refused = problem(await client.get(path), 404, "code_withdrawn")
    assert "旁边的新码" in refused["detail"]
    in_browser = await client.get(path, headers={"Accept": "text/html"})
    assert in_browser.headers["content-type"].startswith("text/html")
    assert "停用" in in_browser.text
    assert (await figures(leader))["refused"] == 2
    assert (await put(leader, f"{HALL}/codes/{code_id}", is_withdrawn=False)).status_code == 200
    assert (await client.get(path)).status_code == 302


async def test_forged_codes_open_nothing(client: httpx.AsyncClient, leader: Person) -> None:
    await a_hall(leader)
    _, path = await a_code(leader)
    for forged in (path[:-1] + ("0" if path[-1] != "0" else "1"), "/q/p" + "a" * 24, "/q/wnone"):
        problem(await client.get(forged), 404, "code_unknown")


async def test_sheets_are_read_by_a_camera(leader: Person) -> None:
    await a_hall(leader)
    _, path = await a_code(leader)
    for kind, address in (("items", path), ("counters", "/q/wtianhe-a12")):
        answer = await leader.ask("GET", f"{HALL}/sheets/{kind}")
        assert answer.headers["content-type"] == "application/pdf"
        assert _scanned(answer.content) == ["http://testserver" + address]
    words = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "A12" in words
    problem(await leader.ask("GET", f"{HALL}/sheets/items?counter=tianhe-b1"), 404)
    await put(leader, "/staff/v1/halls/empty", **SAID)
    problem(await leader.ask("GET", "/staff/v1/halls/empty/sheets/items"), 422)


def _scanned(content: bytes) -> list[str]:
    """What a phone reads off the paper, held some way off."""
    page = pypdfium2.PdfDocument(content)[0]
    picture = np.asarray(page.render(scale=3).to_pil().convert("L"))
    _, read, _, _ = cv2.QRCodeDetectorAruco().detectAndDecodeMulti(picture)
    return sorted(read)
