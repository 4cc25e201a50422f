"""人工预审: who waits, one decides, the machine's word is kept, and what the figures say."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from flows.cases import prereviews
from foundation import db
from foundation.models import AccessRecord, Case, ManualReview, PreReview
from tests.factories.cases import draft, filled_draft, submitted_case, task_of
from tests.factories.documents import pdf
from tests.factories.papers_read import read_well
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import KeepPromises
from tests.miniprogram_api.staff.test_tasks import OTHER_DEPARTMENT

CASES, QUEUE = "/api/v1/cases", "/staff/v1/prereviews"
PLAN = "layout_plan"
DOUBT = {
    "material_id": PLAN, "rule": "seal_unsure", "level": "blocking", "verdict": "inconclusive",
    "message": "布局图：印章看不清", "advice": "重拍右下角", "page": 1, "box": [0.6, 0.7, 0.2, 0.2],
}  # fmt: skip


async def reviewed(citizen: Person, keep_promises: KeepPromises, number: str) -> None:
    await citizen.post(f"{CASES}/{number}/prereview")
    await keep_promises()


async def doubted(citizen: Person, keep_promises: KeepPromises) -> str:
    """A draft that is right but for one thing the machine could not decide."""
    number = str((await filled_draft(citizen))["number"])
    await reviewed(citizen, keep_promises, number)
    async with db.writing() as session:
        await session.execute(update(PreReview).values(findings=[DOUBT], verdict="inconclusive"))
    return number


@pytest.fixture
async def number(citizen: Person, keep_promises: KeepPromises) -> str:
    """The number of a case that was handed in undecided."""
    number = await doubted(citizen, keep_promises)
    assert (await citizen.post(f"{CASES}/{number}/submit"))["status"] == "submitted"
    return number


async def waiting(staff: Person) -> Any:
    return (await staff.get(QUEUE))["items"]


async def decide(staff: Person, review_id: str, verdict: str = "pass", **body: Any) -> Any:
    return await staff.ask("POST", f"{QUEUE}/{review_id}/decide", json={"verdict": verdict, **body})


async def test_handed_in_undecided_it_waits_for_a_person(officer: Person, number: str) -> None:
    items = await waiting(officer)
    assert [(i["case"]["number"], i["reason"], i["machine_verdict"]) for i in items] == [
        (number, "submitted", "inconclusive")
    ]
    shown = await officer.get(f"{QUEUE}/{items[0]['id']}")
    assert shown["findings"][0]["box"] == DOUBT["box"]
    assert shown["is_latest"]
    assert shown["full_case"]["applicant"]["id_number"].count("*") > 8
    async with db.reading() as session:
        assert any("人工预审" in w for w in await session.scalars(select(AccessRecord.what)))


async def test_everybody_who_waits_is_in_the_queue(
    citizen: Person, officer: Person, keep_promises: KeepPromises, number: str
) -> None:
    """The longest first; a later pre-review of one case says nothing about another's."""
    later = await doubted(citizen, keep_promises)
    await citizen.post(f"{CASES}/{later}/submit")
    assert [one["case"]["number"] for one in await waiting(officer)] == [number, later]


async def test_what_passes_moves_on_by_itself(
    citizen: Person, officer: Person, keep_promises: KeepPromises, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prereviews, "read", read_well)
    await submitted_case(citizen)
    await keep_promises()
    assert await waiting(officer) == []


