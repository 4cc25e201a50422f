"""好差评: once, after the end, by the applicant; read by whoever may, counted for the rest."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, update

from flows.statistics import following
from foundation import db
from foundation.clock import add_working_days, now, today
from foundation.models import AccessRecord, Case, CaseFact, CaseRating, Rectification
from tests.factories.cases import draft as opened_draft
from tests.factories.cases import submitted_case
from tests.factories.people import LI, Person, sign_in, staff_member
from tests.factories.problems import problem

BAD = {"satisfaction": 2, "reasons": ["时间太长"], "text": "等了一个月"}
LOOPS, FIGURES = "/staff/v1/rectifications", "/staff/v1/online_ratings"


async def ended(person: Person) -> str:
    """A case that is over."""
    number: str = await submitted_case(person)
    await person.post(f"/api/v1/cases/{number}/withdraw", {"reason": "不办了"})
    return number


@pytest.fixture
async def applicant(client: httpx.AsyncClient) -> Person:
    return await sign_in(client)


async def test_a_case_is_rated_once_after_its_end(
    client: httpx.AsyncClient, applicant: Person
) -> None:
    number = await ended(applicant)
    path = f"/api/v1/cases/{number}/rating"
    before = await applicant.get(path)
    assert before["can_rate"]
    assert [one["label"] for one in before["levels"]] == [
        "非常满意", "满意", "基本满意", "不满意", "非常不满意"
    ]  # fmt: skip
    said = await applicant.post(path, BAD)
    assert said["rating"]["label"] == "不满意"
    assert not said["can_rate"]
    assert await applicant.post(path, BAD) == said
    problem(await applicant.ask("POST", path, json={"satisfaction": 5}), 409, "case_already_rated")
    case = await applicant.get(f"/api/v1/cases/{number}")
    assert [e["kind"] for e in case["timeline"]].count("rate") == 1
    assert "等了一个月" not in str(case["timeline"])
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(CaseRating)) == 1


async def test_what_cannot_be_rated(client: httpx.AsyncClient, applicant: Person) -> None:
    open_case = await submitted_case(applicant)
    path = f"/api/v1/cases/{open_case}/rating"
    assert not (await applicant.get(path))["can_rate"]
    problem(await applicant.ask("POST", path, json=BAD), 409, "case_not_rateable")
    draft = (await opened_draft(applicant))["number"]
    await applicant.post(f"/api/v1/cases/{draft}/withdraw", {})
    path = f"/api/v1/cases/{draft}/rating"
    problem(await applicant.ask("POST", path, json=BAD), 409, "case_not_rateable")
    wrong = {"satisfaction": 5, "reasons": ["时间太长"]}
    told = problem(await applicant.ask("POST", path, json=wrong), 422)
    assert told["errors"][0]["field"] == "reasons"
    problem(await applicant.ask("POST", path, json={"satisfaction": 6}), 422)


async def test_it_is_nobody_elses(client: httpx.AsyncClient, applicant: Person) -> None:
    number = await ended(applicant)
    stranger = await sign_in(client, LI)
    path = f"/api/v1/cases/{number}/rating"
    problem(await stranger.ask("GET", path), 404)
    problem(await stranger.ask("POST", path, json=BAD), 404)


async def test_staff_read_it_by_permission_and_it_is_counted(
    client: httpx.AsyncClient, applicant: Person
) -> None:
    number = await ended(applicant)
    supervisor = await staff_member(client, "supervisor")
    officer = await staff_member(client, "officer")
    path = f"/staff/v1/cases/{number}/rating"
    assert await supervisor.get(path) is None
    await applicant.post(f"/api/v1/cases/{number}/rating", BAD)
    assert (await supervisor.get(path))["text"] == "等了一个月"
    problem(await officer.ask("GET", path), 403)
    async with db.reading() as session:
        seen = await session.scalars(select(AccessRecord.what))
        assert f"查看办件评价（{number}）" in set(seen)
    await following.follow()
    async with db.reading() as session:
        assert await session.scalar(select(CaseFact.satisfaction)) == 2
    day = today().isoformat()
    figures = (await supervisor.get(f"/staff/v1/statistics?from={day}&to={day}"))["totals"]
    assert figures["figures"]["dissatisfied"] == 1
    assert figures["figures"]["rating_mean"] == 2


async def rated_badly(person: Person, **said: Any) -> str:
    number = await ended(person)
    await person.post(f"/api/v1/cases/{number}/rating", BAD | said)
    return number


async def test_a_bad_rating_given_online_goes_the_loop_and_its_giver_reads_of_it(
    client: httpx.AsyncClient, applicant: Person
) -> None:
    number = await rated_badly(applicant, phone="13800138001")
    path = f"/api/v1/cases/{number}/rating"
    lead = await staff_member(client, "supervisor", name="黄文英")
    (loop,) = (await lead.get(LOOPS))["items"]
    assert (loop["case_number"], loop["text"], loop["state_label"], loop["hall_id"]) == (
        number, "等了一个月", "待核实", None,
    )  # fmt: skip
    assert "评价 " in loop["place"]
    assert loop["is_read_by_rater"]
    assert loop["due_at"][:10] == add_working_days(now(), 1).astimezone().date().isoformat()
    assert loop["phone"] == "138****8001"
    steps = f"{LOOPS}/{loop['id']}"
    assert await lead.post(f"{steps}/phone") == {"phone": "13800138001"}
    told = (await applicant.get(path))["handling"]
    assert (told["label"], told["steps"]) == ("正在核实", [])
    await lead.post(f"{steps}/steps", {"act": "confirm", "text": "经办人请假没有移交"})
    await lead.post(f"{steps}/steps", {"act": "rectify", "text": "已改为两人互为备岗"})
    await lead.post(f"{steps}/steps", {"act": "satisfied", "text": "电话里说满意"})
    told = (await applicant.get(path))["handling"]
    assert told["is_closed"]
    assert [(step["label"], step["text"]) for step in told["steps"]] == [
        ("核实：情况属实", ""), ("整改", "已改为两人互为备岗"), ("回访：您认可", ""),
    ]  # fmt: skip
    assert (await lead.get(LOOPS))["total"] == 0
    assert (await lead.get(LOOPS, params={"closed": True}))["total"] == 1


async def test_a_bad_rating_opens_one_loop_and_a_good_one_none(
    client: httpx.AsyncClient, applicant: Person
) -> None:
    number = await ended(applicant)
    path = f"/api/v1/cases/{number}/rating"
    problem(await applicant.ask("POST", path, json=BAD | {"phone": "12"}), 422)
    sent = [applicant.ask("POST", path, json=BAD) for _ in range(4)]
    assert {answer.status_code for answer in await asyncio.gather(*sent)} == {200}
    good = await ended(applicant)
    said = {"satisfaction": 5, "reasons": [], "text": "", "phone": "13800138001"}
    kept = await applicant.post(f"/api/v1/cases/{good}/rating", said)
    assert (kept["handling"], kept["rating"]["label"]) == (None, "非常满意")
    async with db.reading() as session:
        loops = await session.scalars(select(Rectification.case_number))
        phones = await session.scalars(select(CaseRating.phone))
        assert (loops.all(), set(phones)) == ([number], {None})


async def test_an_online_rating_is_for_whoever_may_see_ratings_of_that_case(
    client: httpx.AsyncClient, applicant: Person
) -> None:
    number = await rated_badly(applicant, phone="13800138001")
    async with db.reading() as session:
        case = await session.get_one(Case, number)
        own = case.department_code
    day = today().isoformat()
    days = {"from": day, "to": day}
    there = await staff_member(client, "supervisor", name="本部门", department_code=own)
    other = await staff_member(client, "supervisor", name="外部门", department_code="1144010600000")
    (loop,) = (await there.get(LOOPS))["items"]
    told = await there.get(FIGURES, params=days)
    assert (told["whole"]["bad"], told["open"], [one["id"] for one in told["places"]]) == (
        1, 1, [own],
    )  # fmt: skip
    assert (await other.get(LOOPS))["items"] == []
    assert (await other.get(FIGURES, params=days))["whole"]["total"] == 0
    step = {"act": "confirm", "text": "看看"}
    problem(await other.ask("POST", f"{LOOPS}/{loop['id']}/steps", json=step), 404)
    problem(await other.ask("POST", f"{LOOPS}/{loop['id']}/phone"), 404)
    officer = await staff_member(client, "officer", name="审批员")
    problem(await officer.ask("GET", LOOPS), 403)
    async with db.writing() as session:
        await session.execute(update(Rectification).values(due_at=now()))
    assert (await there.get(FIGURES, params=days))["late"] == 1
