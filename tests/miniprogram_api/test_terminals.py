"""A visit at a terminal through its doors: the screen's code, the phone, the lent session, its
end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from flows.devices import pulses
from flows.devices.contract import Hello
from flows.self_service import service
from foundation import db
from foundation.clock import now
from foundation.models import Case, IssuedLicence, Letter, TerminalVisit, new_id
from foundation.settings import settings
from hall_bridge.app import create_app
from tests.factories.cases import submitted_case
from tests.factories.devices import clock_ms, enrolled
from tests.factories.halls import open_hall
from tests.factories.people import LI, Person, sign_in
from tests.factories.problems import problem
from tests.fakes.serving import serving

VISIT, CURRENT = "/hall/v1/self-service/visit", "/api/v1/sessions/current"


@pytest.fixture
async def terminal(client: httpx.AsyncClient) -> AsyncIterator[Person]:
    await open_hall()
    device = await enrolled("terminal", "一号自助机")
    async with (
        serving(create_app()) as bridge,
        httpx.AsyncClient(base_url=bridge, trust_env=False) as http,
    ):
        yield Person(http, device.token)


async def code_on(terminal: Person) -> str:
    return str((await terminal.post(VISIT))["url"]).rpartition("/")[2]


async def test_a_phone_lets_the_terminal_in_until_somebody_leaves(
    client: httpx.AsyncClient, terminal: Person
) -> None:
    citizen = await sign_in(client)
    code = await code_on(terminal)
    opened = await client.get(f"/api/v1/codes/{code}")
    assert opened.json()["page"] == f"/pages/device/index?code={code}"
    assert (await terminal.get(VISIT))["state"] == "waiting"
    shown = await citizen.get(f"/api/v1/terminals/{code}")
    assert shown == {"name": "一号自助机", "place": "A12窗口 市场准入"}
    for _ in range(2):
        assert await citizen.post(f"/api/v1/terminals/{code}/visit") == shown
    visit = await terminal.get(VISIT)
    assert (visit["state"], bool(visit["token"])) == ("open", True)
    assert (await terminal.get(VISIT))["token"] == ""
    lent = Person(client, visit["token"])
    assert (await lent.get(CURRENT))["user"] == (await citizen.get(CURRENT))["user"]
    assert (await terminal.post(f"{VISIT}/touch"))["state"] == "open"
    await terminal.delete(VISIT)
    assert (await lent.ask("GET", CURRENT)).status_code == 401
    assert (await citizen.ask("GET", CURRENT)).status_code == 200


async def test_a_code_photographed_or_used_gives_nothing(
    client: httpx.AsyncClient, terminal: Person
) -> None:
    citizen, other = await sign_in(client), await sign_in(client, LI)
    code = await code_on(terminal)
    await citizen.post(f"/api/v1/terminals/{code}/visit")
    problem(await other.ask("POST", f"/api/v1/terminals/{code}/visit"), 404)
    newer = await code_on(terminal)
    problem(await citizen.ask("POST", f"/api/v1/terminals/{code}/visit"), 404)
    problem(await other.ask("POST", f"/api/v1/terminals/s{'0' * 20}/visit"), 404)
    async with db.writing() as session:
        for row in await session.scalars(select(TerminalVisit)):
            row.expires_at = now() - timedelta(seconds=1)
    problem(await other.ask("POST", f"/api/v1/terminals/{newer}/visit"), 404)


async def test_the_terminals_page_and_no_other_reaches_the_api(
    client: httpx.AsyncClient, terminal: Person
) -> None:
    citizen = await sign_in(client)
    await citizen.post(f"/api/v1/terminals/{await code_on(terminal)}/visit")
    assert (await terminal.get(VISIT))["api_url"] == settings().public_url
    allowed = "access-control-allow-origin"
    for origin, answer in ((settings().hall_public_url, True), ("https://example.com", False)):
        asking = {"Origin": origin, "Access-Control-Request-Method": "PATCH",
                  "Access-Control-Request-Headers": "authorization"}  # fmt: skip
        told = await client.options("/api/v1/cases/TH1", headers=asking)
        assert (told.headers.get(allowed) == origin) is answer
        got = await client.get("/api/v1/themes", headers={"Origin": origin})
        assert (got.headers.get(allowed) == origin) is answer
        assert "access-control-allow-credentials" not in got.headers


async def test_an_idle_visit_ends_by_itself(client: httpx.AsyncClient, terminal: Person) -> None:
    citizen = await sign_in(client)
    await citizen.post(f"/api/v1/terminals/{await code_on(terminal)}/visit")
    lent = Person(client, (await terminal.get(VISIT))["token"])
    async with db.writing() as session:
        for row in await session.scalars(select(TerminalVisit)):
            row.last_at = now() - service.IDLE - timedelta(seconds=1)
    assert await service.end_idle() == 1
    assert (await lent.ask("GET", CURRENT)).status_code == 401
    assert (await terminal.get(VISIT))["reason"] == "idle"
    assert problem(await terminal.ask("POST", f"{VISIT}/touch"), 409)["code"] == "visit_over"


async def test_a_finished_licence_comes_out_once_to_its_holder_only(
    client: httpx.AsyncClient, terminal: Person
) -> None:
    citizen, other = await sign_in(client), await sign_in(client, LI)
    licence = {"licence_id": await a_licence(await submitted_case(citizen))}
    problem(await terminal.ask("POST", f"{VISIT}/licences", json=licence), 409)
    machine = await enrolled("licence_printer", "取证口")
    said = {"type": "hello", "model": "", "capabilities": ["licence"], "clock": clock_ms()}
    async with db.writing() as session:
        await pulses.greet(session, machine.device_id, new_id(), Hello.model_validate(said), 0)
    for who, status in ((other, 409), (citizen, 202)):
        await who.post(f"/api/v1/terminals/{await code_on(terminal)}/visit")
        await terminal.get(VISIT)
        asked = [
            await terminal.ask("POST", f"{VISIT}/licences", json=licence) for _press in "twice"
        ]
        assert {answer.status_code for answer in asked} == {status}
    assert len({answer.json()["id"] for answer in asked}) == 1


async def a_licence(number: str) -> str:
    """As 电子证照 has issued it, because of some letter of the case."""
    async with db.writing() as session:
        case = await session.get_one(Case, number)
        letter = (await session.scalars(select(Letter).where(Letter.case_number == number))).first()
        assert letter is not None
        licence = IssuedLicence(
            id=new_id(), letter_id=letter.id, case_number=number, user_id=case.user_id,
            name="食品经营许可证", number="JY14401060000000", valid_until="", state="issued",
            created_at=now(), issued_at=now(),
        )  # fmt: skip
        session.add(licence)
    return licence.id


async def test_only_a_terminal_begins(client: httpx.AsyncClient, terminal: Person) -> None:
    printer = await enrolled("printer")
    refused = await Person(terminal.http, printer.token).ask("POST", VISIT)
    assert problem(refused, 403)["code"] == "not_a_terminal"
