"""好差评: once, after the end, by the applicant; read by whoever may, counted for the rest."""

from __future__ import annotations

import httpx
import pytest
from sqlalchemy import func, select

from flows.statistics import following
from foundation import db
from foundation.clock import today
from foundation.models import AccessRecord, CaseFact, CaseRating
from tests.factories.cases import draft as opened_draft
from tests.factories.cases import submitted_case
from tests.factories.people import LI, Person, sign_in, staff_member
from tests.factories.problems import problem

BAD = {"satisfaction": 2, "reasons": ["时间太长"], "text": "等了一个月"}


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
