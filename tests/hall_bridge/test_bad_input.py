"""Whatever is sent to the bridge is answered with what is wrong; who may see a counter's screen."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
import websockets
from redis.asyncio import Redis

from hall_bridge.app import create_app
from tests.factories.devices import enrolled
from tests.factories.halls import COUNTER, open_hall
from tests.factories.people import Person
from tests.factories.problems import problem
from tests.fakes.serving import serving
from tests.hall_bridge.test_screens import screen

AT = f"/hall/v1/counters/{COUNTER}"


@pytest.fixture
async def bridge(database: str, redis: Redis) -> AsyncIterator[str]:
    await open_hall()
    async with serving(create_app()) as address:
        yield address


@pytest.fixture
async def http(bridge: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=bridge, trust_env=False) as client:
        yield client


async def test_faults_of_a_body_are_named_and_of_an_address_are_not(
    http: httpx.AsyncClient,
) -> None:
    told = problem(await http.post("/hall/v1/devices/enrol", json={}), 422, "invalid_input")
    assert told["errors"] == [{"field": "code", "message": "缺少这一项"}]
    problem(await http.post("/hall/v1/devices/enrol", content=b"{"), 422)
    problem(await http.get("/hall/v1/counters/NOWHERE/code"), 404)
    problem(await http.delete("/hall/v1/devices/enrol"), 405)


async def test_nobody_fills_the_memory_of_the_bridge(http: httpx.AsyncClient) -> None:
    body = b'{"code": "' + b"A" * 200_000 + b'"}'
    problem(await http.post("/hall/v1/devices/enrol", content=body), 413, "too_large")


async def test_pages_of_the_bridge_are_not_framed_elsewhere(http: httpx.AsyncClient) -> None:
    headers = (await http.get("/healthz")).headers
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["x-content-type-options"] == "nosniff"


async def test_only_the_tablet_is_shown_the_counters_screen(
    bridge: str, http: httpx.AsyncClient
) -> None:
    """The secret of a printer, kept on some computer, opens nobody's shared form."""
    printer = await enrolled("printer")
    problem(await Person(http, printer.token).ask("POST", f"{AT}/handoffs"), 403)
    problem(await Person(http, printer.token).ask("GET", f"{AT}/photo"), 403)
    async with screen(bridge, COUNTER, printer.token) as socket:
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


async def test_no_terminal_has_a_licence_made_by_its_number(http: httpx.AsyncClient) -> None:
    """Only of one that was issued to whoever is there, which `collect` proves."""
    terminal = await enrolled("terminal")
    body = {"verb": "issue_licence", "request_id": "0123456789", "title": "食品经营许可证"}
    asked = await Person(http, terminal.token).ask("POST", "/hall/v1/device-commands", json=body)
    problem(asked, 422, "invalid_input")


async def test_a_photos_moment_needs_its_zone(http: httpx.AsyncClient) -> None:
    tablet = Person(http, (await enrolled("tablet")).token)
    sent = {"key": "a" * 16, "material_id": "id_card", "made_at": "2026-07-01T09:00:00"}
    path = f"{AT}/showings/{'0' * 32}/photos"
    answer = await tablet.ask("POST", path, data=sent, files={"file": ("a.jpg", b"x")})
    assert problem(answer, 422)["errors"][0]["field"] == "made_at"
