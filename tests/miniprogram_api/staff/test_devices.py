"""Devices through the console's doors: drawn in, seen, moved, cut off; asked from a counter."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import httpx
import pypdf
import pytest

from flows.codes.service import device_token
from flows.devices import commands, pulses
from flows.devices.contract import Ack, Hello
from foundation import db
from foundation.models import new_id
from hall_bridge.app import create_app
from tests.factories.devices import clock_ms
from tests.factories.halls import COUNTER, HALL, open_hall
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem
from tests.fakes.serving import serving

DEVICES = f"/staff/v1/halls/{HALL}/devices"


@pytest.fixture
async def leader(client: httpx.AsyncClient) -> Person:
    await open_hall()
    return await staff_member(client, "supervisor", name="黄文英")


@pytest.fixture
async def bridge() -> AsyncIterator[httpx.AsyncClient]:
    async with (
        serving(create_app()) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as http,
    ):
        yield http


async def drawn_in(leader: Person, bridge: httpx.AsyncClient, kind: str, name: str) -> str:
    wish = {"kind": kind, "name": name, "counter_id": COUNTER}
    drawn = await leader.post(f"/staff/v1/halls/{HALL}/device-codes", wish)
    assert drawn["qr_svg"].startswith("<?xml")
    answer = await bridge.post("/hall/v1/devices/enrol", json={"code": drawn["code"]})
    return str(answer.json()["device_id"])


async def greets(device_id: str, *capabilities: str) -> str:
    said = {"type": "hello", "model": "模拟", "capabilities": capabilities, "clock": clock_ms()}
    connection = new_id()
    async with db.writing() as session:
        await pulses.greet(session, device_id, connection, Hello.model_validate(said), 0)
    return connection


async def test_a_device_is_drawn_in_seen_moved_and_cut_off(
    leader: Person, bridge: httpx.AsyncClient
) -> None:
    device_id = await drawn_in(leader, bridge, "printer", "A12打印机")
    (shown,) = (await leader.get(DEVICES))["devices"]
    assert (shown["presence"], shown["counter_id"]) == ("never", COUNTER)
    await greets(device_id, "printer")
    one = f"{DEVICES}/{device_id}"
    assert (await leader.get(one))["device"]["presence"] == "online"
    moved = await leader.ask("PUT", one, json={"name": "大厅打印机", "counter_id": ""})
    assert (moved.json()["name"], moved.json()["counter_id"]) == ("大厅打印机", "")
    problem(await leader.ask("PUT", one, json={"name": "打印机", "counter_id": "nowhere"}), 404)
    for wanted, presence in ((True, "revoked"), (False, "online")):
        said = await leader.ask("PUT", f"{one}/revocation", json={"is_revoked": wanted})
        assert said.json()["presence"] == presence


async def test_a_devices_code_says_which_and_where(
    leader: Person, bridge: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    sheet = f"/staff/v1/halls/{HALL}/device-sheet"
    problem(await leader.ask("GET", sheet), 422)
    device_id = await drawn_in(leader, bridge, "printer", "A12打印机")
    paper = await leader.ask("GET", sheet)
    text = pypdf.PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    assert "A12打印机" in text.replace(" ", "")
    token = device_token(device_id)
    assert len(token) <= 32
    opened = (await client.get(f"/api/v1/codes/{token}")).json()
    assert opened["title"] == "A12打印机（A12窗口 市场准入）"
    problem(await client.get(f"/api/v1/codes/{token[:-1]}x"), 404)
    one = f"{DEVICES}/{device_id}/revocation"
    await leader.ask("PUT", one, json={"is_revoked": True})
    assert "停用" in problem(await client.get(f"/api/v1/codes/{token}"), 404)["detail"]


async def test_a_clerk_asks_the_devices_of_the_own_counter_only(
    leader: Person, bridge: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    device_id = await drawn_in(leader, bridge, "id_reader", "A12阅读器")
    connection = await greets(device_id, "id_card")
    clerk, other = [await staff_member(client, "clerk", name=name) for name in ("李嘉豪", "乙")]
    wish = {"verb": "read_id_card", "request_id": "page-0001", "concerns": "case:TH2026"}
    ask = "/staff/v1/duty/device-commands"
    refused = await clerk.ask("POST", ask, json=wish)
    assert problem(refused, 409)["code"] == "not_at_a_counter"
    await clerk.ask("PUT", f"/staff/v1/counters/{COUNTER}/duty")
    assert [d["name"] for d in (await clerk.get("/staff/v1/duty/devices"))["devices"]] == [
        "A12阅读器"
    ]
    asked = [await clerk.post(ask, wish) for _ in "ab"]
    assert asked[0]["id"] == asked[1]["id"]
    async with db.writing() as session:
        (carried,) = await commands.take(session, device_id, connection)
        done = Ack(type="ack", id=carried.id, state="done", result={"name": "林虚构"})
        await commands.acknowledge(session, device_id, done)
    found = await clerk.get(f"{ask}/{carried.id}")
    assert (found["state"], found["result"]) == ("done", {"name": "林虚构"})
    problem(await other.ask("GET", f"{ask}/{carried.id}"), 404)
