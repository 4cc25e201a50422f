"""The staff's work: who may do what, one wins, decided once, and what they see is masked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from foundation import db
from foundation.models import AccessRecord
from tests.factories.cases import draft, food, submitted_case, task_of
from tests.factories.documents import pdf
from tests.factories.people import CHEN_ID_NUMBER, CHEN_PHONE, Person, staff_member
from tests.factories.problems import problem

STAFF = "/staff/v1"
KeepPromises = Callable[[], Awaitable[int]]
ROLES = ("clerk", "officer", "supervisor", "editor", "admin", "auditor")
OTHER_DEPARTMENT = "12440106K10203040Q"


@pytest.fixture
async def number(citizen: Person) -> str:
    """A case waiting for acceptance."""
    return await submitted_case(citizen)


async def complete(staff: Person, task_id: str, decision: str, note: str = "") -> httpx.Response:
    body = {"decision": decision, "note": note}
    return await staff.ask("POST", f"{STAFF}/tasks/{task_id}/complete", json=body)


async def test_a_case_goes_all_the_way(citizen: Person, officer: Person, number: str) -> None:
    """Returned, supplemented, accepted, approved; the timeline tells it."""
    path = f"/api/v1/cases/{number}"
    first = await task_of(officer, number)
    await officer.post(f"{STAFF}/tasks/{first}/claim")
    await officer.post(f"{STAFF}/tasks/{first}/return", {"note": "请补交平面图"})
    await citizen.upload(f"{path}/materials/layout_plan", pdf("clear"))
    await citizen.post(f"{path}/supplement")
    accepted = (await complete(officer, await task_of(officer, number), "accept")).json()
    assert accepted["case"]["status"] == "accepted"
    assert accepted["case"]["task"]["kind"] == "decision"
    approved = (await complete(officer, await task_of(officer, number), "approve", "符合")).json()
    assert approved["case"]["status"] == "approved"
    assert approved["case"]["task"] is None
    shown = await citizen.get(path)
    assert [e["kind"] for e in shown["timeline"]] == [
        "open", "submit", "claim", "return", "supplement", "accept", "approve"
    ]  # fmt: skip
    assert shown["can"] == []
    problem(await citizen.ask("POST", f"{path}/withdraw"), 409, "case_not_open")
    done = await officer.get(f"{STAFF}/tasks?state=done")
    assert {t["outcome"] for t in done["items"]} == {"return", "accept", "approve"}


async def test_the_list_shows_what_waits_and_for_whom(
    officer: Person, number: str, keep_promises: KeepPromises
) -> None:
    await keep_promises()
    waiting = await officer.get(f"{STAFF}/tasks")
    assert waiting["counts"] == {"open": 1, "mine": 0, "done": 0, "watched": 0}
    task = waiting["items"][0]
    assert task["case"]["number"] == number
    assert task["case"]["applicant"] == "陈*文"
    await officer.post(f"{STAFF}/tasks/{task['id']}/claim")
    assert (await officer.get(f"{STAFF}/tasks?state=mine"))["total"] == 1
    await officer.post(f"{STAFF}/tasks/{task['id']}/release")
    assert (await officer.get(f"{STAFF}/tasks"))["counts"]["open"] == 1
    assert (await officer.get(f"{STAFF}/tasks?q={number[-6:]}"))["total"] == 1
    for q in ("不存在", "' OR 1=1 --", "%00"):
        assert (await officer.get(f"{STAFF}/tasks", params={"q": q}))["total"] == 0, q
    for signs in ("%", "_"):
        told = await officer.get(f"{STAFF}/tasks", params={"q": signs})
        assert "没有可以查找的字" in told["hint"]


async def test_of_two_claims_at_once_one_wins(
    client: httpx.AsyncClient, officer: Person, number: str
) -> None:
    other = await staff_member(client, "clerk", name="李嘉豪")
    task_id = await task_of(officer, number)
    claims = await asyncio.gather(
        *(p.ask("POST", f"{STAFF}/tasks/{task_id}/claim") for p in (officer, other))
    )
    assert sorted(c.status_code for c in claims) == [200, 409]
    loser = next(c for c in claims if c.status_code == 409)
    assert loser.json()["code"] in ("task_taken", "conflict")
    late = officer if claims[0].status_code == 409 else other
    winner = "李嘉豪" if late is officer else "陈晓敏"
    refused = await complete(late, task_id, "accept")
    assert winner in problem(refused, 409, "task_taken")["detail"]


async def test_a_task_is_decided_once(officer: Person, number: str) -> None:
    task_id = await task_of(officer, number)
    both = await asyncio.gather(*(complete(officer, task_id, "accept") for _ in range(3)))
    assert sorted(a.status_code for a in both) == [200, 409, 409]
    problem(await complete(officer, task_id, "accept"), 409, "task_done")
    case = await officer.get(f"{STAFF}/cases/{number}")
    assert [e["kind"] for e in case["timeline"]].count("accept") == 1


async def test_steps_keep_their_order(officer: Person, number: str) -> None:
    task_id = await task_of(officer, number)
    problem(await complete(officer, task_id, "approve"), 409)
    assert (await officer.get(f"{STAFF}/cases/{number}"))["status"] == "submitted"
    await complete(officer, task_id, "accept")
    problem(await complete(officer, await task_of(officer, number), "accept"), 409)


async def test_saying_no_needs_a_reason(officer: Person, number: str) -> None:
    task_id = await task_of(officer, number)
    problem(await complete(officer, task_id, "reject", "  "), 422)
    returned = await officer.ask("POST", f"{STAFF}/tasks/{task_id}/return", json={"note": " "})
    problem(returned, 422)
    body = {"note": "缺材料", "material_ids": ["moon_rock"]}
    problem(await officer.ask("POST", f"{STAFF}/tasks/{task_id}/return", json=body), 422)
    problem(await complete(officer, task_id, "accept", "长" * 501), 422)
    rejected = (await complete(officer, task_id, "reject", "不属于本区")).json()
    assert rejected["case"]["status"] == "rejected"


async def test_drafts_are_nobodys_business(citizen: Person, officer: Person) -> None:
    case = await draft(citizen)
    problem(await officer.ask("GET", f"{STAFF}/cases/{case['number']}"), 404, "case_unknown")
    assert (await officer.get(f"{STAFF}/cases"))["total"] == 0
    await citizen.post(f"/api/v1/cases/{case['number']}/withdraw")
    assert (await officer.get(f"{STAFF}/cases"))["total"] == 0


async def test_another_department_sees_nothing(
    client: httpx.AsyncClient, officer: Person, number: str
) -> None:
    task_id = await task_of(officer, number)
    stranger = await staff_member(client, "officer", OTHER_DEPARTMENT)
    own = await staff_member(client, "officer", food().document.item.department.code)
    assert (await stranger.get(f"{STAFF}/tasks"))["total"] == 0
    assert (await stranger.get(f"{STAFF}/cases"))["total"] == 0
    problem(await stranger.ask("GET", f"{STAFF}/cases/{number}"), 404, "case_unknown")
    for act in ("claim", "release"):
        refused = await stranger.ask("POST", f"{STAFF}/tasks/{task_id}/{act}")
        problem(refused, 404, "task_unknown")
    problem(await complete(stranger, task_id, "accept"), 404, "task_unknown")
    assert (await own.get(f"{STAFF}/tasks"))["total"] == 1


async def test_what_staff_see_is_masked(officer: Person, number: str) -> None:
    answer = await officer.ask("GET", f"{STAFF}/cases/{number}")
    case = answer.json()
    assert CHEN_ID_NUMBER not in answer.text
    assert CHEN_PHONE not in answer.text
    assert "陈大文" not in answer.text
    assert case["form"]["principal_id_number"] == "440***********3017"
    assert case["applicant"]["phone"] == "138****8001"
    assert {"principal_id_number", "principal_name", "phone"} <= set(case["masked_fields"])
    for path in ("tasks", "cases"):
        listed = await officer.ask("GET", f"{STAFF}/{path}")
        assert CHEN_ID_NUMBER not in listed.text
        assert "陈大文" not in listed.text


async def test_revealing_needs_a_reason_and_is_noted(officer: Person, number: str) -> None:
    path = f"{STAFF}/cases/{number}/reveal"
    wish = {"fields": ["principal_id_number"], "reason": "核对身份证"}
    shown = await officer.post(path, wish)
    assert shown["values"] == {"principal_id_number": CHEN_ID_NUMBER}
    faults: list[dict[str, Any]] = [
        {"reason": " "},
        {"fields": []},
        {"fields": ["premises_address"]},
    ]
    for wrong in faults:
        problem(await officer.ask("POST", path, json={**wish, **wrong}), 422)
    async with db.reading() as session:
        noted = (await session.scalars(select(AccessRecord))).all()
    reveals = [n for n in noted if "查看完整信息" in n.what]
    assert [(n.reason, n.viewer[:14]) for n in reveals] == [("核对身份证", "staff:officer-")]
    assert number in reveals[0].what


async def test_every_look_is_noted(citizen: Person, officer: Person, number: str) -> None:
    case = await officer.get(f"{STAFF}/cases/{number}")
    material = next(m for m in case["materials"] if m["files"])
    path = f"{STAFF}/cases/{number}/materials/{material['id']}/files"
    file = await officer.ask("GET", f"{path}/{material['files'][0]['id']}")
    assert file.content == pdf(material["id"])
    problem(await officer.ask("GET", f"{path}/{'0' * 32}"), 404)
    async with db.reading() as session:
        looks = (await session.scalars(select(AccessRecord.what))).all()
    assert any(what.startswith("查看办件") for what in looks)
    assert any(what.startswith(f"查看材料{material['id']}") for what in looks)