async def test_a_citizen_asks_for_a_person_and_is_told(
    citizen: Person, officer: Person, keep_promises: KeepPromises
) -> None:
    number = str((await draft(citizen))["number"])
    path = f"{CASES}/{number}/prereview"
    problem(await citizen.ask("POST", f"{path}/manual"), 404, "prereview_unknown")
    await reviewed(citizen, keep_promises, number)
    for _ in range(2):
        asked = await citizen.post(f"{path}/manual")
        assert asked["manual"]["state"] == "open"
    review = (await waiting(officer))[0]
    assert (review["reason"], review["machine_verdict"]) == ("asked", "fail")
    note = "布局图请标出洗消间"
    decided = (await decide(officer, review["id"], "fail", note=note)).json()
    assert (decided["state"], decided["verdict"]) == ("decided", "fail")
    await keep_promises()
    shown = await citizen.get(path)
    assert (shown["by"], shown["verdict"], shown["manual"]["machine_verdict"]) == (
        "staff", "fail", "fail"
    )  # fmt: skip
    assert note in shown["summary"]
    history = await citizen.get("/api/v1/chat/messages")
    assert any(note in str(m) for m in history["items"])
    timeline = (await citizen.get(f"{CASES}/{number}"))["timeline"]
    assert [e["kind"] for e in timeline] == ["open", "manual_ask", "manual_decide"]
    assert await waiting(officer) == []


async def test_a_persons_pass_opens_the_way(
    citizen: Person, officer: Person, keep_promises: KeepPromises
) -> None:
    number = await doubted(citizen, keep_promises)
    fail = [{**DOUBT, "verdict": "fail"}]
    async with db.writing() as session:
        await session.execute(update(PreReview).values(findings=fail, verdict="fail"))
    path = f"{CASES}/{number}"
    problem(await citizen.ask("POST", f"{path}/submit"), 409, "prereview_blocking")
    await citizen.post(f"{path}/prereview/manual")
    await decide(officer, (await waiting(officer))[0]["id"], note="印章可以辨认")
    assert (await citizen.post(f"{path}/submit"))["status"] == "submitted"
    async with db.reading() as session:
        manual = (await session.scalars(select(ManualReview))).one()
    assert (manual.machine_verdict, manual.verdict) == ("fail", "pass")
    assert manual.rules == [{"rule": "seal_unsure", "material_id": PLAN, "dismissed": True}]


async def test_asking_needs_something_to_ask_about(
    citizen: Person, keep_promises: KeepPromises, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prereviews, "read", read_well)
    number = str((await filled_draft(citizen))["number"])
    path = f"{CASES}/{number}"
    await reviewed(citizen, keep_promises, number)
    problem(await citizen.ask("POST", f"{path}/prereview/manual"), 409, "prereview_passed")
    await citizen.delete(f"{path}/materials/{PLAN}")
    problem(await citizen.ask("POST", f"{path}/prereview/manual"), 409, "prereview_stale")


async def test_of_two_decisions_at_once_one_wins(
    client: httpx.AsyncClient, officer: Person, number: str
) -> None:
    other = await staff_member(client, "clerk", name="李嘉豪")
    review = (await waiting(officer))[0]["id"]
    both = await asyncio.gather(
        decide(officer, review), decide(other, review, "fail", note="看不清")
    )
    assert sorted(a.status_code for a in both) == [200, 409]
    loser = next(a for a in both if a.status_code == 409).json()
    assert loser["code"] == "manual_review_decided"
    assert loser["decided_by"] in ("陈晓敏", "李嘉豪")


async def test_a_person_takes_over_whatever_the_machine_said(
    citizen: Person, officer: Person, keep_promises: KeepPromises, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prereviews, "read", read_well)
    number = await submitted_case(citizen)
    await keep_promises()
    body = {"case_number": number}
    taken = [await officer.post(f"{QUEUE}/take_over", body) for _ in range(2)]
    assert taken[0]["id"] == taken[1]["id"]
    assert (taken[0]["reason"], taken[0]["machine_verdict"]) == ("taken_over", "pass")
    problem(await decide(officer, taken[0]["id"], "fail"), 422)
    await decide(officer, taken[0]["id"], "fail", note="布局图不是这家店的")
    again = await officer.post(f"{QUEUE}/take_over", body)
    assert again["id"] != taken[0]["id"]
    assert again["machine_verdict"] == "fail"
    kinds = [e["kind"] for e in (await officer.get(f"/staff/v1/cases/{number}"))["timeline"]]
    assert kinds[-3:] == ["manual_take_over", "manual_decide", "manual_take_over"]


