"""Two processes each of the API and the hall bridge on one PostgreSQL and one Redis: a code is
spent once wherever it is shown, screens follow on either, and a kill loses nothing."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator

import httpx
import pytest
import websockets
from redis.asyncio import Redis

from tests.factories.cases import filled_draft
from tests.factories.counters import agree, edit, enrolled_tablet, known_citizen, seated_clerk
from tests.factories.halls import COUNTER, open_hall
from tests.factories.people import Person
from tests.fakes.processes import Process, running, wait_healthy
from tests.fixtures.ports import free_port
from tests.fixtures.redis import redis_server
from tests.hall_bridge.test_handoffs import HANDOFFS, until
from tests.hall_bridge.test_screens import screen

API, BRIDGE = "tests.flows.workflow.whole_api:app", "hall_bridge.app:app"
ROUNDS, SOON = 12, 3.0


@pytest.fixture
def hosts(client: httpx.AsyncClient, database: str) -> Iterator[list[Process]]:
    """Two of the API, then two of the bridge."""
    if not database.startswith("postgresql"):
        pytest.skip("two hosts share a PostgreSQL; SQLite is one machine's")
    with running(API, API, BRIDGE, BRIDGE) as processes:
        yield processes


def reaching(person: Person, process: Process) -> Person:
    http = httpx.AsyncClient(base_url=process.address, trust_env=False, timeout=20)
    return Person(http, person.token, person.user_id)


async def test_a_code_is_spent_once_between_two_hosts(
    hosts: list[Process], client: httpx.AsyncClient
) -> None:
    await open_hall()
    await seated_clerk(client)
    tablet = reaching(Person(client, (await enrolled_tablet()).token), hosts[2])
    people = [await known_citizen(client, name) for name in ("陈一", "李二", "张三", "王四")]
    phones = [reaching(one, hosts[i % 2]) for i, one in enumerate(people)]
    for _ in range(ROUNDS):
        body = {"token": (await tablet.post(HANDOFFS))["token"]}
        answers = await asyncio.gather(
            *(one.ask("POST", "/api/v1/handoffs/claim", json=body) for one in phones)
        )
        assert sorted(a.status_code for a in answers) == [200, 404, 404, 404]
        won = next(a.json()["id"] for a in answers if a.status_code == 200)
        owner = phones[[a.status_code for a in answers].index(200)]
        await owner.post(f"/api/v1/counter_handoffs/{won}/end")


async def test_a_phones_code_is_spent_at_one_counter(
    hosts: list[Process], client: httpx.AsyncClient
) -> None:
    await open_hall()
    await seated_clerk(client)
    token = (await enrolled_tablet()).token
    tablets = [reaching(Person(client, token), host) for host in hosts[2:]]
    citizen = reaching(await known_citizen(client), hosts[0])
    for _ in range(ROUNDS):
        body = {"token": (await citizen.post("/api/v1/counter_handoffs", {}))["token"]}
        answers = await asyncio.gather(
            *(one.ask("POST", f"{HANDOFFS}/claim", json=body) for one in tablets)
        )
        assert {a.status_code for a in answers} == {200}
        met = {a.json()["handoff_id"] for a in answers}
        assert len(met) == 1, "the same counter asks twice and is told the same"
        await citizen.post(f"/api/v1/counter_handoffs/{met.pop()}/end")


async def test_a_killed_bridge_and_api_lose_no_edit(
    hosts: list[Process], client: httpx.AsyncClient
) -> None:
    await open_hall()
    await seated_clerk(client)
    token = (await enrolled_tablet()).token
    citizen = await known_citizen(client)
    case = await filled_draft(citizen)
    phone = reaching(citizen, hosts[0])
    shown = await phone.post("/api/v1/counter_handoffs", {"case_number": case["number"]})
    tablet = reaching(Person(client, token), hosts[2])
    met = (await tablet.post(f"{HANDOFFS}/claim", {"token": shown["token"]}))["handoff_id"]
    path = f"/api/v1/counter_handoffs/{met}"
    wish = {"case_number": case["number"], "parts": ["form"]}
    marks = (await agree(phone, path, wish))["marks"]
    fields = [f for s in case["form_schema"]["sections"] for f in s["fields"]]
    name = next(f["id"] for f in fields if f["kind"] == "address")
    body = {"edits": [edit(name, "断线前写的", marks[name])]}
    async with screen(hosts[2].address, COUNTER, token) as socket:
        await until(socket, bool)
        hosts[2].kill()
        with pytest.raises(websockets.ConnectionClosed):
            await until(socket, lambda _: False)
    hosts[0].kill()
    with pytest.raises(httpx.HTTPError):
        await phone.ask("POST", f"{path}/edits", json=body)
    began = time.monotonic()
    other = reaching(citizen, hosts[1])
    async with screen(hosts[3].address, COUNTER, token) as socket:
        await until(socket, bool)
        assert time.monotonic() - began < SOON
        for _ in range(2):  # its answer was lost, perhaps: it is sent again
            done = await other.post(f"{path}/edits", body)
            assert [r["outcome"] for r in done["results"]] == ["applied"]
        state = await until(socket, lambda h: "断线前写的" in str(h["shared"]))
        assert state["state"] == "running"
    hosts[2].start_again()
    wait_healthy(hosts[2])
    async with screen(hosts[2].address, COUNTER, token) as socket:
        assert "断线前写的" in str(await until(socket, bool))


async def test_a_killed_redis_is_missed_by_nobody(
    client: httpx.AsyncClient, database: str, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Redis of its own for the bridge and the API, killed under them while a phone ends it."""
    if not database.startswith("postgresql"):
        pytest.skip("once is enough")
    await open_hall()
    await seated_clerk(client)
    token = (await enrolled_tablet()).token
    citizen = await known_citizen(client)
    url = f"redis://127.0.0.1:{free_port()}/0"
    monkeypatch.setitem(os.environ, "REDIS_URL", url)
    with redis_server(url), running(API, BRIDGE) as (api, bridge):
        phone = reaching(citizen, api)
        tablet = reaching(Person(client, token), bridge)
        code = await tablet.post(HANDOFFS)
        async with screen(bridge.address, COUNTER, token) as socket:
            met = await phone.post("/api/v1/handoffs/claim", {"token": code["token"]})
            await until(socket, bool)
            await _end_while_redis_is_away(url, phone, met["id"])
            with redis_server(url):
                began = time.monotonic()
                assert await until(socket, lambda h: h is None) is None
                assert time.monotonic() - began < SOON


async def _end_while_redis_is_away(url: str, phone: Person, handoff_id: str) -> None:
    async with Redis.from_url(url) as client:
        await client.shutdown(nosave=True)
    ended = await phone.post(f"/api/v1/counter_handoffs/{handoff_id}/end")
    assert ended["state"] == "ended"
