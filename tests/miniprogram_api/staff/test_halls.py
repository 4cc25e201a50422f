"""Halls and counters are set up, codes printed, withdrawn and counted, through the doors."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import cv2
import httpx
import numpy as np
import pypdf
import pypdfium2
import pytest
from sqlalchemy import update

from foundation import db
from foundation.clock import today
from foundation.models import StaffGrant, Unit, new_id
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


async def figures(leader: Person) -> Any:
    days = {"from": today().isoformat(), "to": today().isoformat()}
    return await leader.get(f"{HALL}/scans", params=days)


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


async def test_the_halls_own_code_hangs_at_its_door_and_is_counted(
    client: httpx.AsyncClient, leader: Person
) -> None:
    await a_hall(leader)
    answer = await leader.ask("GET", f"{HALL}/sheets/hall")
    (url,) = _scanned(answer.content)
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    words = pages[0].extract_text().replace("\n", "").replace(" ", "")
    assert len(pages) == 1
    assert all(said in words for said in (SAID["name"], SAID["address"], "扫码取号"))
    opened = await client.get(url.removeprefix("http://testserver"))
    assert opened.headers["location"].endswith("/pages/queue/index?hall=tianhe")
    rows = (await figures(leader))["rows"]
    assert [(row["kind"], row["opened"]) for row in rows] == [("大厅码", 1)]
    problem(await client.get("/q/hnowhere"), 404, "code_unknown")
    await put(leader, HALL, **SAID, state="closed", version=1)
    assert "已停用" in problem(await client.get("/q/htianhe"), 404)["detail"]
    assert (await figures(leader))["refused"] == 1


def _scanned(content: bytes) -> list[str]:
    """What a phone reads off the paper, held some way off."""
    page = pypdfium2.PdfDocument(content)[0]
    picture = np.asarray(page.render(scale=3).to_pil().convert("L"))
    _, read, _, _ = cv2.QRCodeDetectorAruco().detectAndDecodeMulti(picture)
    return sorted(read)


async def test_a_place_of_machines_is_no_window(client: httpx.AsyncClient, leader: Person) -> None:
    await a_hall(leader)
    place, said = f"{HALL}/counters/tianhe-z01", {"number": "Z01", "name": "自助服务"}
    marked = await put(leader, place, **said, is_for_terminals=True)
    shown = {c["number"]: c["is_for_terminals"] for c in marked.json()["counters"]}
    assert shown == {"A12": False, "Z01": True}
    pdf = await leader.ask("GET", f"{HALL}/sheets/counters")
    text = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    assert ("A12" in text, "Z01" in text) == (True, False)
    alone = await leader.ask("GET", f"{HALL}/sheets/counters?counter=tianhe-z01")
    problem(alone, 422)
    problem(await client.get("/q/wtianhe-z01"), 404)
    clerk = await staff_member(client, "clerk")
    assert (await put(clerk, "/staff/v1/counters/tianhe-a12/duty")).status_code == 200
    sat = await put(leader, f"{HALL}/counters/tianhe-a12", number="A12", name="市场准入",
                    is_for_terminals=True, version=1)  # fmt: skip
    problem(sat, 409, "counter_taken")


async def test_one_sits_where_ones_grant_reaches(client: httpx.AsyncClient, leader: Person) -> None:
    await a_hall(leader)
    market = {"number": "A13", "name": "食品", "items": [FOOD]}
    assert (await put(leader, f"{HALL}/counters/tianhe-a13", **market)).status_code == 200
    at = "/staff/v1/counters/tianhe-a13/duty"
    other = await staff_member(client, "clerk", "11440106MB2C00000X")
    problem(await put(other, at), 403, "not_your_counter")
    assert [p["number"] for p in await other.get("/staff/v1/counters")] == ["A12"]
    street = await staff_member(client, "clerk")
    async with db.writing() as session:
        session.add(Unit(id=new_id(), kind="street", name="石牌街道办事处", region="石牌街道"))
        await session.execute(
            update(StaffGrant)
            .where(StaffGrant.staff_id == street.user_id)
            .values(regions=["石牌街道"])
        )
    problem(await put(street, at), 403, "not_your_counter")
    nowhere = await put(leader, HALL, **SAID | {"region": "没有的街道"}, version=1)
    problem(nowhere, 422)
    moved = await put(leader, HALL, **SAID | {"region": "石牌街道"}, version=1)
    assert moved.json()["region"] == "石牌街道"
    assert (await put(street, at)).status_code == 200
