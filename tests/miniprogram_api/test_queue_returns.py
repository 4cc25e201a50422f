"""A number passed over, sent on, or in hand at night: what its owner hears and may do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from flows.queueing import seats, sweeping
from foundation import db
from foundation.clock import now, today
from foundation.models import Duty, StaffSession, Ticket
from tests.factories.people import Person, open_guest, staff_member
from tests.factories.problems import problem
from tests.factories.queues import HALL, NEXT, PEOPLE, clerk_at, open_queues
from tests.miniprogram_api.conftest import KeepPromises
from tests.miniprogram_api.test_queue import TAKE, act, people, take


@pytest.fixture(autouse=True)
async def _hall(client: httpx.AsyncClient) -> None:
    await open_queues()


async def told(guest: Person, keep_promises: KeepPromises) -> list[str]:
    while await keep_promises():
        pass
    said = await guest.get("/api/v1/chat/messages")
    return [m["text"] for m in said["items"] if m.get("text")]


async def passed_over(clerk: Person, ticket: Any) -> None:
    await clerk.post(NEXT, {})
    await act(clerk, ticket, "skip")


async def test_who_draws_again_after_being_passed_stands_in_the_line_again(
    client: httpx.AsyncClient, guest: Person
) -> None:
    mine, clerk = await take(guest), await clerk_at(client, "A02")
    await passed_over(clerk, mine)
    again = await take(guest)
    assert (again["id"], again["state"]) == (mine["id"], "waiting")


async def test_a_number_passed_for_good_keeps_nobody_from_a_new_one(
    client: httpx.AsyncClient, guest: Person
) -> None:
    mine, clerk = await take(guest), await clerk_at(client, "A02")
    for _ in range(2):
        await passed_over(clerk, mine)
        await guest.post(f"{TAKE}/{mine['id']}/come_back")
    await passed_over(clerk, mine)
    refused = await guest.ask("POST", f"{TAKE}/{mine['id']}/come_back")
    assert "重新取号" in problem(refused, 409)["detail"]
    new = await take(guest)
    assert (new["number"], new["state"]) == ("A002", "waiting")
    assert (await guest.get(f"{TAKE}/{mine['id']}"))["state"] == "no_show"


async def test_passed_numbers_do_not_count_as_waiting(
    client: httpx.AsyncClient, guest: Person
) -> None:
    mine, clerk = await take(guest), await clerk_at(client, "A02")
    await passed_over(clerk, mine)
    await take(guest, PEOPLE)
    assert (await take(guest, f"{HALL}-z"))["state"] == "waiting"


async def test_called_at_another_counter_its_owner_is_told_of_that_one(
    client: httpx.AsyncClient, guest: Person, keep_promises: KeepPromises
) -> None:
    mine = await take(guest)
    clerk, colleague = await clerk_at(client, "A02"), await clerk_at(client, "A03", "王芳")
    await clerk.post(NEXT, {})
    await act(clerk, mine, "recall")
    assert [w for w in await told(guest, keep_promises) if "到A02窗口" in w] == [
        f"请{mine['number']}号到A02窗口办理。"
    ]
    target = {"counter_id": f"{HALL}-a03"}
    await clerk.post(f"/staff/v1/queue/tickets/{mine['id']}/transfer", target)
    await colleague.post(NEXT, {})
    words = await told(guest, keep_promises)
    assert [w for w in words if "窗口办理" in w] == [
        f"请{mine['number']}号到A02窗口办理。", f"请{mine['number']}号到A03窗口办理。"
    ]  # fmt: skip


async def test_ordinary_people_are_told_however_many_are_favoured(
    client: httpx.AsyncClient, guest: Person, keep_promises: KeepPromises
) -> None:
    await people(client, 18, priority="elderly")
    mine, clerk = await take(guest), await clerk_at(client, "A02")
    await clerk.post(NEXT, {})
    near = [w for w in await told(guest, keep_promises) if mine["number"] in w]
    assert len(near) == 1
    assert "前面还有" in near[0]


async def test_who_was_at_the_counter_at_midnight_is_not_told_that_nothing_was_done(
    client: httpx.AsyncClient, guest: Person, keep_promises: KeepPromises
) -> None:
    mine, other = await take(guest), await open_guest(client)
    waiting, clerk = await take(other), await clerk_at(client, "A02")
    await clerk.post(NEXT, {})
    async with db.writing() as session:
        for ticket in (mine, waiting):
            (await session.get_one(Ticket, ticket["id"])).day = today() - timedelta(days=1)
    assert (await act(clerk, mine, "finish"))["current"] is None
    assert (await guest.get(f"{TAKE}/{mine['id']}"))["state"] == "finished"
    assert await sweeping.close_left() == 1
    assert not any("没有办到" in w for w in await told(guest, keep_promises))
    assert any("没有办到" in w for w in await told(other, keep_promises))


async def test_left_in_hand_over_night_it_ends_without_a_word(
    client: httpx.AsyncClient, guest: Person, keep_promises: KeepPromises
) -> None:
    mine, clerk = await take(guest), await clerk_at(client, "A02")
    await clerk.post(NEXT, {})
    async with db.writing() as session:
        (await session.get_one(Ticket, mine["id"])).day = today() - timedelta(days=1)
    assert await sweeping.close_left() == 1
    assert not any("没有办到" in w for w in await told(guest, keep_promises))


async def test_a_counter_left_without_leaving_is_freed_by_whoever_manages_halls(
    client: httpx.AsyncClient, guest: Person, keep_promises: KeepPromises
) -> None:
    mine, gone = await take(guest), await clerk_at(client, "A02")
    await gone.post(NEXT, {})
    colleague = await staff_member(client, "clerk", name="王芳")
    seat = f"/staff/v1/counters/{HALL}-a02/duty"
    taken = await colleague.ask("PUT", seat)
    assert "请他离岗" in problem(taken, 409)["detail"]
    lead = await staff_member(client, "supervisor")
    for _ in range(2):
        assert (await lead.ask("DELETE", seat)).status_code == 204
    assert (await guest.get(f"{TAKE}/{mine['id']}"))["state"] == "waiting"
    await people(client, 1, priority="elderly")
    assert (await colleague.ask("PUT", seat)).status_code == 200
    assert (await colleague.post(NEXT, {}))["current"]["number"] == mine["number"]
    unknown = await lead.ask("DELETE", f"/staff/v1/counters/{HALL}-q99/duty")
    assert unknown.status_code == 404


async def test_the_night_frees_a_counter_whose_clerk_is_signed_in_nowhere(
    client: httpx.AsyncClient,
) -> None:
    here = await clerk_at(client, "A02")
    await clerk_at(client, "A03", "王芳")
    async with db.writing() as session:
        for duty in await session.scalars(select(Duty)):
            duty.since -= timedelta(days=1)
        left = await session.get_one(Duty, f"{HALL}-a03")
        ended = update(StaffSession).where(StaffSession.staff_id == left.staff_id)
        await session.execute(ended.values(expires_at=now()))
    assert await seats.free_deserted() == 1
    assert (await here.get("/staff/v1/duty"))["counter_number"] == "A02"
    assert (await (await clerk_at(client, "A03", "陈敏")).get("/staff/v1/duty")) is not None
