"""好差评 at a counter: once an event, hidden from the clerk; a bad one goes its loop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from flows.showings import service as showings
from foundation import db
from foundation.clock import add_working_days, now, today
from foundation.models import AccessRecord, Case, Rectification, Task
from hall_bridge.app import create_app
from tests.factories.cases import submitted_case
from tests.factories.halls import COUNTER, HALL, open_hall
from tests.factories.people import Person, sign_in, staff_member
from tests.factories.problems import problem
from tests.factories.tablets import enrolled
from tests.fakes.serving import serving
from tests.miniprogram_api.test_showings import AT, Desk

LOOPS = f"/staff/v1/halls/{HALL}/rectifications"
BAD: dict[str, Any] = {"satisfaction": 1, "reasons": ["叫号等得久"], "text": "等了两个小时"}


@pytest.fixture
async def citizen(client: httpx.AsyncClient) -> Person:
    return await sign_in(client)


@pytest.fixture
async def lead(client: httpx.AsyncClient) -> Person:
    return await staff_member(client, "supervisor", name="黄文英")


@pytest.fixture
async def desk(client: httpx.AsyncClient, citizen: Person) -> AsyncIterator[Desk]:
    await open_hall()
    clerk = await staff_member(client, "clerk", name="李嘉豪")
    number = await submitted_case(citizen)
    await clerk.ask("PUT", f"/staff/v1/counters/{COUNTER}/duty")
    async with (
        serving(create_app()) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as http,
    ):
        yield Desk(clerk, await enrolled(http), number)


async def end(desk: Desk) -> None:
    """The case ends by the clerk's hand."""
    async with db.writing() as session:
        here = Case.number == desk.number
        await session.execute(update(Case).where(here).values(status="approved", closed_at=now()))
        await session.execute(
            update(Task)
            .where(Task.case_number == desk.number)
            .values(state="done", assignee_id=desk.clerk.user_id, done_at=now())
        )


async def figures(lead: Person) -> Any:
    days = {"from": today().isoformat(), "to": today().isoformat()}
    return await lead.get(f"/staff/v1/halls/{HALL}/ratings", params=days)


async def test_a_visit_is_rated_once_and_the_clerk_does_not_learn_how(
    desk: Desk, lead: Person
) -> None:
    shown = await desk.shown(kind="rating")
    assert shown["content"]["levels"][0]["label"] == "非常满意"
    assert "event" not in shown["content"]
    problem(await desk.tablet.answer(shown, satisfaction=5, reasons=["叫号等得久"]), 422)
    problem(await desk.tablet.answer(shown, **BAD, phone="12"), 422)
    done = await desk.tablet.answer(shown, satisfaction=5, reasons=["态度好"])
    assert done.json()["outcome"] == "accepted"
    assert (await desk.tablet.answer(shown, **BAD)).json()["outcome"] == "duplicate"
    latest = (await desk.clerk.get(AT))["latest"][0]
    assert (latest["state"], latest["answer"]) == ("answered", None)
    problem(await desk.clerk.ask("GET", LOOPS), 403)
    told = await figures(lead)
    assert (told["whole"]["total"], told["whole"]["good_rate"], told["open"]) == (1, 1.0, 0)


async def test_a_case_that_ends_at_the_counter_asks_once_wherever_it_is_rated(
    desk: Desk, citizen: Person, lead: Person
) -> None:
    await end(desk)
    assert await showings.ask_for_rating(desk.number)
    assert not await showings.ask_for_rating(desk.number)
    shown = await desk.on_tablet()
    assert shown["content"]["item_name"]
    given = await desk.tablet.answer(shown, satisfaction=2)
    assert given.json()["outcome"] == "accepted"
    assert not await showings.ask_for_rating(desk.number)
    path = f"/api/v1/cases/{desk.number}/rating"
    again = await citizen.ask("POST", path, json={"satisfaction": 1, "reasons": [], "text": ""})
    problem(again, 409, "case_already_rated")
    refused = await desk.clerk.ask("POST", AT, json={"kind": "rating", "case_number": desk.number})
    problem(refused, 409, "case_already_rated")
    items = (await figures(lead))["items"]
    assert [one["levels"]["2"] for one in items] == [1]
    (loop,) = (await lead.get(LOOPS))["items"]
    assert (loop["place"], loop["case_number"], loop["is_read_by_rater"]) == (
        "A12窗口 市场准入", None, True,
    )  # fmt: skip
    assert (await lead.get("/staff/v1/rectifications"))["total"] == 0
    assert (await citizen.get(path))["handling"]["label"] == "正在核实"


async def test_a_bad_rating_is_verified_put_right_and_asked_again(desk: Desk, lead: Person) -> None:
    shown = await desk.shown(kind="rating")
    await desk.tablet.answer(shown, **BAD, phone="13800138001")
    loop = (await lead.get(LOOPS))["items"][0]
    assert (loop["state_label"], loop["text"], loop["staff_name"]) == (
        "待核实", "等了两个小时", "李嘉豪",
    )  # fmt: skip
    assert loop["phone"] == "138****8001"
    clear = await lead.post(f"/staff/v1/rectifications/{loop['id']}/phone")
    assert clear == {"phone": "13800138001"}
    async with db.reading() as session:
        looks = select(AccessRecord.viewer).where(AccessRecord.what.contains(loop["id"]))
        assert len((await session.scalars(looks)).all()) == 1
    assert loop["due_at"][:10] == add_working_days(now(), 1).astimezone().date().isoformat()
    steps = f"/staff/v1/rectifications/{loop['id']}/steps"
    problem(await lead.ask("POST", steps, json={"act": "confirm", "text": " "}), 422)
    loop = await lead.post(steps, {"act": "confirm", "text": "当天两个窗口停了"})
    again = await lead.ask("POST", steps, json={"act": "confirm", "text": "x"})
    problem(again, 409, "rectification_moved")
    assert loop["state"] == "rectify"
    loop = await lead.post(steps, {"act": "rectify", "text": "加开两个窗口"})
    loop = await lead.post(steps, {"act": "unsatisfied", "text": "说还是慢"})
    assert loop["state"] == "rectify"
    await lead.post(steps, {"act": "rectify", "text": "高峰时段再加一个窗口"})
    loop = await lead.post(steps, {"act": "satisfied", "text": "电话回访，认可"})
    assert (loop["state"], loop["can"], loop["due_at"]) == ("closed", [], None)
    assert [event["actor"] for event in loop["events"]] == ["黄文英"] * 5
    assert (await lead.get(LOOPS))["total"] == 0
    assert (await lead.get(LOOPS, params={"closed": True}))["total"] == 1
    assert (await figures(lead))["closed_in_time"] == 1


async def test_a_step_after_its_day_is_marked_late(desk: Desk, lead: Person) -> None:
    await desk.tablet.answer(await desk.shown(kind="rating"), **BAD)
    async with db.writing() as session:
        await session.execute(update(Rectification).values(due_at=now() - timedelta(hours=1)))
    listed = await lead.get(LOOPS)
    assert (listed["late"], listed["items"][0]["is_late"]) == (1, True)
    waiting = "/staff/v1/rectifications/waiting"
    assert await lead.get(waiting) == {"open": 1, "late": 1}
    steps = f"/staff/v1/rectifications/{listed['items'][0]['id']}/steps"
    await lead.post(steps, {"act": "refute", "text": "按规定须本人到场，已准备解释"})
    await lead.post(steps, {"act": "unreachable", "text": "没有留电话"})
    told = await figures(lead)
    assert (told["closed_late"], told["late"]) == (1, 0)
    assert await lead.get(waiting) == {"open": 0, "late": 0}
