"""One person, one conversation: official account, customer service, mini-program and H5."""

from __future__ import annotations

import asyncio
import re
from secrets import token_hex
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from flows.conversations.replies import command
from foundation import db
from foundation.models import Conversation, Message, User
from tests.factories.cases import FOOD
from tests.factories.people import (
    CHEN,
    RESTAURANT,
    RETURN_TO,
    Person,
    open_guest,
    sign_in,
    sign_on_code,
    words,
)
from tests.miniprogram_api.conftest import KeepPromises, Served
from tests.miniprogram_api.test_notices import listening
from tests.miniprogram_api.test_wechat import _follow

HOW_TO, FEE, PROGRESS = "我想开个小餐馆要办什么证", "要多少钱", "我的办件到哪一步了"
NAMED = "食品经营许可"


@pytest.fixture
def understood(served: Served) -> Served:
    served.rasa.means(HOW_TO, "ask_how_to", "action_answer_item")
    served.rasa.means(FEE, "ask_fee", "action_answer_item")
    served.rasa.means(PROGRESS, "ask_progress", "action_report_progress")
    return served


async def mini_program(served: Served, person: str, guest: Person | None = None) -> Person:
    """The mini-program opened by somebody WeChat knows."""
    body = {"channel": "miniprogram", "code": f"{person}.{token_hex(4)}"}
    headers = {"Authorization": f"Bearer {guest.token}"} if guest else {}
    opened = (await served.http.post("/api/v1/sessions", json=body, headers=headers)).json()
    return Person(served.http, opened["token"], opened["user"]["id"])


async def bind(served: Served, keep_promises: KeepPromises, openid: str) -> None:
    """Asked for progress, the account sends the link; 陈大文 follows it."""
    await served.outside.write(openid, PROGRESS)
    await keep_promises()
    links = re.findall(r"http://testserver(/bind/\S+)", served.outside.phone(openid))
    await _follow(served, links[-1])


async def history(person: Person) -> list[Any]:
    items: list[Any] = (await person.get("/api/v1/chat/messages", params={"limit": 100}))["items"]
    return items


async def test_the_official_account_and_the_mini_program_are_one_talk(
    understood: Served, keep_promises: KeepPromises
) -> None:
    """WeChat names the same person in both; nobody signed on."""
    served = understood
    phone = await mini_program(served, "alice")
    await served.outside.write("alice", HOW_TO)
    await keep_promises()
    assert NAMED in words(await phone.say(FEE))
    assert [m["channel"] for m in await history(phone)] == [
        *["wechat_official"] * 2,
        *["client"] * 2,
    ]
    await phone.press(command("guidance_start", item_code=FOOD))
    await served.outside.write("alice", "餐馆")
    await keep_promises()
    assert "营业执照" in served.outside.phone("alice").rpartition("餐饮")[2]


async def test_who_follows_first_is_known_in_the_mini_program_later(
    understood: Served, keep_promises: KeepPromises
) -> None:
    served = understood
    await served.outside.write("bob", HOW_TO)
    await keep_promises()
    assert NAMED in words(await (await mini_program(served, "bob")).say(FEE))


async def test_customer_service_is_the_same_talk_before_and_after_signing_in(
    understood: Served, keep_promises: KeepPromises
) -> None:
    served = understood
    await served.outside.ask_service("carol", text=HOW_TO)
    await keep_promises()
    assert NAMED in served.outside.service("carol")
    phone = await mini_program(served, "carol")
    assert NAMED in words(await phone.say(FEE))
    assert {m["channel"] for m in await history(phone)} == {"wechat_miniprogram", "client"}
    seen = len(served.outside.service("carol"))
    await served.outside.ask_service("carol", text=FEE)
    await keep_promises()
    assert NAMED in served.outside.service("carol")[seen:]
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Conversation)) == 1


async def test_a_bound_citizen_goes_on_in_h5_and_back(
    understood: Served, keep_promises: KeepPromises
) -> None:
    served = understood
    citizen = await sign_in(served.http, CHEN)
    await citizen.press(command("case_list"))
    await served.outside.write("nobody-1", HOW_TO)
    await keep_promises()
    assert len(await history(citizen)) == 2
    await bind(served, keep_promises, "nobody-1")
    assert NAMED in words(await citizen.say(FEE))
    shown = await history(citizen)
    assert [m["text"] for m in shown if m["direction"] == "in"] == ["", HOW_TO, PROGRESS, FEE]
    await citizen.press(command("guidance_start", item_code=FOOD))
    await served.outside.write("nobody-1", "餐馆")
    await keep_promises()
    assert "营业执照" in served.outside.phone("nobody-1")
    assert (await history(citizen))[-1]["channel"] == "wechat_official"


