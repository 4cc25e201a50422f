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
