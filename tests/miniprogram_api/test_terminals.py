"""A visit at a terminal through its doors: the screen's code, the phone, the lent session, its
end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from flows.codes.service import arrival_token
from flows.devices import commands, pulses
from flows.devices.contract import Ack, Hello
from flows.halls import repository as halls
from flows.self_service import collecting, popular, service
from foundation import db
from foundation.clock import local, now, today
from foundation.models import (
    Case,
    DeviceCommand,
    DevicePulse,
    IssuedLicence,
    Letter,
    ScanCount,
    TerminalVisit,
    new_id,
)
from foundation.settings import settings
from hall_bridge.app import create_app
from tests.factories.cases import submitted_case
from tests.factories.devices import clock_ms, enrolled
from tests.factories.halls import COUNTER, HALL, open_hall
from tests.factories.people import LI, Person, sign_in, staff_member
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


async def test_scans_of_codes_drawn_anew_count_at_their_place(terminal: Person) -> None:
    drawn = await code_on(terminal)
    for token in (drawn, arrival_token(HALL), f"a{HALL}0000000", "forged"):
        await terminal.http.get(f"/q/{token}")
    async with db.reading() as session:
        here = await halls.scans_of(session, HALL, today(), today())
        nowhere = await halls.scans_of(session, "", today(), today())
    assert {(one.kind, one.counter_id, one.outcome) for one in here} == {
        ("terminal", COUNTER, "opened"), ("arrival", "", "opened"),
    }  # fmt: skip
    assert {(one.kind, one.outcome, one.count) for one in nowhere} == {
        ("arrival", "refused", 1), ("", "refused", 1),
    }  # fmt: skip


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


async def a_machine(name: str = "取证口", counter_id: str = COUNTER) -> str:
    """An issuing machine beside a terminal, connected; its id."""
    machine = await enrolled("licence_printer", name, counter_id)
    said = {"type": "hello", "model": "", "capabilities": ["licence"], "clock": clock_ms()}
    async with db.writing() as session:
        await pulses.greet(session, machine.device_id, new_id(), Hello.model_validate(said), 0)
    return machine.device_id


async def let_in(terminal: Person, who: Person) -> None:
    await who.post(f"/api/v1/terminals/{await code_on(terminal)}/visit")
    await terminal.get(VISIT)


async def machine_says(device_id: str, command_id: str, state: str, reason: str = "") -> None:
    """As its socket takes it (hall_bridge/device_sockets.py)."""
    said = Ack.model_validate({"type": "ack", "id": command_id, "state": state, "reason": reason})
    async with db.writing() as session:
        await commands.acknowledge(session, device_id, said)
        if state != "accepted":
            await collecting.settle(session, command_id, is_made=state == "done")


async def collection_of(citizen: Person) -> dict[str, Any]:
    (own,) = (await citizen.get("/api/v1/licences"))["items"]
    return dict(own)


async def test_a_finished_licence_comes_out_once_to_its_holder_only(
    client: httpx.AsyncClient, terminal: Person
) -> None:
    citizen, other = await sign_in(client), await sign_in(client, LI)
    number = await submitted_case(citizen)
    licence = {"licence_id": await a_licence(number)}
    problem(await terminal.ask("POST", f"{VISIT}/licences", json=licence), 409)
    machine = await a_machine()
    for who, status in ((other, 409), (citizen, 202)):
        await let_in(terminal, who)
        asked = await asyncio.gather(
            *(terminal.ask("POST", f"{VISIT}/licences", json=licence) for _press in "twice")
        )
        assert {answer.status_code for answer in asked} == {status}
    (command,) = {answer.json()["id"] for answer in asked}
    await machine_says(machine, command, "accepted")
    await let_in(terminal, citizen)
    again = await terminal.ask("POST", f"{VISIT}/licences", json=licence)
    assert problem(again, 409)["code"] == "licence_being_made"
    await machine_says(machine, command, "done")
    again = await terminal.ask("POST", f"{VISIT}/licences", json=licence)
    assert problem(again, 409)["code"] == "licence_collected"
    own = await collection_of(citizen)
    assert (own["collection_label"], own["collected_where"]) == (
        "已领取", "一号自助机 A12窗口 市场准入",
    )  # fmt: skip
    timeline = (await citizen.get(f"/api/v1/cases/{number}"))["timeline"]
    assert [step["text"] for step in timeline if "已领取" in step["text"]]


async def test_two_terminals_have_one_licence_made(
    client: httpx.AsyncClient, terminal: Person
) -> None:
    citizen = await sign_in(client)
    licence = {"licence_id": await a_licence(await submitted_case(citizen))}
    second = Person(terminal.http, (await enrolled("terminal", "二号自助机")).token)
    await a_machine()
    for one in (terminal, second):
        await let_in(one, citizen)
    asked = await asyncio.gather(
        *(one.ask("POST", f"{VISIT}/licences", json=licence) for one in (terminal, second))
    )
    assert sorted(answer.status_code for answer in asked) == [202, 409]
    async with db.reading() as session:
        assert len((await session.scalars(select(DeviceCommand))).all()) == 1


async def test_a_machine_that_does_not_know_is_looked_at_first(
    client: httpx.AsyncClient, terminal: Person
) -> None:
    citizen, clerk = await sign_in(client), await staff_member(client, "clerk")
    number = await submitted_case(citizen)
    licence = {"licence_id": await a_licence(number)}
    machine, path = await a_machine(), f"/staff/v1/cases/{number}/licences"
    looked = f"{path}/{licence['licence_id']}/collection"
    await let_in(terminal, citizen)
    command = (await terminal.post(f"{VISIT}/licences", licence))["id"]
    async with db.writing() as session:
        pulse = await session.get_one(DevicePulse, machine)
        await commands.take(session, machine, pulse.connection)
    await machine_says(machine, command, "accepted")
    await machine_says(machine, command, "failed", "做到一半时设备代理中断了。")
    refused = await terminal.ask("POST", f"{VISIT}/licences", json=licence)
    assert problem(refused, 409)["code"] == "licence_unclear"
    assert (await clerk.get(path))["items"][0]["collection"] == "unclear"
    problem(await clerk.ask("POST", looked, json={"found": "again"}), 422)
    said = {"found": "again", "note": "取证口里没有证照"}
    assert (await clerk.post(looked, said))["items"][0]["collection"] == ""
    problem(await clerk.ask("POST", looked, json=said), 409)
    second = (await terminal.post(f"{VISIT}/licences", licence))["id"]
    assert second != command
    async with db.writing() as session:
        row = await session.get_one(DeviceCommand, second)
        row.state, row.reason = "expired", "没有接到"
    assert await collecting.settle_ended() == 1
    assert (await collection_of(citizen))["collection"] == ""


async def test_what_people_of_the_hall_came_for_stands_first(
    client: httpx.AsyncClient, terminal: Person
) -> None:
    path = "/hall/v1/self-service/items"
    popular._counted.clear()
    told = await terminal.get(path)
    plain = [one["code"] for one in told["items"]]
    assert told["is_counted"] is False
    wanted = plain[-1]
    async with db.writing() as session:
        session.add(
            ScanCount(
                id=new_id(), day=local(now()).date(), hall_id=HALL, kind="item",
                item_code=wanted, way="browser", outcome="opened", count=3,
            )
        )  # fmt: skip
    assert [one["code"] for one in (await terminal.get(path))["items"]] == plain
    popular._counted.clear()
    rest = [code for code in plain if code != wanted]
    told = await terminal.get(path)
    assert told["is_counted"] is True
    assert [one["code"] for one in told["items"]] == [wanted, *rest]
    printer = Person(terminal.http, (await enrolled("printer")).token)
    problem(await printer.ask("GET", path), 403, "not_a_terminal")


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
