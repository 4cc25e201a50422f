"""A citizen asks for a person: by button, by words, by the API; the bot is silent meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, select

from flows.conversations import upkeep
from flows.conversations.replies import command
from foundation import db
from foundation.models import AccessRecord, Handoff, StaffSession, WorkOrder
from tests.factories.cases import FOOD
from tests.factories.people import Person, button, kinds, open_guest, sign_in, staff_member, words
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import KeepPromises, Served
from tests.miniprogram_api.test_notices import listening

MESSAGES = "/api/v1/chat/messages"


async def queued(person: Person, reason: str = "想找人问问") -> str:
    shown = await person.post("/api/v1/handoffs", {"kind": "to_staff", "reason": reason})
    return str(shown["id"])


async def talking(person: Person, staff: Person) -> str:
    handoff_id = await queued(person)
    await staff.post(f"/staff/v1/handoffs/{handoff_id}/accept")
    return handoff_id


async def said_by_staff(staff: Person, handoff_id: str, text: str, mark: str = "m1") -> Any:
    body = {"text": text, "client_message_id": mark}
    return await staff.post(f"/staff/v1/handoffs/{handoff_id}/messages", body)


async def test_the_button_queues_once_and_says_the_place(guest: Person, officer: Person) -> None:
    answer = await guest.press("/human")
    assert answer["status"] == "handed_off"
    card = answer["replies"][0]
    assert card["kind"] == "handoff"
    assert card["data"]["phone"] == "12345"
    assert "第1位" in card["text"]
    assert "马上接入" in card["text"]
    again = await guest.press("/human")
    assert again["replies"][0]["data"]["handoff"]["id"] == card["data"]["handoff"]["id"]
    assert (await officer.get("/staff/v1/handoffs"))["total"] == 1


async def test_asking_twice_under_one_key_is_asking_once(guest: Person) -> None:
    headers = {"Idempotency-Key": "ask-1"}
    body = {"kind": "to_staff", "reason": "看不懂材料清单"}
    first = await guest.post("/api/v1/handoffs", body, headers=headers)
    again = await guest.post("/api/v1/handoffs", body, headers=headers)
    assert first == again
    assert (await guest.get("/api/v1/handoffs/current"))["handoff"]["id"] == first["id"]
    other = await guest.ask("POST", "/api/v1/handoffs", json={"reason": "别的"}, headers=headers)
    problem(other, 409, "idempotency_conflict")


async def test_the_topic_is_the_department_of_the_item(guest: Person) -> None:
    await guest.press(command("item_ask", item_code=FOOD))
    answer = await guest.press("/human")
    handoff = answer["replies"][0]["data"]["handoff"]
    assert handoff["topic"]["name"] == "广州市天河区市场监督管理局"
    assert handoff["item_code"] == FOOD


async def test_while_one_waits_the_bot_answers_and_says_the_place(served: Served) -> None:
    guest = await open_guest(served.http)
    served.rasa.means("你好", "greet", "action_small_talk")
    await queued(guest)
    answer = await guest.say("你好")
    assert kinds(answer) == ["text", "handoff"]
    assert "第1位" in answer["replies"][1]["text"] or "已为您排队" in answer["replies"][1]["text"]


async def test_the_bot_is_silent_while_a_person_speaks(served: Served, officer: Person) -> None:
    guest = await open_guest(served.http)
    handoff_id = await talking(guest, officer)
    for _ in range(2):
        answer = await guest.say("我的材料齐了吗", client_message_id="same")
        assert (answer["status"], answer["replies"], answer["answer_id"]) == (
            "handed_off",
            [],
            None,
        )
    assert served.rasa.heard == []
    read = await officer.get(f"/staff/v1/handoffs/{handoff_id}/messages")
    assert [m["text"] for m in read["items"] if m["author"] == "citizen"] == ["我的材料齐了吗"]
    pressed = await guest.press(command("item_ask", item_code=FOOD))
    assert pressed["replies"] == []


async def test_words_the_bot_was_thinking_of_go_to_who_came_meanwhile(
    served: Served, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The staff member accepts between the question and the bot's answer."""
    guest = await open_guest(served.http)
    handoff_id = await queued(guest)
    done: list[Any] = []

    async def accept() -> None:
        done.append(await officer.post(f"/staff/v1/handoffs/{handoff_id}/accept"))

    real = served.rasa._act

    async def slow(sender: str, text: str) -> list[dict[str, Any]]:
        await accept()
        return await real(sender, text)

    monkeypatch.setattr(served.rasa, "_act", slow)
    answer = await guest.say("还要等多久")
    assert done
    assert answer["status"] == "handed_off"
    assert answer["replies"] == []


