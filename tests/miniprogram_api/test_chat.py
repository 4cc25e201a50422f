"""Turns of talk: buttons, words that answer the open question, what the talk is about, once."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from flows.conversations import repository, service
from flows.conversations.replies import command
from tests.factories.cases import FOOD, draft, food
from tests.factories.people import (
    CHEN_ID_NUMBER,
    LI,
    Person,
    button,
    kinds,
    open_guest,
    sign_in,
    words,
)
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import Served

MESSAGES = "/api/v1/chat/messages"
HOW_TO = "我想开个小餐馆要办什么证"


async def test_a_button_asks_no_bot(guest: Person) -> None:
    """The bot of these tests is not running: a button is answered in full all the same."""
    answer = await guest.press(command("item_ask", item_code=FOOD))
    assert answer["status"] == "answered"
    assert answer["intent"] == {"name": "button", "confidence": 1.0}
    assert answer["items"][0]["code"] == FOOD
    card = answer["replies"][0]
    assert card["kind"] == "item"
    assert card["data"]["places"]
    assert card["sources"][0]["title"]


async def test_buttons_walk_through_guidance_back_and_on(guest: Person) -> None:
    answer = await guest.press(command("guidance_start", item_code=FOOD))
    assert kinds(answer) == ["question"]
    answer = await guest.press(button(answer, "餐饮服务"))
    answer = await guest.press(button(answer, "有，营业执照"))
    assert answer["replies"][0]["data"]["question"]["id"] == "dishes"
    answer = await guest.press(button(answer, "上一步"))
    assert answer["replies"][0]["data"]["question"]["id"] == "has_licence"


async def test_words_answer_the_open_question(guest: Person) -> None:
    await guest.press(command("guidance_start", item_code=FOOD))
    for said in ("我开的是茶餐厅", "领了", "热菜、奶茶", "大概80平方米左右", "都有", "我自己"):
        answer = await guest.say(said)
    assert kinds(answer) == ["materials"]
    required = {m["id"] for m in answer["replies"][0]["data"]["result"]["materials"]}
    assert set(food().document.examples.examples[0].expect.materials) <= required
    assert "/case_open" in button(answer, "开始申报")


async def test_a_wrong_number_in_words_is_said_and_the_question_stays(guest: Person) -> None:
    await guest.press(command("guidance_start", item_code=FOOD))
    for said in ("餐馆", "领了", "热菜"):
        await guest.say(said)
    answer = await guest.say("99999999")
    assert answer["status"] == "clarify"
    assert "不能大于" in words(answer)
    assert answer["replies"][-1]["data"]["question"]["id"] == "area"


async def test_a_question_in_mid_guidance_is_answered_and_guidance_goes_on(served: Served) -> None:
    guest = await open_guest(served.http)
    served.rasa.means("这个要多少钱", "ask_fee", "action_answer_item")
    await guest.press(command("guidance_start", item_code=FOOD))
    answer = await guest.say("这个要多少钱")
    assert kinds(answer) == ["text", "question"]
    assert "费" in answer["replies"][0]["text"]
    assert "接着" in answer["replies"][1]["text"]


async def test_it_means_what_the_talk_is_about(served: Served) -> None:
    guest = await open_guest(served.http)
    served.rasa.means(HOW_TO, "ask_how_to", "action_answer_item")
    served.rasa.means("那要多少钱", "ask_fee", "action_answer_item")
    first = await guest.say(HOW_TO)
    assert first["items"][0]["code"] == FOOD
    assert first["intent"] == {"name": "ask_how_to", "confidence": 0.97}
    second = await guest.say("那要多少钱")
    assert second["items"][0]["code"] == FOOD
    assert "食品经营许可" in words(second)


async def test_words_start_guidance_for_the_item_named(served: Served) -> None:
    guest = await open_guest(served.http)
    served.rasa.means("帮我办食品经营许可", "start_guidance", "action_start_guidance")
    assert kinds(await guest.say("帮我办食品经营许可")) == ["question"]


async def test_the_bot_never_hears_a_command(served: Served) -> None:
    guest = await open_guest(served.http)
    await guest.say("/restart")
    assert served.rasa.heard == ["restart"]


async def test_a_bot_that_is_down_leaves_search_to_answer(served: Served) -> None:
    guest = await open_guest(served.http)
    served.rasa.is_down = True
    answer = await guest.say(HOW_TO)
    assert answer["status"] == "degraded"
    assert "item" in kinds(answer)
    assert answer["items"][0]["code"] == FOOD
    served.rasa.is_down = False
    assert (await guest.say("你好呀"))["status"] != "degraded"


async def test_a_bot_whose_action_fails_leaves_search_to_answer(served: Served) -> None:
    guest = await open_guest(served.http)
    served.rasa.means(HOW_TO, "ask_how_to", "action_nobody_wrote")
    assert (await guest.say(HOW_TO))["status"] == "degraded"


async def test_what_is_not_understood_is_asked_back(served: Served) -> None:
    guest = await open_guest(served.http)
    answer = await guest.say("嗯那个就是说")
    assert answer["status"] == "clarify"
    assert button(answer, "人工")


async def test_progress_of_nobody_one_and_many(served: Served) -> None:
    served.rasa.means("我的办件到哪一步了", "ask_progress", "action_report_progress")
    guest = await open_guest(served.http)
    assert "登录" in words(await guest.say("我的办件到哪一步了"))

    citizen = await sign_in(served.http)
    assert "还没有办件" in words(await citizen.say("我的办件到哪一步了"))

    one = await draft(citizen)
    answer = await citizen.say("我的办件到哪一步了")
    assert [r["data"].get("number") for r in answer["replies"]] == [one["number"]]
    assert answer["replies"][0]["data"]["status"] == "draft"

    two = await draft(citizen)
    answer = await citizen.say("我的办件到哪一步了")
    assert kinds(answer) == ["case", "case"]
    assert {r["data"]["number"] for r in answer["replies"]} == {one["number"], two["number"]}


async def test_another_citizens_case_number_tells_nothing(served: Served) -> None:
    case = await draft(await sign_in(served.http))
    other = await sign_in(served.http, LI)
    said = f"查{case['number']}"
    served.rasa.means(said, "ask_progress", "action_report_progress", case_number=case["number"])
    answer = await other.say(said)
    assert "case" not in kinds(answer)
    assert "没有找到" in words(answer)
    shown = await other.press(command("case_show", number=case["number"]))
    assert "case" not in kinds(shown)


async def test_the_same_message_is_answered_once(served: Served) -> None:
    guest = await open_guest(served.http)
    served.rasa.means(HOW_TO, "ask_how_to", "action_answer_item")
    answers = await asyncio.gather(*(guest.say(HOW_TO, client_message_id="m1") for _ in range(4)))
    assert all(answer == answers[0] for answer in answers)
    assert served.rasa.heard == [HOW_TO]
    assert (await guest.get(MESSAGES))["total"] == 2


async def test_words_that_cannot_be_kept_are_not_answered(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = await open_guest(served.http)
    await guest.press("/human")

    async def fail(*_: object) -> None:
        raise OperationalError("INSERT", None, Exception("disk full"))

    with monkeypatch.context() as broken:
        broken.setattr(repository, "keep_said", fail)
        said = {"text": HOW_TO, "client_message_id": "m1"}
        assert (await guest.ask("POST", MESSAGES, json=said)).status_code >= 500
    assert (await guest.get(MESSAGES))["total"] == 2
    assert (await guest.say(HOW_TO, client_message_id="m1"))["status"] != "degraded"
    assert (await guest.get(MESSAGES))["total"] == 4


async def test_words_whose_answer_was_lost_are_answered_when_sent_again(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = await open_guest(served.http)

    async def fail(*_: object) -> None:
        raise OperationalError("INSERT", None, Exception("disk full"))

    with monkeypatch.context() as broken:
        broken.setattr(repository, "keep_answer", fail)
        said = {"text": HOW_TO, "client_message_id": "m1"}
        assert (await guest.ask("POST", MESSAGES, json=said)).status_code >= 500
    kept = (await guest.get(MESSAGES))["items"]
    assert [m["text"] for m in kept] == [HOW_TO]
    answer = await guest.say(HOW_TO, client_message_id="m1")
    assert [m["id"] for m in (await guest.get(MESSAGES))["items"]] == [
        answer["message_id"],
        answer["answer_id"],
    ]


async def test_an_action_of_another_process_is_heard(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the turn does not wait in the process the action came to, Redis lies between."""
    monkeypatch.setattr(service, "expected", lambda _conversation: nullcontext())
    guest = await open_guest(served.http)
    served.rasa.means(HOW_TO, "ask_how_to", "action_answer_item")
    assert (await guest.say(HOW_TO))["items"][0]["code"] == FOOD


