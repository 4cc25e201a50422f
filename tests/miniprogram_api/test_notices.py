"""A case that moves is told: in the conversation, live, and on WeChat; once, and to nobody else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from sqlalchemy import select, update

from foundation import db, queue
from foundation.models import OutboxEntry, UserAddress
from foundation.settings import settings
from tests.factories.cases import submitted_case, task_of
from tests.factories.people import LI, Person, sign_in, staff_member
from tests.miniprogram_api.conftest import KeepPromises, Served

MESSAGES, CONSENTS = "/api/v1/chat/messages", "/api/v1/notice_consents"
Event = tuple[str, Any]


@asynccontextmanager
async def listening(person: Person, path: str) -> AsyncIterator[asyncio.Queue[Event]]:
    """Server-sent events of that person, as they arrive, but pings."""
    events: asyncio.Queue[Event] = asyncio.Queue()
    begun = asyncio.Event()

    async def listen() -> None:
        headers = {"Authorization": f"Bearer {person.token}"}
        async with person.http.stream("GET", path, headers=headers, timeout=60) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            name = ""
            async for line in answer.aiter_lines():
                begun.set()
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: ") and name != "ping":
                    events.put_nowait((name, json.loads(line.removeprefix("data: "))))

    listener = asyncio.create_task(listen())
    await asyncio.wait_for(begun.wait(), 10)
    await asyncio.sleep(0.1)  # the subscription follows the first ping
    try:
        yield events
    finally:
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)


async def received(events: asyncio.Queue[Event], count: int) -> dict[str, Any]:
    return dict([await asyncio.wait_for(events.get(), 10) for _ in range(count)])


async def decide(staff: Person, number: str, decision: str, note: str = "") -> None:
    task_id = await task_of(staff, number)
    body = {"decision": decision, "note": note}
    await staff.post(f"/staff/v1/tasks/{task_id}/complete", body)


async def test_a_decision_is_told_in_the_conversation_once(
    citizen: Person, officer: Person, keep_promises: KeepPromises
) -> None:
    await citizen.press("/case_list")
    number = await submitted_case(citizen)
    await keep_promises()
    await decide(officer, number, "accept")
    await keep_promises()
    notices = await _notices(citizen)
    assert len(notices) == 1
    assert f"已受理，编号{number}" in notices[0]["text"]
    assert "前办结" in notices[0]["text"]
    assert notices[0]["replies"][0]["data"]["status"] == "accepted"
    await decide(officer, number, "approve", "请到窗口领证")
    await keep_promises()
    assert "请到窗口领证" in (await _notices(citizen))[-1]["text"]


async def test_a_promise_kept_twice_tells_once(
    citizen: Person, officer: Person, keep_promises: KeepPromises
) -> None:
    """A worker that dies after writing the notice leaves the promise to another."""
    await citizen.press("/case_list")
    number = await submitted_case(citizen)
    await decide(officer, number, "accept")
    await keep_promises()
    async with db.writing() as session:
        await session.execute(update(OutboxEntry).values(done_at=None))
    assert await keep_promises() == 7  # two notices, two letters and what follows each, a review
    assert len(await _notices(citizen)) == 1


async def test_a_live_page_hears_the_case_and_the_message(
    served: Served, keep_promises: KeepPromises
) -> None:
    citizen, staff = await sign_in(served.http), await staff_member(served.http)
    await citizen.press("/case_list")
    number = await submitted_case(citizen)
    await keep_promises()
    async with listening(citizen, "/api/v1/chat/stream") as events:
        await decide(staff, number, "accept")
        await keep_promises()
        heard = await received(events, 2)
    assert heard["case"] == {"number": number, "status": "accepted", "status_label": "已受理"}
    assert heard["message"]["author"] == "notice"
    assert number in heard["message"]["text"]
    page = (await citizen.get(MESSAGES))["items"]
    assert page[-1]["id"] == heard["message"]["id"]


async def test_the_console_hears_a_new_case(served: Served, keep_promises: KeepPromises) -> None:
    citizen, staff = await sign_in(served.http), await staff_member(served.http)
    async with listening(staff, "/staff/v1/stream") as events:
        number = await submitted_case(citizen)
        await keep_promises()
        heard = await received(events, 3)
    assert heard["letter"]["case_number"] == number
    assert heard["task"] == {"case_number": number, "state": "submitted"}
    assert heard["prereview"]["case_number"] == number


async def test_a_review_that_is_done_is_heard(served: Served, keep_promises: KeepPromises) -> None:
    from tests.factories.cases import draft

    citizen = await sign_in(served.http)
    number = (await draft(citizen))["number"]
    async with listening(citizen, "/api/v1/chat/stream") as events:
        await citizen.post(f"/api/v1/cases/{number}/prereview")
        await keep_promises()
        heard = await received(events, 1)
    assert heard == {"prereview": {"number": number}}


async def test_nobody_else_hears_it(served: Served, keep_promises: KeepPromises) -> None:
    citizen, other = await sign_in(served.http), await sign_in(served.http, LI)
    staff = await staff_member(served.http)
    await other.press("/case_list")
    async with listening(other, "/api/v1/chat/stream") as events:
        number = await submitted_case(citizen)
        await decide(staff, number, "accept")
        await keep_promises()
        await asyncio.sleep(0.15)
        assert events.empty()
    assert await _notices(other) == []


async def test_wechat_is_told_where_the_citizen_bound_it(
    served: Served, keep_promises: KeepPromises
) -> None:
    citizen, staff = await sign_in(served.http), await staff_member(served.http)
    await _bind(citizen, "wechat_official", "o-chen")
    served.outside.wechat.phones.open_window("o-chen", "message")
    number = await submitted_case(citizen)
    await decide(staff, number, "accept")
    await keep_promises()
    assert f"已受理，编号{number}" in served.outside.phone("o-chen")


async def test_the_mini_program_gets_a_notice_for_each_yes(
    served: Served, keep_promises: KeepPromises
) -> None:
    citizen, staff = await sign_in(served.http), await staff_member(served.http)
    await _bind(citizen, "wechat_miniprogram", "m-chen")
    served.outside.wechat.phones.subscribe("m-chen", settings().wechat_subscribe_template_case)
    await citizen.post(CONSENTS, {"answers": {"case": "accept"}})
    number = await submitted_case(citizen)
    await decide(staff, number, "accept")
    await keep_promises()
    rows = dict(served.outside.wechat.phones.messages("m-chen")[-1]["rows"])
    assert rows["character_string2"] == number
    assert rows["phrase3"] == "已受理"
    assert (await citizen.get(CONSENTS))["items"][0]["quota"] == 0
    await decide(staff, number, "approve")
    await keep_promises()
    assert len(served.outside.wechat.phones.messages("m-chen")) == 1


async def test_a_phone_that_takes_no_message_holds_up_nothing(
    served: Served, keep_promises: KeepPromises
) -> None:
    citizen, staff = await sign_in(served.http), await staff_member(served.http)
    await citizen.press("/case_list")
    await _bind(citizen, "wechat_official", "o-closed-window")
    number = await submitted_case(citizen)
    await decide(staff, number, "accept")
    assert await keep_promises() == 5  # two notices, two letters, a review
    assert await keep_promises() == 2  # what follows the letters
    assert await queue.due() == []
    assert len(await _notices(citizen)) == 1


async def test_wechat_that_is_down_is_tried_again(
    served: Served, keep_promises: KeepPromises
) -> None:
    citizen, staff = await sign_in(served.http), await staff_member(served.http)
    await citizen.press("/case_list")
    await _bind(citizen, "wechat_official", "o-down")
    number = await submitted_case(citizen)
    await keep_promises()
    await decide(staff, number, "accept")
    assert await keep_promises() == 2  # the letter, and what follows the receipt
    assert len(await _notices(citizen)) == 1
    async with db.reading() as session:
        waiting = await session.scalar(
            select(OutboxEntry).where(
                OutboxEntry.done_at.is_(None), OutboxEntry.topic == "cases.changed"
            )
        )
    assert waiting is not None
    assert waiting.attempts == 1
    assert waiting.failed_at is None


async def _notices(person: Person) -> list[Any]:
    items = (await person.get(MESSAGES))["items"]
    return [m for m in items if m["author"] == "notice"]


async def _bind(person: Person, platform: str, address: str) -> None:
    async with db.writing() as session:
        session.add(UserAddress(user_id=person.user_id, platform=platform, address=address))


async def test_the_stream_is_for_those_who_are_known(client: httpx.AsyncClient) -> None:
    for path in ("/api/v1/chat/stream", "/staff/v1/stream"):
        assert (await client.get(path)).status_code == 401
