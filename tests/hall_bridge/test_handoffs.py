"""扫码接力 on the counter's own screen, over its socket: what it shows, and what it never shows."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection

from hall_bridge.app import create_app
from tests.factories.cases import filled_draft
from tests.factories.counters import agree, edit, enrolled_tablet, known_citizen, put, seated_clerk
from tests.factories.halls import COUNTER, open_hall
from tests.factories.people import CHEN_ID_NUMBER, CHEN_PHONE, Person
from tests.factories.problems import problem
from tests.fakes.serving import serving
from tests.hall_bridge.test_screens import said, screen

HANDOFFS = f"/hall/v1/counters/{COUNTER}/handoffs"


@pytest.fixture
async def bridge(client: httpx.AsyncClient) -> AsyncIterator[str]:
    await open_hall()
    async with serving(create_app()) as address:
        yield address


async def until(socket: ClientConnection, fits: Callable[[Any], bool]) -> Any:
    """The first state that fits."""
    async with asyncio.timeout(5):
        while not fits(state := (await said(socket))["handoff"]):
            pass
    return state


async def at_counter(bridge: str) -> tuple[Person, str]:
    device = await enrolled_tablet()
    http = httpx.AsyncClient(base_url=bridge, trust_env=False)
    return Person(http, device.token), device.token


async def test_the_screen_follows_a_handoff_from_code_to_end(
    bridge: str, client: httpx.AsyncClient
) -> None:
    tablet, token = await at_counter(bridge)
    problem(await tablet.ask("POST", HANDOFFS), 409, "nobody_at_counter")
    await seated_clerk(client)
    citizen = await known_citizen(client)
    case = await filled_draft(citizen)
    async with screen(bridge, COUNTER, token) as socket:
        code = await tablet.post(HANDOFFS)
        assert "<svg" in code["qr_svg"]
        met = await citizen.post("/api/v1/handoffs/claim", {"token": code["token"]})
        state = await until(socket, lambda h: bool(h) and h["state"] == "claimed")
        assert state["shared"] is None
        path = f"/api/v1/counter_handoffs/{met['id']}"
        number = case["number"]
        await agree(citizen, path, {"case_number": number, "parts": ["form", "cases"]})
        state = await until(socket, lambda h: bool(h) and h["state"] == "running")
        told = json.dumps(state, ensure_ascii=False)
        assert "天河小馆" in told
        assert CHEN_ID_NUMBER not in told
        assert CHEN_PHONE not in told
        assert state["shared"]["basic"] is None
        assert state["shared"]["cases"] == []
        assert state["trace"] == []
        await citizen.post(f"{path}/end")
        assert await until(socket, lambda h: h is None) is None
    await tablet.http.aclose()


async def test_what_is_typed_on_the_glass_is_confirmed_on_the_phone(
    bridge: str, client: httpx.AsyncClient
) -> None:
    tablet, token = await at_counter(bridge)
    await seated_clerk(client)
    citizen = await known_citizen(client)
    case = await filled_draft(citizen)
    shown = await citizen.post("/api/v1/counter_handoffs", {"case_number": case["number"]})
    met = (await tablet.post(f"{HANDOFFS}/claim", {"token": shown["token"]}))["handoff_id"]
    path = f"/api/v1/counter_handoffs/{met}"
    wish = {"case_number": case["number"], "parts": ["form"]}
    marks = (await agree(citizen, path, wish))["marks"]
    fields = [f for s in case["form_schema"]["sections"] for f in s["fields"]]
    name = next(f["id"] for f in fields if f["kind"] == "address")
    async with screen(bridge, COUNTER, token) as socket:
        await until(socket, bool)
        assert (await put(tablet, f"{HANDOFFS}/{met}/locks/{name}"))["is_yours"]
        body = {"edits": [edit(name, "天河北路1号", marks[name])]}
        done = await tablet.post(f"{HANDOFFS}/{met}/edits", body)
        assert [r["outcome"] for r in done["results"]] == ["proposed"]
        await tablet.delete(f"{HANDOFFS}/{met}/locks/{name}")
        waits = (await citizen.get(path))["edits"][0]
        assert (waits["side"], waits["value"]) == ("counter", "天河北路1号")
        decision = {"decisions": {waits["edit_id"]: True}}
        await citizen.post(f"{path}/decisions", decision)
        await until(socket, lambda h: "天河北路1号" in json.dumps(h["shared"], ensure_ascii=False))
    await tablet.http.aclose()


async def test_a_tablet_of_another_counter_is_refused(
    bridge: str, client: httpx.AsyncClient
) -> None:
    tablet, _ = await at_counter(bridge)
    await seated_clerk(client)
    for path in ("/hall/v1/counters/elsewhere/handoffs", f"{HANDOFFS}/{'0' * 32}/locks/name"):
        method = "POST" if path.endswith("handoffs") else "PUT"
        answer = await tablet.ask(method, path)
        assert problem(answer, answer.status_code)["status"] in (403, 404)
    stranger = Person(tablet.http, "x" * 43)
    problem(await stranger.ask("POST", HANDOFFS), 401)
    await tablet.http.aclose()
