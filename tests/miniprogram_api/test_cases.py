"""Cases: opened once, filled, handed in once, supplemented, taken back, and seen by nobody else."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, text

from foundation import db
from foundation.identifiers import CaseNumber
from foundation.models import AccessRecord, Case, CaseEvent, Task
from miniprogram_api.app import app
from tests.factories.cases import (
    FOOD,
    draft,
    example_answers,
    fill,
    filled_draft,
    finished_run,
    submitted_case,
    task_of,
)
from tests.factories.documents import pdf
from tests.factories.people import CHEN_ID_NUMBER, LI, RESTAURANT, Person, sign_in
from tests.factories.problems import problem

CASES = "/api/v1/cases"


async def count(model: Any) -> int:
    async with db.reading() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


async def test_a_draft_is_prefilled_from_identity_and_answers(citizen: Person) -> None:
    case = await draft(citizen)
    assert CaseNumber.parse(case["number"])
    assert case["status"] == "draft"
    assert case["form"]["principal_name"] == "陈大文"
    assert case["form"]["principal_id_number"] == CHEN_ID_NUMBER
    assert case["form"]["area"] == example_answers()["area"]
    assert case["form_errors"] == []
    prefilled = [f for s in case["form_schema"]["sections"] for f in s["fields"] if f["prefilled"]]
    assert {f["id"] for f in prefilled} == {"principal_name", "principal_id_number", "phone"}
    async with db.reading() as session:
        noted = await session.scalar(select(AccessRecord))
    assert noted is not None
    assert noted.subject == citizen.user_id


async def test_an_enterprise_is_prefilled_with_its_own_facts(client: httpx.AsyncClient) -> None:
    case = await draft(await sign_in(client, RESTAURANT))
    assert case["form"]["credit_code"] == "91440106MADEMX0030"
    assert case["form"]["applicant_name"].startswith("广州天河小馆")


async def test_five_presses_with_one_key_open_one_case(citizen: Person) -> None:
    headers = {"Idempotency-Key": "press-1"}
    presses = [citizen.post(CASES, {"item_code": FOOD}, headers=headers) for _ in range(5)]
    numbers = {case["number"] for case in await asyncio.gather(*presses)}
    assert len(numbers) == 1
    assert await count(Case) == 1
    other = {"item_code": FOOD, "form": {"applicant_name": "别的"}}
    refused = await citizen.ask("POST", CASES, json=other, headers=headers)
    problem(refused, 409, "idempotency_conflict")


async def test_one_run_opens_one_draft(citizen: Person) -> None:
    run = await finished_run(citizen)
    body = {"item_code": FOOD, "guidance_run_id": run["run_id"]}
    answers = await asyncio.gather(*(citizen.ask("POST", CASES, json=body) for _ in range(3)))
    assert {a.status_code for a in answers} <= {201, 409}
    assert await count(Case) == 1
    again = await citizen.post(CASES, body)
    assert again["number"] == (await citizen.get(CASES))["items"][0]["number"]


async def test_a_key_is_its_owners(client: httpx.AsyncClient, citizen: Person) -> None:
    headers, body = {"Idempotency-Key": "same"}, {"item_code": FOOD}
    mine = await citizen.post(CASES, body, headers=headers)
    theirs = await (await sign_in(client, LI)).post(CASES, body, headers=headers)
    assert mine["number"] != theirs["number"]


@pytest.mark.parametrize(
    ("answers", "code"),
    [({"business_form": "street_stall"}, "not_eligible"), (None, "guidance_unfinished")],
)
async def test_a_situation_that_does_not_fit_opens_no_case(
    citizen: Person, answers: dict[str, Any] | None, code: str
) -> None:
    if answers:
        run = await finished_run(citizen, answers)
    else:
        run = await citizen.post("/api/v1/guidance/runs", {"item_code": FOOD})
    body = {"item_code": FOOD, "guidance_run_id": run["run_id"]}
    problem(await citizen.ask("POST", CASES, json=body), 409, code)
    assert await count(Case) == 0


async def test_somebody_elses_run_opens_no_case(client: httpx.AsyncClient, citizen: Person) -> None:
    run = await finished_run(citizen)
    other = await sign_in(client, LI)
    body = {"item_code": FOOD, "guidance_run_id": run["run_id"]}
    problem(await other.ask("POST", CASES, json=body), 404, "guidance_unknown")


async def test_wrong_values_are_kept_and_named(citizen: Person) -> None:
    case = await draft(citizen)
    path = f"{CASES}/{case['number']}"
    wrong = {"credit_code": "91440106MADEMX0031", "manager_phone": "12", "staff_count": "很多"}
    changed = await citizen.patch(path, {"form": wrong})
    assert {e["field"] for e in changed["form_errors"]} == set(wrong)
    assert all(e["message"] for e in changed["form_errors"])
    assert (await citizen.get(path))["form"]["credit_code"] == wrong["credit_code"]


@pytest.mark.parametrize(
    "form",
    [
        {"shoe_size": 42},
        {"applicant_name": ["a"]},
        {"applicant_name": {"a": 1}},
        {"applicant_name": True},
        {"applicant_name": "长" * 2001},
    ],
)
async def test_what_the_form_does_not_hold_is_refused(citizen: Person, form: Any) -> None:
    case = await draft(citizen)
    path = f"{CASES}/{case['number']}"
    refusal = problem(await citizen.ask("PATCH", path, json={"form": form}), 422)
    assert refusal["errors"][0]["field"] in form
    assert (await citizen.get(path))["form"] == case["form"]


@pytest.mark.parametrize("value", ["陈\x00大", "😀", "<b>", "' OR 1=1 --"])
async def test_any_text_may_stand_in_a_form(citizen: Person, value: str) -> None:
    case = await draft(citizen)
    path = f"{CASES}/{case['number']}"
    await citizen.patch(path, {"form": {"business_items": value}})
    assert (await citizen.get(path))["form"]["business_items"] == value


async def test_five_submits_give_one_receipt_and_one_task(citizen: Person) -> None:
    case = await filled_draft(citizen)
    path = f"{CASES}/{case['number']}"
    done = await asyncio.gather(*(citizen.post(f"{path}/submit") for _ in range(5)))
    assert all(answer == done[0] for answer in done)
    assert done[0]["status"] == "submitted"
    assert done[0]["receipt"]["number"] == case["number"]
    assert done[0]["receipt"]["qr_svg"].lstrip().startswith("<")
    assert "<svg" in done[0]["receipt"]["qr_svg"]
    assert done[0]["due_at"].endswith("+08:00")
    assert await count(Task) == 1
    kept = await citizen.get(path)
    assert [e["kind"] for e in kept["timeline"]] == ["open", "submit"]
    assert kept["can"] == ["withdraw"]
    assert await citizen.get(f"{path}/receipt") == done[0]["receipt"]


async def test_what_is_handed_in_is_not_changed_any_more(citizen: Person) -> None:
    path = f"{CASES}/{await submitted_case(citizen)}"
    before = await citizen.get(path)
    form = {"form": {"applicant_name": "换一个"}}
    material = f"{path}/materials/{before['materials'][0]['id']}"
    for refused in (
        await citizen.ask("PATCH", path, json=form),
        await citizen.upload(material, pdf("later")),
        await citizen.ask("DELETE", material),
        await citizen.ask("POST", f"{path}/prereview"),
    ):
        problem(refused, 409, "case_not_open")
    assert await citizen.get(path) == before


async def test_a_draft_with_faults_is_not_handed_in(citizen: Person) -> None:
    case = await draft(citizen)
    path = f"{CASES}/{case['number']}"
    refusal = problem(await citizen.ask("POST", f"{path}/submit"), 409, "prereview_blocking")
    rules = {finding["rule"] for finding in refusal["findings"]}
    assert {"form_missing", "material_missing"} <= rules
    assert (await citizen.get(path))["status"] == "draft"
    assert await count(Task) == 0
    problem(await citizen.ask("GET", f"{path}/receipt"), 409, "case_not_open")


async def test_a_case_returned_is_supplemented_and_waits_again(
    citizen: Person, officer: Person
) -> None:
    number = await submitted_case(citizen)
    path = f"{CASES}/{number}"
    note = {"note": "请补交清晰的平面图", "material_ids": ["layout_plan"]}
    await officer.post(f"/staff/v1/tasks/{await task_of(officer, number)}/return", note)
    returned = await citizen.get(path)
    assert returned["status"] == "supplement_required"
    assert returned["supplement"] == note
    assert {"edit", "upload", "supplement"} <= set(returned["can"])
    problem(await citizen.ask("POST", f"{path}/submit"), 409, "case_not_open")

    await citizen.delete(f"{path}/materials/layout_plan")
    refused = await citizen.ask("POST", f"{path}/supplement")
    missing = problem(refused, 409, "prereview_blocking")["findings"]
    assert [f["material_id"] for f in missing] == ["layout_plan"]
    await citizen.upload(f"{path}/materials/layout_plan", pdf("clear plan"))
    twice = await asyncio.gather(*(citizen.post(f"{path}/supplement") for _ in range(3)))
    assert {case["status"] for case in twice} == {"submitted"}
    assert await count(Task) == 2
    kinds = [e["kind"] for e in (await citizen.get(path))["timeline"]]
    assert kinds == ["open", "submit", "return", "supplement"]


async def test_a_case_is_taken_back_once_and_its_task_is_closed(
    citizen: Person, officer: Person
) -> None:
    number = await submitted_case(citizen)
    task_id = await task_of(officer, number)
    for _ in range(2):
        case = await citizen.post(f"{CASES}/{number}/withdraw", {"reason": "不开店了"})
        assert case["status"] == "withdrawn"
    assert [e["kind"] for e in case["timeline"]].count("withdraw") == 1
    body = {"decision": "accept"}
    refused = await officer.ask("POST", f"/staff/v1/tasks/{task_id}/complete", json=body)
    problem(refused, 409, "task_done")


async def test_a_draft_taken_back_leaves_the_list(citizen: Person) -> None:
    case = await draft(citizen)
    assert (await citizen.get(CASES))["total"] == 1
    await citizen.post(f"{CASES}/{case['number']}/withdraw")
    assert (await citizen.get(CASES))["total"] == 0


async def test_the_list_is_ones_own_page_by_page(
    client: httpx.AsyncClient, citizen: Person
) -> None:
    numbers = [(await citizen.post(CASES, {"item_code": FOOD}))["number"] for _ in range(3)]
    await (await sign_in(client, LI)).post(CASES, {"item_code": FOOD})
    first = await citizen.get(f"{CASES}?limit=2")
    rest = await citizen.get(f"{CASES}?limit=2&cursor={first['next']}")
    assert [c["number"] for c in first["items"] + rest["items"]] == numbers[::-1]
    assert (first["total"], rest["next"]) == (3, None)
    assert (await citizen.get(f"{CASES}?status=approved"))["total"] == 0


def _routes(
    path: str, material: str, file: str, letter: str = "0", page: str = "1"
) -> list[tuple[str, str, dict[str, Any]]]:
    upload = {"files": [("file", ("a.pdf", pdf()))]}
    return [
        ("GET", path, {}),
        ("PATCH", path, {"json": {"form": {}}}),
        ("POST", f"{path}/prereview", {}),
        ("GET", f"{path}/prereview", {}),
        ("POST", f"{path}/submit", {}),
        ("GET", f"{path}/receipt", {}),
        ("GET", f"{path}/licences", {}),
        ("GET", f"{path}/letters", {}),
        ("GET", f"{path}/letters/{letter}", {}),
        ("POST", f"{path}/prereview/manual", {}),
        ("POST", f"{path}/materials/{material}/licence", {}),
        ("GET", f"{path}/materials/{material}/licence", {}),
        ("DELETE", f"{path}/materials/{material}/licence", {}),
        ("POST", f"{path}/supplement", {}),
        ("POST", f"{path}/withdraw", {}),
        ("GET", f"{path}/rating", {}),
        ("POST", f"{path}/rating", {"json": {"satisfaction": 5}}),
        ("PUT", f"{path}/materials/{material}", upload),
        ("DELETE", f"{path}/materials/{material}", {}),
        ("GET", f"{path}/materials/{material}/files/{file}", {}),
        ("GET", f"{path}/materials/{material}/files/{file}/thumbnail", {}),
        ("GET", f"{path}/materials/{material}/files/{file}/pages/{page}", {}),
        ("DELETE", f"{path}/materials/{material}/files/{file}", {}),
    ]


async def test_another_citizens_case_is_nowhere(
    client: httpx.AsyncClient, citizen: Person, guest: Person
) -> None:
    case = await filled_draft(citizen)
    material = next(m for m in case["materials"] if m["files"])
    path, file = f"{CASES}/{case['number']}", material["files"][0]["id"]
    li = await sign_in(client, LI)
    for method, route, request in _routes(path, material["id"], file):
        problem(await li.ask(method, route, **request), 404, "case_unknown")
        refused = await guest.ask(method, route, **request)
        assert refused.status_code in (401, 404), route
        problem(await client.request(method, route, **request), 401)
    assert await citizen.get(path) == case


async def test_every_route_of_a_case_is_in_that_list() -> None:
    documented = {
        (method.upper(), path)
        for path, methods in app.openapi()["paths"].items()
        if path.startswith(f"{CASES}/{{number}}")
        for method in methods
    }
    tried = _routes(f"{CASES}/{{number}}", "{material_id}", "{file_id}", "{letter_id}", "{page}")
    assert documented == {(method, path) for method, path, _ in tried}


async def test_the_form_lies_encrypted(citizen: Person) -> None:
    case = await draft(citizen)
    await citizen.patch(f"{CASES}/{case['number']}", {"form": fill(case)})
    async with db.reading() as session:
        row = (await session.execute(text("SELECT * FROM cases"))).one()
    raw = b" ".join(v if isinstance(v, bytes) else str(v).encode() for v in row)
    assert CHEN_ID_NUMBER.encode() not in raw
    assert "陈大文".encode() not in raw
    assert await count(CaseEvent) == 1
