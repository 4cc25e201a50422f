"""Drawn processes through the doors of the API: who may, the whole way, what a loser is told."""

from __future__ import annotations

import httpx

from tests.factories.cases import submitted_case
from tests.factories.people import Person, staff_member
from tests.factories.problems import problem
from tests.factories.processes import TWO_STEPS

P, T = "/staff/v1/processes", "/staff/v1/process_templates"


async def test_drawn_published_and_gone_through(client: httpx.AsyncClient, citizen: Person) -> None:
    editor, lead = await staff_member(client, "editor"), await staff_member(client, "supervisor")
    clerk, officer = await staff_member(client, "clerk"), await staff_member(client, "officer")
    drawing = TWO_STEPS.decode()
    assert await editor.post(f"{T}/check", {"bpmn": drawing}) == []
    body = {"name": "审批", "bpmn": drawing}
    assert (await editor.ask("PUT", f"{T}/approval/draft", json=body)).status_code == 200
    problem(await editor.ask("POST", f"{T}/approval/publish"), 403, "forbidden")
    shown = await lead.post(f"{T}/approval/publish")
    assert [v["number"] for v in shown["versions"]] == [1]
    number = await submitted_case(citizen)
    for _ in range(2):
        view = await clerk.post(f"{P}/cases/{number}", {"template": "approval"})
    assert view["standing"] == ["take"]
    for staff in (clerk, officer):
        (step,) = (await staff.get(f"{P}/steps"))["items"]
        assert step["can"] == ["claim"]
        await staff.post(f"{P}/steps/{step['id']}/claim")
        await staff.post(f"{P}/steps/{step['id']}/complete", {"decision": "pass"})
    late = await clerk.ask("POST", f"{P}/steps/{step['id']}/claim")
    problem(late, 409, "step_closed")
    done = await officer.get(f"{P}/cases/{number}")
    assert (done["state"], done["version"]) == ("done", 1)
    assert "bpmn:process" in done["bpmn"]


async def test_a_drawing_with_faults_is_told_element_by_element(client: httpx.AsyncClient) -> None:
    editor = await staff_member(client, "editor")
    broken = TWO_STEPS.decode().replace('name="批准"', 'name=""')
    (fault,) = await editor.post(f"{T}/check", {"bpmn": broken})
    assert fault["element"] == "decide"
    assert "还没有名称" in fault["message"]


async def test_drafts_are_not_overwritten_and_publishing_says_what_changed(
    client: httpx.AsyncClient,
) -> None:
    editor, lead = await staff_member(client, "editor"), await staff_member(client, "supervisor")
    drawing, place = TWO_STEPS.decode(), f"{T}/approval"
    body = {"name": "审批", "bpmn": drawing, "revision": 0}
    first = (await editor.ask("PUT", f"{place}/draft", json=body)).json()
    assert first["drawn_by"]
    assert not first["may_publish"]
    again = await editor.ask("PUT", f"{place}/draft", json={**body, "revision": 99})
    assert again.json()["revision"] == first["revision"], "the same draft again is no other draft"
    changed = {**body, "bpmn": drawing.replace('tianhe:days="3"', 'tianhe:days="5"')}
    problem(await lead.ask("PUT", f"{place}/draft", json=changed), 409, "process_draft_newer")

    moved = await lead.ask("POST", f"{place}/publish", json={"revision": first["revision"] + 1})
    problem(moved, 409, "process_draft_moved")
    said = {"note": "第一版", "revision": first["revision"]}
    shown = await lead.post(f"{place}/publish", said)
    assert shown["is_draft_published"]
    assert shown["versions"][0]["note"] == "第一版"
    second = {**changed, "revision": shown["revision"]}
    assert (await editor.ask("PUT", f"{place}/draft", json=second)).status_code == 200
    told = await lead.get(f"{place}/compare", params={"old": 1})
    assert told["changes"] == [
        {
            "element": "decide",
            "kind": "changed",
            "message": "用户任务「批准」（decide）：办理时限由「3个工作日」改为「5个工作日」",
        }
    ]
    await lead.post(f"{place}/versions/1/revoke", {"reason": "改流程"})
    old = await lead.get(f"{place}/versions/1")
    assert (old["state"], old["revoke_reason"], old["bpmn"]) == ("revoked", "改流程", drawing)


async def test_a_drawing_is_tried_and_its_words_are_told(client: httpx.AsyncClient) -> None:
    editor, drawing = await staff_member(client, "editor"), TWO_STEPS.decode()
    body = {"name": "审批", "bpmn": drawing, "revision": 0}
    trial = await editor.post(f"{T}/try", {"bpmn": drawing})
    assert (trial["faults"], trial["flows_walked"]) == ([], 3)
    assert [move["name"] for move in trial["ways"][0]["moves"]] == ["受理", "批准"]
    taken = await editor.ask("PUT", f"{T}/shipped/draft", json=body)
    problem(taken, 422, "invalid_input")
    words = await editor.get(f"{T}/vocabulary")
    assert {"id": "pass", "label": "通过"} in words["facts"][0]["values"]