async def test_staff_words_arrive_once_live_and_in_the_history(
    served: Served, officer: Person
) -> None:
    guest = await open_guest(served.http)
    handoff_id = await queued(guest)
    async with listening(guest, "/api/v1/chat/stream") as events:
        await officer.post(f"/staff/v1/handoffs/{handoff_id}/accept")
        for _ in range(2):
            await said_by_staff(officer, handoff_id, "请问您住在哪个街道？")
        got = [await asyncio.wait_for(events.get(), 10) for _ in range(3)]
    assert [name for name, _ in got].count("message") == 2
    assert any("陈晓敏已接入" in data.get("text", "") for _, data in got)
    lines = (await guest.get(MESSAGES))["items"]
    mine = [m for m in lines if m["author"] == "staff"]
    assert [m["text"] for m in mine] == ["请问您住在哪个街道？"]
    assert mine[0]["author_name"] == "陈晓敏"


async def test_of_two_who_accept_at_once_one_wins(guest: Person) -> None:
    handoff_id = await queued(guest)
    desks = [await staff_member(guest.http, name=f"工作人员{i}") for i in range(2)]
    path = f"/staff/v1/handoffs/{handoff_id}/accept"
    both = await asyncio.gather(*(d.ask("POST", path) for d in desks))
    assert sorted(r.status_code for r in both) == [200, 409]
    winner = both[0] if both[0].status_code == 200 else both[1]
    assert winner.json()["is_mine"]
    loser = both[1] if winner is both[0] else both[0]
    assert "正在接待" in problem(loser, 409, "handoff_taken")["detail"]


async def test_a_desk_holds_no_more_talks_than_it_may(
    served: Served, officer: Person, change_settings: Callable[..., Any]
) -> None:
    change_settings(handoff_capacity=1)
    first, second = await open_guest(served.http), await open_guest(served.http)
    await talking(first, officer)
    waiting = await queued(second)
    refused = await officer.ask("POST", f"/staff/v1/handoffs/{waiting}/accept")
    problem(refused, 409, "desk_full")


async def test_after_the_talk_guidance_goes_on_at_the_same_question(
    guest: Person, officer: Person
) -> None:
    answer = await guest.press(command("guidance_start", item_code=FOOD))
    answer = await guest.press(button(answer, "餐饮服务"))
    due = answer["replies"][-1]["data"]["question"]["id"]
    handoff_id = await talking(guest, officer)
    detail = await officer.get(f"/staff/v1/handoffs/{handoff_id}")
    packet = detail["packet"]
    assert packet["item"]["code"] == FOOD
    assert [a["answer"] for a in packet["answers"]] == ["餐饮服务（堂食、外卖都算）"] or packet[
        "answers"
    ]
    assert packet["open_question"]
    assert any(s["source"] == "办事指南" for s in packet["suggestions"])
    await officer.post(f"/staff/v1/handoffs/{handoff_id}/close")
    last = (await guest.get(MESSAGES))["items"][-1]
    assert last["replies"][0]["kind"] == "question"
    assert last["replies"][0]["data"]["question"]["id"] == due
    answer = await guest.press(button(last, "有，营业执照"))
    assert answer["status"] == "answered"


async def test_a_talk_is_rated_once_after_it_ended(guest: Person, officer: Person) -> None:
    handoff_id = await talking(guest, officer)
    path = f"/api/v1/handoffs/{handoff_id}/rating"
    problem(await guest.ask("POST", path, json={"satisfaction": 5}), 409, "handoff_moved")
    await officer.post(f"/staff/v1/handoffs/{handoff_id}/close")
    body = {"satisfaction": 5, "reasons": ["态度好"], "text": "讲得很清楚"}
    assert "rate" in (await guest.get("/api/v1/handoffs/current"))["handoff"]["can"]
    await guest.post(path, body)
    shown = await guest.post(path, {"satisfaction": 1})
    assert shown["rating"] == body
    wrong = await guest.ask("POST", path, json={"satisfaction": 9, "reasons": ["不存在"]})
    named = {e["field"] for e in problem(wrong, 422)["errors"]}
    assert named == {"satisfaction", "reasons"}


async def test_out_of_hours_a_message_becomes_a_work_order(
    guest: Person, officer: Person, change_settings: Callable[..., Any]
) -> None:
    change_settings(handoff_hours="00:00-00:01", handoff_every_day=True)
    shown = await guest.post("/api/v1/handoffs", {"kind": "to_staff"})
    assert shown["desk"]["availability"] == "out_of_hours"
    assert "留言" in shown["words"]
    message = {
        "classification": "complain",
        "text": "窗口中午没有人值班，白跑一趟",
        "contact": {"name": "陈大文", "phone": "13800138001"},
    }
    left = await guest.post(f"/api/v1/handoffs/{shown['id']}/message", message)
    again = await guest.post(f"/api/v1/handoffs/{shown['id']}/message", message)
    assert left["work_order_number"] == again["work_order_number"]
    mine = await guest.get("/api/v1/work_orders")
    assert [o["number"] for o in mine["items"]] == [left["work_order_number"]]
    order = mine["items"][0]
    assert order["classification_label"] == "投诉"
    assert "以受理部门答复为准" in order["due_note"]
    async with db.reading() as session:
        kept = (await session.scalars(select(WorkOrder))).one()
    assert kept.contact == {"name": "陈大文", "phone": "13800138001"}