async def test_a_decision_about_older_inputs_is_not_taken(
    citizen: Person, officer: Person, keep_promises: KeepPromises
) -> None:
    number = str((await draft(citizen))["number"])
    await reviewed(citizen, keep_promises, number)
    await citizen.post(f"{CASES}/{number}/prereview/manual")
    review = (await waiting(officer))[0]["id"]
    await citizen.upload(f"{CASES}/{number}/materials/{PLAN}", pdf("new"))
    await reviewed(citizen, keep_promises, number)
    assert await waiting(officer) == []
    problem(await decide(officer, review), 409, "manual_review_outdated")


async def test_pages_are_drawn_for_the_boxes(citizen: Person, officer: Person, number: str) -> None:
    review = (await waiting(officer))[0]["id"]
    case = await officer.get(f"/staff/v1/cases/{number}")
    file = next(m for m in case["materials"] if m["id"] == PLAN)["files"][0]["id"]
    path = f"{QUEUE}/{review}/materials/{PLAN}/files/{file}"
    page = await officer.ask("GET", f"{path}/pages/1")
    assert (page.headers["content-type"], page.content[:4]) == ("image/png", b"\x89PNG")
    problem(await officer.ask("GET", f"{path}/pages/2"), 404)
    assert (await officer.ask("GET", path)).content.startswith(b"%PDF")


async def test_departments_see_their_own(
    client: httpx.AsyncClient, officer: Person, number: str
) -> None:
    async with db.reading() as session:
        code = (await session.scalars(select(Case.department_code))).one()
    own = await staff_member(client, "officer", department_code=code)
    other = await staff_member(client, "officer", department_code=OTHER_DEPARTMENT)
    assert len(await waiting(own)) == 1
    assert await waiting(other) == []
    review = (await waiting(own))[0]["id"]
    problem(await other.ask("GET", f"{QUEUE}/{review}"), 404, "manual_review_unknown")
    problem(await decide(other, review), 404)
    problem(await other.ask("POST", f"{QUEUE}/take_over", json={"case_number": number}), 404)


async def test_figures_tell_where_machine_and_people_differ(
    citizen: Person, officer: Person, number: str
) -> None:
    review = (await waiting(officer))[0]["id"]
    problem(await decide(officer, review, dismissed=[7]), 422)
    await decide(officer, review)
    task = await task_of(officer, number)
    await officer.post(
        f"/staff/v1/tasks/{task}/return", {"note": "请补", "material_ids": [PLAN, PLAN]}
    )
    figures = await officer.get(f"{QUEUE}/statistics")
    assert (figures["machine_reviews"], figures["manual_reviews"], figures["agreed"]) == (1, 1, 0)
    assert figures["agreement"] == [{"machine": "inconclusive", "staff": "pass", "count": 1}]
    (rule,) = figures["rules"]
    assert (rule["rule"], rule["raised"], rule["dismissed"]) == ("seal_unsure", 1, 1)
    assert rule["title"].startswith("主要设备设施和经营场所布局图：")
    radar = figures["radar"]
    assert [(r["material_id"], r["returned"], r["flagged"]) for r in radar] == [(PLAN, 1, 0)]
    assert radar[0]["material_name"] == "主要设备设施和经营场所布局图"
    for days in ("from=2026-12-01&to=2026-11-01", "from=2020-01-01&to=2026-11-01", "from=x"):
        assert (await officer.ask("GET", f"{QUEUE}/statistics?{days}")).status_code == 422
    empty = await officer.get(f"{QUEUE}/statistics?from=2026-01-01&to=2026-01-31")
    assert (empty["manual_reviews"], empty["rules"], empty["radar"]) == (0, [], [])