async def test_one_conversation_is_one_message_at_a_time(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "WAIT_SECONDS", 120.0)  # on a busy machine eight turns take long
    guest, other = await open_guest(served.http), await open_guest(served.http)
    said = [f"第{i}句话想问居住证" for i in range(8)]
    await asyncio.gather(*(guest.say(text) for text in said), other.say("我也来问"))
    assert served.rasa.most_at_once == 1
    assert sorted(served.rasa.heard) == sorted([*said, "我也来问"])
    items = (await guest.get(MESSAGES))["items"]
    assert [m["direction"] for m in items] == ["in", "out"] * 8
    assert [m["seq"] for m in items] == sorted(m["seq"] for m in items)


async def test_the_history_goes_on_after_a_message(guest: Person) -> None:
    for _ in range(3):
        await guest.press("/human")
    everything = (await guest.get(MESSAGES))["items"]
    later = await guest.get(f"{MESSAGES}?after={everything[1]['id']}&limit=2")
    assert [m["id"] for m in later["items"]] == [m["id"] for m in everything[2:4]]
    assert later["next"] == everything[3]["id"]


async def test_the_history_goes_back_before_a_message(
    client: httpx.AsyncClient, guest: Person
) -> None:
    for _ in range(2):
        await guest.press("/human")
    everything = (await guest.get(MESSAGES))["items"]
    earlier = await guest.get(f"{MESSAGES}?before={everything[3]['id']}&limit=2")
    assert earlier["items"] == everything[1:3]
    other = await open_guest(client)
    assert (await other.get(f"{MESSAGES}?before={everything[3]['id']}"))["items"] == []


async def test_histories_are_apart(client: httpx.AsyncClient, guest: Person) -> None:
    await guest.press("/human")
    mine = (await guest.get(MESSAGES))["items"]
    other = await open_guest(client)
    assert (await other.get(MESSAGES))["total"] == 0
    assert (await other.get(f"{MESSAGES}?after={mine[0]['id']}"))["items"] == []


async def test_only_the_bot_may_act(client: httpx.AsyncClient, guest: Person) -> None:
    call = {"next_action": "action_unclear", "sender_id": "x", "tracker": {"sender_id": "x"}}
    path = "/internal/rasa/webhook"
    problem(await client.post(path, json=call), 403)
    problem(await guest.ask("POST", path, json=call), 403)


async def test_the_bot_learns_nothing_of_who_talks(served: Served) -> None:
    """Names and numbers stay with us: an action answers with replies and slots, no identity."""
    citizen = await sign_in(served.http)
    await draft(citizen)
    served.rasa.means("我的进度", "ask_progress", "action_report_progress")
    await citizen.say("我的进度")
    kept: Any = str(dict(served.rasa.slots))
    assert CHEN_ID_NUMBER not in kept
    assert "陈大文" not in kept
