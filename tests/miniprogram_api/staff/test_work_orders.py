"""Work orders: left, accepted, answered, asked about; late ones are seen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import select, update

from foundation import db
from foundation.clock import add_working_days, local, now
from foundation.models import AccessRecord, WorkOrder
from tests.factories.cases import FOOD
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import KeepPromises

MINE, LIST = "/api/v1/work_orders", "/staff/v1/work_orders"
MESSAGE = {
    "classification": "consult",
    "text": "小餐馆的许可证到期了怎么延续",
    "contact": {"name": "陈大文", "phone": "138 0013 8001"},
    "item_code": FOOD,
}


async def left(person: Person, **other: Any) -> str:
    return str((await person.post(MINE, {**MESSAGE, **other}))["number"])


async def test_its_whole_way(citizen: Person, officer: Person, keep_promises: KeepPromises) -> None:
    number = await left(citizen)
    listed = await officer.get(LIST)
    assert listed["counts"]["submitted"] == 1
    assert listed["items"][0]["contact_phone"] == "138****8001"
    assert listed["items"][0]["department"] == "广州市天河区市场监督管理局"
    assert (await officer.get(f"{LIST}/{number}"))["contact_phone"] == "13800138001"
    await officer.post(f"{LIST}/{number}/accept")
    answer = {"text": "到期前三十个工作日提出延续申请，网上就能办。"}
    for _ in range(2):
        shown = await officer.post(f"{LIST}/{number}/reply", answer)
    assert shown["status"] == "replied"
    while await keep_promises():
        pass
    told = [m["text"] for m in (await citizen.get("/api/v1/chat/messages"))["items"]]
    assert sum(answer["text"] in text for text in told) == 1
    done = await citizen.post(f"{MINE}/{number}/visit", {"satisfaction": 5, "text": "很快"})
    assert (done["status"], done["satisfaction"]) == ("closed", 5)
    assert [s["act"] for s in done["timeline"]] == ["submit", "accept", "reply", "visit"]


async def test_who_is_not_content_has_it_worked_on_again(citizen: Person, officer: Person) -> None:
    number = await left(citizen)
    await officer.post(f"{LIST}/{number}/reply", {"text": "请看办事指南。"})
    visited = await officer.post(f"{LIST}/{number}/visit", {"satisfaction": 2, "text": "没说清楚"})
    assert visited["status"] == "accepted"
    assert visited["timeline"][-1]["label"] == "重新办理"


async def test_a_late_one_is_seen(citizen: Person, officer: Person) -> None:
    number = await left(citizen)
    assert (await officer.get(f"{LIST}?state=overdue"))["total"] == 0
    async with db.writing() as session:
        await session.execute(update(WorkOrder).values(due_at=now() - timedelta(days=1)))
    late = await officer.get(f"{LIST}?state=overdue")
    assert [o["number"] for o in late["items"]] == [number]
    assert late["counts"]["overdue"] == 1
    assert late["items"][0]["is_overdue"]


async def test_a_department_sees_its_own_and_gives_the_rest_away(
    citizen: Person, officer: Person
) -> None:
    number = await left(citizen)
    elsewhere = await staff_member(citizen.http, department_code="11440106007519204U")
    problem(await elsewhere.ask("GET", f"{LIST}/{number}"), 404, "work_order_unknown")
    wrong = {"department_code": "nowhere", "reason": ""}
    refused = await officer.ask("POST", f"{LIST}/{number}/assign", json=wrong)
    assert len(problem(refused, 422)["errors"]) == 2
    body = {"department_code": "11440106007519204U", "reason": "属于卫生健康业务"}
    await officer.post(f"{LIST}/{number}/assign", body)
    assert (await elsewhere.get(f"{LIST}/{number}"))["status"] == "submitted"
    shown = await citizen.get(f"{MINE}/{number}")
    assert "属于卫生健康业务" not in str(shown)


async def test_what_is_wrong_with_a_message_is_said_at_once(citizen: Person) -> None:
    wrong = {"classification": "x", "text": "短", "contact": {"phone": "abc"}}
    refused = await citizen.ask("POST", MINE, json=wrong)
    named = {e["field"] for e in problem(refused, 422)["errors"]}
    assert named == {"classification", "text", "contact"}


async def test_one_key_leaves_one(citizen: Person) -> None:
    headers = {"Idempotency-Key": "left-1"}
    for _ in range(2):
        await citizen.post(MINE, MESSAGE, headers=headers)
    assert (await citizen.get(MINE))["total"] == 1


async def test_a_citizen_takes_it_back(citizen: Person, guest: Person) -> None:
    number = await left(citizen)
    problem(await guest.ask("POST", f"{MINE}/{number}/withdraw"), 404, "work_order_unknown")
    for _ in range(2):
        assert (await citizen.post(f"{MINE}/{number}/withdraw"))["status"] == "withdrawn"


async def test_reading_the_contact_is_noted(citizen: Person, officer: Person) -> None:
    number = await left(citizen)
    await officer.get(LIST)
    await officer.get(f"{LIST}/{number}")
    async with db.reading() as session:
        looks = [r.what for r in await session.scalars(select(AccessRecord))]
    assert [w for w in looks if number in w] == [f"查看工单（{number}）"]


async def test_its_day_is_counted_over_the_offices_own_calendar(
    client: httpx.AsyncClient, citizen: Person
) -> None:
    """A day the office makes off is not counted, neither for the order nor at the desk."""
    first = await left(citizen)
    lead = await staff_member(client, "supervisor")
    async with db.reading() as session:
        due = (await session.get_one(WorkOrder, first)).due_at
    day = local(due).date()
    change = {"is_working": False, "reason": "台风红色预警，全区停工"}
    done = await lead.ask("PUT", f"/staff/v1/calendar/days/{day}", json=change)
    assert done.status_code == 200, done.text
    second = await left(citizen, text="那么换个问题")
    async with db.reading() as session:
        later = (await session.get_one(WorkOrder, second)).due_at
    assert local(later).date() == local(add_working_days(due, 1)).date()
