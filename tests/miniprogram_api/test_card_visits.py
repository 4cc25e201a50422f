"""A visit at a terminal by identity card: the card finds its holder and opens nothing; their phone
or a member of staff beside them does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis
from sqlalchemy import select, update

from flows.devices.cards import FRESH
from flows.self_service.cards import MOST_UNANSWERED, TOLD
from foundation import db
from foundation.clock import now, today
from foundation.models import (
    AccessRecord,
    Appointment,
    Counter,
    DeviceCommand,
    Hall,
    OutboxEntry,
    SlotPlan,
    TerminalVisit,
)
from hall_bridge.app import create_app
from tests.factories.cards import HUANG_CARD, LI_CARD, Reader, reader_beside
from tests.factories.devices import enrolled
from tests.factories.people import LI, Person, sign_in, staff_member
from tests.factories.problems import problem
from tests.factories.queues import HALL, ITEM, clerk_at, open_queues
from tests.fakes.serving import serving
from tests.miniprogram_api.conftest import KeepPromises

VISIT, BY_CARD = "/hall/v1/self-service/visit", "/hall/v1/self-service/visit/card"
REQUESTS, WAITING = "/api/v1/terminal-visits", "/staff/v1/terminal-visits"
CURRENT, PLACE = "/api/v1/sessions/current", f"{HALL}-z01"
DRAW, CHECK_IN = "/hall/v1/queue/tickets", "/hall/v1/queue/check_in"


@pytest.fixture
async def terminal(client: httpx.AsyncClient, redis: Redis) -> AsyncIterator[Person]:
    await open_queues()
    device = await enrolled("terminal", "一号自助机", PLACE)
    async with (
        serving(create_app()) as bridge,
        httpx.AsyncClient(base_url=bridge, trust_env=False) as http,
    ):
        yield Person(http, device.token)


@pytest.fixture
async def reader(terminal: Person) -> AsyncIterator[Reader]:
    async with reader_beside(terminal, PLACE) as beside:
        yield beside


async def lay(terminal: Person, reader: Reader, card: dict[str, str] = LI_CARD) -> Any:
    return await terminal.post(BY_CARD, {"command_id": await reader.read(card)})


async def asked_of(person: Person) -> list[Any]:
    return list((await person.get(REQUESTS))["items"])


async def waiting_for(staff: Person) -> list[Any]:
    return list((await staff.get(WAITING))["items"])


async def test_the_holders_phone_lets_the_terminal_in(
    client: httpx.AsyncClient, terminal: Person, reader: Reader, citizen: Person
) -> None:
    li = await sign_in(client, LI)
    assert (await lay(terminal, reader))["name"] == "李*红"
    assert (await terminal.get(VISIT))["state"] == "waiting"
    assert await asked_of(citizen) == []
    (asked,) = await asked_of(li)
    assert (asked["terminal"], asked["is_open"]) == ("一号自助机", True)
    path = f"{REQUESTS}/{asked['id']}"
    for act in ("confirm", "deny"):
        problem(await citizen.ask("POST", f"{path}/{act}"), 404, "visit_unknown")
    for _twice in range(2):
        await li.post(f"{path}/confirm")
    visit = await terminal.get(VISIT)
    assert visit["state"] == "open"
    lent = Person(client, visit["token"])
    assert (await lent.get(CURRENT))["user"] == (await li.get(CURRENT))["user"]
    assert await asked_of(li) == []
    await li.post(f"{path}/deny")
    assert (await lent.ask("GET", CURRENT)).status_code == 401
    assert (await terminal.get(VISIT))["reason"] == "denied"
    problem(await li.ask("POST", f"{path}/confirm"), 409, "visit_over")


async def test_staff_compare_a_face_nobody_here_knows(
    client: httpx.AsyncClient, terminal: Person, reader: Reader
) -> None:
    shown = await lay(terminal, reader)
    clerk = await clerk_at(client, "A01")
    (waiting,) = await waiting_for(clerk)
    assert (waiting["name"], shown["name"]) == ("李*红", "李*红")
    path = f"{WAITING}/{waiting['id']}"
    holder = await clerk.get(path)
    assert (holder["name"], holder["number"]) == (LI_CARD["name"], LI_CARD["number"])
    async with db.reading() as session:
        seen = await session.scalar(
            select(AccessRecord).where(AccessRecord.object_id == waiting["id"])
        )
    assert seen is not None
    for _twice in range(2):
        assert (await clerk.ask("POST", f"{path}/confirm")).status_code == 204
    problem(await clerk.ask("GET", path), 409, "visit_over")
    lent = Person(client, (await terminal.get(VISIT))["token"])
    user = (await lent.get(CURRENT))["user"]
    assert (user["display_name"], user["assurance_level"]) == ("李*红", "L2")
    async with db.reading() as session:
        visit = await session.get_one(TerminalVisit, waiting["id"])
    assert (visit.card, visit.answered_by.partition(":")[0]) == (None, "staff")
    assert (await sign_in(client, LI)).user_id == user["id"]


async def test_the_holder_is_told_when_asked_and_when_staff_let_them_in(
    client: httpx.AsyncClient, terminal: Person, reader: Reader, keep_promises: KeepPromises
) -> None:
    li = await sign_in(client, LI)
    await lay(terminal, reader)
    await keep_promises()
    clerk = await clerk_at(client, "A01")
    path = f"{WAITING}/{(await waiting_for(clerk))[0]['id']}"
    assert (await clerk.ask("POST", f"{path}/confirm")).status_code == 204
    await keep_promises()
    said = [m["text"] for m in (await li.get("/api/v1/chat/messages"))["items"]]
    assert ["是我本人" in said[0], "工作人员当面核对" in said[1], len(said)] == [True, True, 2]


async def test_only_staff_of_the_hall_look_and_a_refusal_ends_it(
    client: httpx.AsyncClient, terminal: Person, reader: Reader
) -> None:
    await lay(terminal, reader)
    clerk = await clerk_at(client, "A01")
    path = f"{WAITING}/{(await waiting_for(clerk))[0]['id']}"
    elsewhere, idle = await away_clerk(client), await staff_member(client, "clerk", name="何小姐")
    for other in (elsewhere, idle):
        assert await waiting_for(other) == []
        problem(await other.ask("GET", path), 404, "visit_unknown")
        problem(await other.ask("POST", f"{path}/confirm"), 404, "visit_unknown")
    for _twice in range(2):
        assert (await clerk.ask("POST", f"{path}/refuse")).status_code == 204
    assert (await terminal.get(VISIT))["reason"] == "refused"
    problem(await clerk.ask("POST", f"{path}/confirm"), 409, "visit_over")


async def away_clerk(client: httpx.AsyncClient) -> Person:
    """On duty in another hall."""
    moment = now()
    kept = {"state": "open", "created_at": moment, "updated_at": moment, "version": 1}
    async with db.writing() as session:
        session.add(Hall(id="shipai", name="石牌街", address="石牌", place_id="", **kept))
        await session.flush()
        session.add(
            Counter(id="shipai-1", hall_id="shipai", number="1", name="综合", items=[], **kept)
        )
    clerk = await staff_member(client, "clerk", name="钟嘉敏")
    assert (await clerk.ask("PUT", "/staff/v1/counters/shipai-1/duty")).status_code == 200
    return clerk


async def test_a_reading_is_good_for_its_own_terminal_once_and_for_a_moment(
    terminal: Person, reader: Reader
) -> None:
    used = {"command_id": await reader.read(LI_CARD)}
    assert await terminal.post(BY_CARD, used) == await terminal.post(BY_CARD, used)
    other = await enrolled("terminal", "二号自助机", PLACE)
    stranger = Person(terminal.http, other.token)
    problem(await stranger.ask("POST", BY_CARD, json=used), 409, "card_not_read")
    await terminal.delete(VISIT)
    problem(await terminal.ask("POST", BY_CARD, json=used), 409, "visit_over")
    expired = {"command_id": await reader.read({**LI_CARD, "valid_until": "20200101"})}
    problem(await terminal.ask("POST", BY_CARD, json=expired), 409, "card_expired")
    async with db.writing() as session:
        old = now() - FRESH - timedelta(seconds=1)
        await session.execute(update(DeviceCommand).values(ended_at=old))
    problem(await terminal.ask("POST", BY_CARD, json=used), 409, "card_not_read")


async def test_a_found_card_rings_its_holder_a_few_times_only(
    client: httpx.AsyncClient, terminal: Person, reader: Reader
) -> None:
    await sign_in(client, LI)
    for _time in range(MOST_UNANSWERED + 2):
        await lay(terminal, reader)
    async with db.reading() as session:
        rung = await session.scalars(select(OutboxEntry).where(OutboxEntry.topic == TOLD))
        assert len(rung.all()) == MOST_UNANSWERED
    assert len(await waiting_for(await clerk_at(client, "A01"))) == 1


async def test_a_card_draws_a_number_that_is_its_holders(
    client: httpx.AsyncClient, terminal: Person, reader: Reader
) -> None:
    li = await sign_in(client, LI)
    drawn = [
        await terminal.post(DRAW, {"item_code": ITEM, "card": await reader.read(card)})
        for card in (LI_CARD, LI_CARD, HUANG_CARD)
    ]
    assert drawn[0]["id"] == drawn[1]["id"] != drawn[2]["id"]
    (own,) = (await li.get("/api/v1/queue/tickets"))["items"]
    assert own["number"] == drawn[0]["number"]
    clerk = await clerk_at(client, "A01")
    panel = await clerk.get("/staff/v1/queue/panel")
    favoured = {one["number"]: one["priority"] for one in panel["waiting"]}
    assert favoured == {drawn[0]["number"]: "", drawn[2]["number"]: "elderly"}


async def test_a_card_checks_its_holders_appointment_in(
    client: httpx.AsyncClient, terminal: Person, reader: Reader
) -> None:
    li = await sign_in(client, LI)
    none = await terminal.ask("POST", CHECK_IN, json={"card": await reader.read(LI_CARD)})
    problem(none, 404, "appointment_unknown")
    async with db.writing() as session:
        await session.execute(
            update(SlotPlan).where(SlotPlan.starts == "09:00").values(starts="00:00", ends="24:00")
        )
    tomorrow = (today() + timedelta(days=1)).isoformat()
    wish = {"hall_id": HALL, "item_code": ITEM, "day": tomorrow, "starts": "00:00"}
    made = await li.post("/api/v1/appointments", wish)
    async with db.writing() as session:
        (await session.get_one(Appointment, made["id"])).day = today()
    numbers = {
        (await terminal.post(CHECK_IN, {"card": await reader.read(LI_CARD)}))["number"]
        for _twice in range(2)
    }
    assert len(numbers) == 1
    assert (await li.get(f"/api/v1/appointments/{made['id']}"))["state"] == "checked_in"