async def test_who_waits_too_long_is_offered_a_message_once_and_then_left_one(
    guest: Person, officer: Person, change_settings: Callable[..., Any]
) -> None:
    change_settings(handoff_wait_minutes=0)
    await queued(guest, "居住证怎么办")
    for _ in range(2):
        await upkeep.keep_queue()
    notices = [m for m in (await guest.get(MESSAGES))["items"] if "久等" in m["text"]]
    assert len(notices) == 1
    change_settings(handoff_lapse_hours=0)
    await upkeep.keep_queue()
    current = (await guest.get("/api/v1/handoffs/current"))["handoff"]
    assert current["status"] == "message_left"
    assert (await guest.get("/api/v1/work_orders"))["total"] == 1


async def test_a_talk_whose_owner_signed_out_goes_back_to_the_queue(
    guest: Person, officer: Person
) -> None:
    handoff_id = await talking(guest, officer)
    async with db.writing() as session:
        await session.execute(delete(StaffSession))
    await upkeep.keep_queue()
    shown = await guest.get(f"/api/v1/handoffs/{handoff_id}")
    assert (shown["status"], shown["staff_name"]) == ("waiting", None)
    assert "重新安排" in (await guest.get(MESSAGES))["items"][-1]["text"]


async def test_signing_in_takes_the_talk_along(served: Served, officer: Person) -> None:
    guest = await open_guest(served.http)
    handoff_id = await talking(guest, officer)
    citizen = await sign_in(served.http, guest=guest)
    assert (await citizen.get("/api/v1/handoffs/current"))["handoff"]["id"] == handoff_id
    assert (await citizen.say("我登录好了"))["status"] == "handed_off"
    problem(await guest.ask("GET", f"/api/v1/handoffs/{handoff_id}"), 404, "handoff_unknown")


async def test_twice_not_understood_a_person_is_offered(served: Served) -> None:
    guest = await open_guest(served.http)
    first, second = await guest.say("呜啦啦"), await guest.say("咕噜噜")
    assert "handoff" not in kinds(first)
    assert button(second, "咨询人工").startswith("/human")


async def test_distress_is_given_numbers_at_once_and_never_queued(served: Served) -> None:
    guest = await open_guest(served.http)
    served.rasa.means("我不想活了", "distress", "action_help_now")
    answer = await guest.say("我不想活了")
    assert "12356" in words(answer)
    assert (await guest.get("/api/v1/handoffs/current"))["handoff"] is None


async def test_looking_at_a_talk_is_noted(guest: Person, officer: Person) -> None:
    handoff_id = await queued(guest)
    for _ in range(2):
        await officer.get(f"/staff/v1/handoffs/{handoff_id}")
    async with db.reading() as session:
        looks = (await session.scalars(select(AccessRecord))).all()
    assert [look.subject for look in looks] == [guest.user_id]
    assert handoff_id in looks[0].what


async def test_somebody_elses_handoff_is_not_there(served: Served, guest: Person) -> None:
    handoff_id = await queued(guest)
    other = await open_guest(served.http)
    for method, path in (
        ("GET", ""), ("POST", "/cancel"), ("POST", "/rating"), ("POST", "/message"),
        ("POST", "/video/consent"),
    ):  # fmt: skip
        body = {"satisfaction": 5, "text": "请问怎么办理居住证", "agreed": True}
        done = await other.ask(method, f"/api/v1/handoffs/{handoff_id}{path}", json=body)
        problem(done, 404, "handoff_unknown")


async def test_at_wechat_staff_words_come_as_customer_service_messages(
    served: Served, officer: Person, keep_promises: KeepPromises
) -> None:
    openid = "o-handoff"
    served.rasa.means("转人工", "ask_human", "action_ask_human")
    assert await served.outside.write(openid, "转人工")
    await keep_promises()
    async with db.reading() as session:
        handoff = (await session.scalars(select(Handoff))).one()
    await officer.post(f"/staff/v1/handoffs/{handoff.id}/accept")
    await said_by_staff(officer, handoff.id, "您好，请问办什么业务？")
    await keep_promises()
    heard = served.outside.phone(openid)
    assert "陈晓敏：您好，请问办什么业务？" in heard
    assert await served.outside.write(openid, "想问居住证")
    await keep_promises()
    assert served.outside.phone(openid) == heard, "the bot is silent there too"
    read = await officer.get(f"/staff/v1/handoffs/{handoff.id}/messages")
    assert read["items"][-1]["text"] == "想问居住证"


async def test_who_waits_already_is_offered_nothing_more(served: Served) -> None:
    guest = await open_guest(served.http)
    await queued(guest)
    for said in ("呜啦啦", "咕噜噜"):
        answer = await guest.say(said)
    assert all("转人工" not in b["title"] for r in answer["replies"] for b in r["buttons"])
