"""A case through its drawn process by the doors of the API: one to-do list, letters, clocks."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from flows.processes.shipped import shipped
from flows.workflow import watching
from tests.factories.cases import food, submitted_case
from tests.factories.diagrams import END, START, drawn, line, step
from tests.factories.documents import pdf
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem
from tests.factories.processes import KEY, publish
from tests.factories.work import let_days_pass, must_be_legal

S = "/staff/v1"
TITLES = [
    "收件回执", "行政许可申请材料补正通知书", "补正材料收件回执", "行政许可申请受理通知书",
    "准予行政许可决定书", "食品经营许可证",
]  # fmt: skip
MARKS = {
    "shows": "principal_id_number",
    "requires": "site_area,passed",
    "writes": "site_area:number:现场面积,passed:yesno:是否合格,business_items",
    "letters": "supplement",
}
LOOK = step("look", "现场勘察", "inspect", "officer", **MARKS)
WAY = (START, END, LOOK, line("s", "look", "e"))


@pytest.fixture
def sqlite_only(database: str) -> None:
    if not database.startswith("sqlite"):
        pytest.skip("两种数据库没有分别，SQLite 一遍即可")


async def next_task(staff: Person, number: str) -> Any:
    listed = (await staff.get(f"{S}/tasks?q={number}"))["items"]
    mine = (await staff.get(f"{S}/tasks?state=mine&q={number}"))["items"]
    return (mine + listed)[0]


async def take_and(staff: Person, number: str, decision: str, **more: Any) -> Any:
    task = await next_task(staff, number)
    await staff.post(f"{S}/tasks/{task['id']}/claim")
    body = {"decision": decision, **more}
    return (await staff.post(f"{S}/tasks/{task['id']}/complete", body))["case"]


async def bound_to_approval(lead: Person) -> None:
    """The food licence goes through the shipped process; a field that is no field is refused."""
    await publish(shipped()[0].bpmn.encode())
    code = food().document.item.code
    bind = {"item_code": code, "template": KEY, "facts": {"amount": "no_such_field"}}
    wrong = await lead.ask("PUT", f"{S}/process_bindings", json=bind)
    assert "no_such_field" in problem(wrong, 422)["detail"]
    bound = await lead.ask("PUT", f"{S}/process_bindings", json={**bind, "facts": {}})
    (item,) = [i for i in bound.json()["items"] if i["code"] == code]
    assert (item["follows"], item["by"]) == (KEY, "item")


async def test_from_submission_to_the_licence(
    sqlite_only: None, client: httpx.AsyncClient, citizen: Person, officer: Person
) -> None:
    lead, clerk = await staff_member(client, "supervisor"), await staff_member(client, "clerk")
    await bound_to_approval(lead)
    number = await submitted_case(citizen)
    assert (await officer.get(f"{S}/tasks?q={number}"))["total"] == 0
    task = await next_task(clerk, number)
    assert (task["kind"], task["kind_label"], task["is_step"]) == ("accept", "受理", True)
    await clerk.post(f"{S}/tasks/{task['id']}/claim")
    body = {"note": "请补平面图", "material_ids": ["layout_plan"]}
    sent_back = (await clerk.post(f"{S}/tasks/{task['id']}/return", body))["case"]
    assert (sent_back["status"], sent_back["clock"]["stands_still"]) == (
        "supplement_required",
        True,
    )
    paused = await clerk.ask("POST", f"{S}/tasks/{task['id']}/complete", json={"decision": "pass"})
    problem(paused, 409, "case_paused")
    await citizen.upload(f"/api/v1/cases/{number}/materials/layout_plan", pdf("clear"))
    await citizen.post(f"/api/v1/cases/{number}/supplement")
    assert (await take_and(clerk, number, "accept"))["status"] == "accepted"
    handled = await take_and(officer, number, "pass", fields={"handling_note": "现场与图纸一致"})
    assert handled["status"] == "reviewing"
    shown = await officer.get(f"{S}/processes/cases/{number}")
    (read,) = shown["forms"]["review"]["shows"]
    assert (read["label"], read["value"]) == ("审查情况", "现场与图纸一致")
    assert (await take_and(officer, number, "pass"))["status"] == "reviewing"
    assert (await take_and(lead, number, "approve", note="符合条件"))["status"] == "approved"
    assert (await take_and(clerk, number, "pass"))["status"] == "certified"
    assert (await take_and(lead, number, "pass"))["status"] == "closed"
    letters = await lead.get(f"{S}/cases/{number}/letters")
    titles = [letter["title"] for letter in letters["items"]]
    assert titles == TITLES
    timeline = (await citizen.get(f"/api/v1/cases/{number}"))["timeline"]
    assert [e["kind"] for e in timeline] == [
        "open", "submit", "return", "supplement", "accept", "review", "step", "step", "approve",
        "certify", "issue",
    ]  # fmt: skip
    await must_be_legal(number)


async def test_what_nobody_knows_is_refused_when_drawn(
    sqlite_only: None, client: httpx.AsyncClient
) -> None:
    editor = await staff_member(client, "editor")
    unknown = drawn(*WAY).decode().replace("business_items", "moon_rock")
    (fault,) = await editor.post(f"{S}/process_templates/check", {"bpmn": unknown})
    assert fault["element"] == "look"
    assert "moon_rock" in fault["message"]
    early = drawn(*WAY).decode().replace('letters="supplement"', 'letters="licence"')
    (fault,) = await editor.post(f"{S}/process_templates/check", {"bpmn": early})
    assert "证照" in fault["message"]


async def test_only_what_the_drawing_lists_is_written(
    sqlite_only: None, client: httpx.AsyncClient, citizen: Person, officer: Person
) -> None:
    lead = await staff_member(client, "supervisor")
    await publish(drawn(*WAY))
    bind = {"department_code": food().document.item.department.code, "template": KEY}
    assert (await lead.ask("PUT", f"{S}/process_bindings", json=bind)).status_code == 200
    number = await submitted_case(citizen)
    task = await next_task(officer, number)
    path = f"{S}/tasks/{task['id']}"
    await officer.post(f"{path}/claim")
    form = (await officer.get(f"{S}/processes/cases/{number}"))["forms"]["look"]
    assert (form["shows"][0]["value"], form["shows"][0]["is_masked"]) == (
        "440***********3017",
        True,
    )
    for fields, named in (
        ({}, "fields.site_area"),
        ({"site_area": "大"}, "fields.site_area"),
        ({"site_area": 80, "passed": True, "principal_name": "别人"}, "fields.principal_name"),
    ):
        body = {"decision": "pass", "fields": fields}
        refused = problem(await officer.ask("POST", f"{path}/complete", json=body), 422)
        assert named in [error["field"] for error in refused["errors"]]
    fields = {"site_area": 80.5, "passed": True, "business_items": "热食类食品制售、冷食类"}
    done = await officer.post(f"{path}/complete", {"decision": "pass", "fields": fields})
    assert done["case"]["status"] == "approved"
    assert done["case"]["form"]["business_items"] == "热食类食品制售、冷食类"
    await must_be_legal(number)


async def test_a_clock_warns_stands_still_and_follows_the_calendar(
    sqlite_only: None, client: httpx.AsyncClient, citizen: Person, officer: Person
) -> None:
    lead, number = await staff_member(client, "supervisor"), await submitted_case(citizen)
    path = f"{S}/cases/{number}"
    task = await next_task(officer, number)
    await officer.post(f"{S}/tasks/{task['id']}/claim")
    before = (await officer.get(path))["clock"]
    day = before["due_at"][:10]
    off = {"is_working": False, "reason": "台风红色预警，全区停工"}
    assert (await lead.ask("PUT", f"{S}/calendar/days/{day}", json=off)).status_code == 200
    await watching.count_anew({})
    assert (await officer.get(path))["clock"]["due_at"] > before["due_at"]
    assert (await lead.ask("DELETE", f"{S}/calendar/days/{day}")).status_code == 200
    await watching.count_anew({})
    assert (await officer.get(path))["clock"] == before
    hearing = {"kind": "hearing", "reason": "依法听证", "expected_days": 10}
    for _ in range(2):
        clock = await officer.post(f"{path}/suspensions", hearing)
    assert clock["stands_still"]
    await let_days_pass(number, 60)
    assert (await watching.watch())["warned"] == 0
    (held,) = clock["suspensions"]
    for _ in range(2):
        ended = await officer.post(f"{path}/suspensions/{held['id']}/end")
    assert not ended["stands_still"]
    await let_days_pass(number, 60)
    assert [(await watching.watch())["warned"] for _ in range(2)] == [1, 0]
    for staff in (officer, lead):
        told = await staff.get(f"{S}/notices")
        assert [(n["kind"], n["case_number"]) for n in told["items"]] == [("red", number)]
    assert (await officer.post(f"{S}/notices/seen"))["unseen"] == 0
    assert (await officer.get(path))["clock"]["warning"] == "red"


async def test_a_word_is_asked_for_and_a_task_passed_on(
    sqlite_only: None, client: httpx.AsyncClient, citizen: Person, officer: Person
) -> None:
    other, number = (
        await staff_member(client, "officer", name="李四"),
        await submitted_case(citizen),
    )
    task = await next_task(officer, number)
    path = f"{S}/tasks/{task['id']}"
    await officer.post(f"{path}/claim")
    for _ in range(2):
        asked = await officer.post(f"{path}/countersign", {"people": [other.user_id]})
    (opinion,) = asked["case"]["opinions"]
    refused = await officer.ask("POST", f"{path}/complete", json={"decision": "accept"})
    problem(refused, 409, "opinions_open")
    say = {"decision": "agree", "note": "可以受理"}
    await other.post(f"{S}/tasks/{opinion['id']}/complete", say)
    await officer.post(f"{path}/transfer", {"to": other.user_id, "reason": "出差"})
    problem(await officer.ask("POST", f"{path}/complete", json={"decision": "accept"}), 409)
    done = await other.post(f"{path}/complete", {"decision": "accept"})
    assert done["case"]["status"] == "accepted"
    await must_be_legal(number)
