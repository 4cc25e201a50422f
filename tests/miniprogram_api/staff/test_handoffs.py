"""The staff's side of a handoff: who sees what, passing on, notes, phrases."""

from __future__ import annotations

import pytest

from foundation.viewer import PERMISSIONS
from tests.factories.people import Person, open_guest, staff_member
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import Served
from tests.miniprogram_api.staff.desk_routes import OF_THE_DESK
from tests.miniprogram_api.test_handoffs import MESSAGES, queued, said_by_staff, talking

FOOD_DEPARTMENT = "11440106007519140X"
LIST = "/staff/v1/handoffs"


async def test_skills_say_whose_queue_it_is(guest: Person, officer: Person) -> None:
    await queued(guest)
    specialist = await staff_member(guest.http, "clerk", skills=[FOOD_DEPARTMENT])
    assert (await officer.get(LIST))["total"] == 1
    assert (await specialist.get(LIST))["total"] == 0


@pytest.mark.parametrize("role", ["clerk", "supervisor", "editor", "admin"])
async def test_a_role_may_do_what_it_may_and_no_more(
    guest: Person, citizen: Person, role: str
) -> None:
    """What is forbidden is refused; what is allowed is done or answered with what stands in the
    way. Whoever is no staff gets in nowhere."""
    holds = PERMISSIONS[role]
    order = await citizen.post("/api/v1/work_orders", {"text": "请问怎么办理居住证"})
    staff = await staff_member(guest.http, role)
    places = {
        "handoff_id": await queued(guest), "number": order["number"],
        "staff_id": staff.user_id, "phrase_id": "x",
    }  # fmt: skip
    for method, path, body, permission in OF_THE_DESK:
        address = path.format(**places)
        answer = await staff.ask(method, address, json=body)
        if permission not in holds:
            problem(answer, 403, "forbidden")
        else:
            assert answer.status_code in (200, 201, 404, 409), f"{address}: {answer.text}"
        problem(await citizen.ask(method, address, json=body), 401)
        problem(await guest.http.request(method, address, json=body), 401)


async def test_who_may_not_serve_sees_no_talk(guest: Person) -> None:
    handoff_id = await queued(guest)
    editor = await staff_member(guest.http, "editor")
    for method, path in (("GET", ""), ("GET", f"/{handoff_id}"), ("POST", f"/{handoff_id}/accept")):
        problem(await editor.ask(method, f"{LIST}{path}"), 403, "forbidden")


async def test_a_talk_is_passed_on_with_a_reason(guest: Person, officer: Person) -> None:
    handoff_id = await talking(guest, officer)
    colleague = await staff_member(guest.http, "clerk", name="李嘉豪")
    path = f"{LIST}/{handoff_id}/transfer"
    without = await officer.ask("POST", path, json={"staff_id": colleague.user_id, "reason": " "})
    assert problem(without, 422)["errors"][0]["field"] == "reason"
    await officer.post(path, {"staff_id": colleague.user_id, "reason": "他熟悉这项业务"})
    assert (await colleague.get(f"{LIST}?state=mine"))["items"][0]["id"] == handoff_id
    body = {"text": "还是我来", "client_message_id": "x"}
    late = await officer.ask("POST", f"{LIST}/{handoff_id}/messages", json=body)
    problem(late, 409, "handoff_taken")
    assert "李嘉豪" in (await guest.get(MESSAGES))["items"][-1]["text"]


async def test_a_talk_is_passed_to_a_topic_and_waits_there(guest: Person, officer: Person) -> None:
    handoff_id = await talking(guest, officer)
    body = {"topic": FOOD_DEPARTMENT, "reason": "属于市场监管业务"}
    detail = await officer.post(f"{LIST}/{handoff_id}/transfer", body)
    assert (detail["status"], detail["owner"]) == ("waiting", None)
    assert detail["topic"]["code"] == FOOD_DEPARTMENT
    assert [e["act"] for e in detail["timeline"]] == ["open", "accept", "requeue"]


async def test_nobody_is_passed_to_who_is_away(served: Served, officer: Person) -> None:
    guest = await open_guest(served.http)
    handoff_id = await talking(guest, officer)
    colleague = await staff_member(served.http, "clerk")
    await colleague.ask("PUT", f"{LIST}/desk", json={"takes_handoffs": False})
    body = {"staff_id": colleague.user_id, "reason": "请帮忙"}
    problem(await officer.ask("POST", f"{LIST}/{handoff_id}/transfer", json=body), 409)


async def test_a_lead_takes_over_a_colleague_must_wait(guest: Person, officer: Person) -> None:
    handoff_id = await talking(guest, officer)
    clerk = await staff_member(guest.http, "clerk")
    lead = await staff_member(guest.http, "supervisor", name="黄婉仪")
    path, body = f"{LIST}/{handoff_id}/take_over", {"reason": "投诉升级"}
    problem(await clerk.ask("POST", path, json=body), 403, "forbidden")
    assert (await lead.post(path, body))["owner"]["display_name"] == "黄婉仪"
    assert "黄婉仪" in (await guest.get(MESSAGES))["items"][-1]["text"]


async def test_notes_stay_among_colleagues(guest: Person, officer: Person) -> None:
    handoff_id = await talking(guest, officer)
    for _ in range(2):
        notes = await officer.post(f"{LIST}/{handoff_id}/notes", {"text": "老人，说慢一点"})
    assert [n["text"] for n in notes] == ["老人，说慢一点"]
    assert "说慢一点" not in str(await guest.get(MESSAGES))
    assert "说慢一点" not in str(await guest.get("/api/v1/handoffs/current"))


async def test_phrases_are_the_departments_own(guest: Person, officer: Person) -> None:
    path = "/staff/v1/canned_replies"
    shipped = await officer.get(path)
    assert shipped["total"] == 4
    kept = await officer.post(path, {"title": "营业时间", "text": "工作日9:00至17:00。"})
    assert kept["total"] == 5
    mine = next(p for p in kept["items"] if p["title"] == "营业时间")
    other = await staff_member(guest.http, "clerk", department_code=FOOD_DEPARTMENT)
    change = {"title": "改", "text": "改"}
    await other.post(path, change)
    problem(await other.ask("PUT", f"{path}/{mine['id']}", json=change), 404, "phrase_unknown")
    assert (await officer.delete(f"{path}/{mine['id']}"))["total"] == 4


async def test_closing_twice_and_speaking_after_it(guest: Person, officer: Person) -> None:
    handoff_id = await talking(guest, officer)
    await said_by_staff(officer, handoff_id, "办好了")
    for _ in range(2):
        detail = await officer.post(f"{LIST}/{handoff_id}/close")
        assert detail["status"] == "closed"
    ends = [m for m in (await guest.get(MESSAGES))["items"] if "已结束" in m["text"]]
    assert len(ends) == 1
    body = {"text": "还有", "client_message_id": "late"}
    late = await officer.ask("POST", f"{LIST}/{handoff_id}/messages", json=body)
    problem(late, 409, "handoff_moved")