async def test_binding_makes_the_mini_programs_open_session_the_citizens(
    understood: Served, keep_promises: KeepPromises
) -> None:
    served = understood
    phone = await mini_program(served, "dave")
    await served.outside.write("dave", HOW_TO)
    await bind(served, keep_promises, "dave")
    shown = await phone.get("/api/v1/sessions/current")
    assert shown["user"]["display_name"] == "陈*文"
    again = await mini_program(served, "dave")
    assert again.user_id == shown["user"]["id"]
    assert HOW_TO in {m["text"] for m in await history(again)}


async def test_what_was_bound_to_one_citizen_is_not_anothers(
    understood: Served, keep_promises: KeepPromises
) -> None:
    served = understood
    await bind(served, keep_promises, "erin")
    other = await sign_in(served.http, "yss-li-xiaohong", guest=await open_guest(served.http))
    await other.press("/case_list")
    assert {m["channel"] for m in await history(other)} == {"client"}


async def test_a_turn_in_wechat_is_seen_live_in_our_client(
    understood: Served, keep_promises: KeepPromises
) -> None:
    served = understood
    phone = await mini_program(served, "frank")
    await served.outside.write("frank", HOW_TO)
    await keep_promises()
    async with listening(phone, "/api/v1/chat/stream") as events:
        await served.outside.write("frank", FEE)
        await keep_promises()
        heard = [await asyncio.wait_for(events.get(), 10) for _ in range(2)]
    assert [(name, data["text"] if data["direction"] == "in" else "") for name, data in heard] == [
        ("message", FEE),
        ("message", ""),
    ]
    assert {data["channel"] for _, data in heard} == {"wechat_official"}


async def test_turns_on_two_channels_wait_for_each_other(
    understood: Served, keep_promises: KeepPromises
) -> None:
    served = understood
    phone = await mini_program(served, "grace")
    await served.outside.write("grace", HOW_TO)
    await keep_promises()
    await served.outside.write("grace", HOW_TO)
    await asyncio.gather(keep_promises(), *(phone.say(FEE) for _ in range(4)))
    assert served.rasa.most_at_once == 1
    assert len(await history(phone)) == 12


async def test_one_mark_used_in_both_talks_does_not_stop_them_from_joining(
    served: Served,
) -> None:
    citizen, guest = await sign_in(served.http), await open_guest(served.http)
    for person in (citizen, guest):
        await person.say(payload="/human", client_message_id="same")
    joined = await sign_in(served.http, guest=guest)
    assert len(await history(joined)) == 4
    again = await joined.say(payload="/human", client_message_id="same")
    assert again["message_id"] == (await history(joined))[0]["id"]


async def test_guests_stay_apart(understood: Served, keep_promises: KeepPromises) -> None:
    served = understood
    guest = await open_guest(served.http)
    await guest.press("/human")
    for openid in ("nobody-2", "nobody-3"):
        await served.outside.write(openid, HOW_TO)
    await keep_promises()
    assert len(await history(guest)) == 2
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(User)) == 3
        assert await session.scalar(select(func.count()).select_from(Message)) == 6


@pytest.mark.parametrize("channel", ["yueshengshi", "yueshangtong", "suihaoban"])
async def test_a_talk_begun_as_guest_goes_on_after_each_platforms_sign_on(
    client: httpx.AsyncClient, channel: str
) -> None:
    """粤省事, 粤商通 and 穗好办 open the H5 and sign on through the one platform."""
    guest = await open_guest(client)
    await guest.press(command("guidance_start", item_code=FOOD))
    uid = RESTAURANT if channel == "yueshangtong" else CHEN
    address = await client.get(
        "/api/v1/sessions/sign_on", params={"redirect_uri": RETURN_TO, "channel": channel}
    )
    async with httpx.AsyncClient(trust_env=False) as browser:
        page = (await browser.get(address.json()["url"])).text
    assert 'aria-current="page"' in page
    body = {
        "channel": channel,
        "code": await sign_on_code(client, uid),
        "redirect_uri": RETURN_TO,
    }
    headers = {"Authorization": f"Bearer {guest.token}"}
    opened = (await client.post("/api/v1/sessions", json=body, headers=headers)).json()
    person = Person(client, opened["token"], opened["user"]["id"])
    assert opened["user"]["kind"] == ("enterprise" if channel == "yueshangtong" else "citizen")
    answer = await person.say("餐馆")
    assert "营业执照" in words(answer)
    assert len(await history(person)) == 4
