"""取号 and 叫号 through the API: phone, clerk, board see the same."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from flows.queueing import sweeping
from foundation import db
from foundation.clock import now, today
from foundation.models import QueueLine, Ticket
from tests.factories.people import Person, open_guest, staff_member
from tests.factories.problems import problem
from tests.factories.queues import (
    ANY,
    HALL,
    ITEM,
    MARKET,
    NEXT,
    PANEL,
    PEOPLE,
    clerk_at,
    open_queues,
)

TAKE = "/api/v1/queue/tickets"
KeepPromises = Callable[[], Awaitable[int]]


@pytest.fixture(autouse=True)
async def _hall(client: httpx.AsyncClient) -> None:
    await open_queues()


async def take(person: Person, line: str = MARKET, **said: Any) -> Any:
    return await person.post(TAKE, {"hall_id": HALL, "line_id": line, **said})


async def people(
    client: httpx.AsyncClient, many: int, line: str = MARKET, **said: Any
) -> list[Any]:
    return [await take(await open_guest(client), line, **said) for _ in range(many)]


async def act(clerk: Person, ticket: Any, name: str) -> Any:
    return await clerk.post(f"/staff/v1/queue/tickets/{ticket['id']}/{name}")


async def test_a_guest_draws_by_item_and_is_called(
    client: httpx.AsyncClient, guest: Person
) -> None:
    shown = await guest.get(f"/api/v1/queue/halls/{HALL}", params={"item": ITEM})
    assert shown["chosen"] == MARKET
    made_up = await guest.ask("POST", TAKE, json={"hall_id": HALL, "item_code": "no-item"})
    assert problem(made_up, 422)["errors"][0]["field"] == "item_code"
    ticket = await guest.post(TAKE, {"hall_id": HALL, "item_code": ITEM})
    assert (ticket["number"], ticket["state"]) == ("A001", "waiting")
    assert "没有窗口" in ticket["message"]
    again = await guest.post(TAKE, {"hall_id": HALL, "item_code": ITEM})
    assert again["id"] == ticket["id"]
    clerk = await clerk_at(client, "A02")
    panel = await clerk.post(NEXT, {})
    assert panel["current"]["number"] == "A001"
    assert (await clerk.post(NEXT, {}))["current"]["id"] == ticket["id"]
    mine = await guest.get(f"{TAKE}/{ticket['id']}")
    assert mine["message"] == "请到A02窗口办理。"
    done = await act(clerk, ticket, "finish")
    assert done["current"] is None
    assert done["served_today"] == 1
    assert (await act(clerk, ticket, "finish"))["served_today"] == 1


async def test_numbers_have_no_gap_and_each_line_its_own(client: httpx.AsyncClient) -> None:
    drawn = await people(client, 2) + await people(client, 1, ANY)
    assert [ticket["number"] for ticket in drawn] == ["A001", "A002", "Z001"]
    assert drawn[1]["wait"]["ahead"] == 1


async def test_the_favoured_go_first_but_never_three_in_a_row(client: httpx.AsyncClient) -> None:
    plain = await people(client, 2)
    favoured = await people(client, 3, priority="elderly")
    assert favoured[2]["wait"]["ahead"] == 3
    clerk, called, last = await clerk_at(client, "A02"), [], None
    for _ in range(5):
        panel = await clerk.post(NEXT, {"after": last})
        last = panel["current"]["id"]
        called.append(panel["current"]["number"])
    first, second = plain[0]["number"], plain[1]["number"]
    a, b, c = [ticket["number"] for ticket in favoured]
    assert called == [a, b, first, c, second]


async def test_counters_that_call_at_once_get_different_numbers(client: httpx.AsyncClient) -> None:
    drawn = await people(client, 3)
    clerks = [await clerk_at(client, at, f"同事{at}") for at in ("A01", "A02", "A03", "B02")]
    panels = await asyncio.gather(*(clerk.post(NEXT, {}) for clerk in clerks))
    called = sorted(panel["current"]["number"] for panel in panels if panel["current"])
    assert called == [ticket["number"] for ticket in drawn]


async def test_a_passed_number_comes_back_behind_three_twice(client: httpx.AsyncClient) -> None:
    guest = await open_guest(client)
    mine = await take(guest)
    others = await people(client, 4)
    clerk = await clerk_at(client, "A02")
    await clerk.post(NEXT, {})
    await act(clerk, mine, "skip")
    seen = await guest.get(f"{TAKE}/{mine['id']}")
    assert seen["can_come_back"]
    back = await guest.post(f"{TAKE}/{mine['id']}/come_back")
    assert back["wait"]["ahead"] == 3
    panel = await clerk.get(PANEL)
    order = [ticket["number"] for ticket in panel["waiting"]]
    assert order == [*(ticket["number"] for ticket in others[:3]), "A001", "A005"]


async def test_hold_and_go_on_while_another_is_served(client: httpx.AsyncClient) -> None:
    one, two = await people(client, 2)
    clerk, colleague = await clerk_at(client, "A02"), await clerk_at(client, "A03", "王芳")
    await clerk.post(NEXT, {})
    await act(clerk, one, "hold")
    assert (await clerk.post(NEXT, {}))["current"]["id"] == two["id"]
    busy = await clerk.ask("POST", f"/staff/v1/queue/tickets/{one['id']}/resume")
    assert problem(busy, 409)["code"] == "counter_busy"
    moved = await colleague.ask("POST", f"/staff/v1/queue/tickets/{two['id']}/finish")
    assert problem(moved, 409)["code"] == "ticket_moved"
    await act(clerk, two, "finish")
    assert (await act(clerk, one, "resume"))["current"]["calls"] == 2


async def test_a_transfer_keeps_number_and_place(client: httpx.AsyncClient) -> None:
    mine = (await people(client, 1))[0]
    await people(client, 2, PEOPLE)
    clerk, other = await clerk_at(client, "A02"), await clerk_at(client, "B01", "王芳")
    await clerk.post(NEXT, {})
    target = {"line_id": PEOPLE, "counter_id": f"{HALL}-b01"}
    panel = await clerk.post(f"/staff/v1/queue/tickets/{mine['id']}/transfer", target)
    assert panel["current"] is None
    assert (await other.post(NEXT, {}))["current"]["number"] == mine["number"]


async def test_a_number_sent_where_nobody_sits_is_called_by_whoever_serves_its_line(
    client: httpx.AsyncClient,
) -> None:
    mine = (await people(client, 1))[0]
    clerk = await clerk_at(client, "A02")
    await clerk.post(NEXT, {})
    target = {"counter_id": f"{HALL}-a03"}
    panel = await clerk.post(f"/staff/v1/queue/tickets/{mine['id']}/transfer", target)
    assert [t["number"] for t in panel["waiting"]] == [mine["number"]]
    assert (await clerk.post(NEXT, {}))["current"]["number"] == mine["number"]


async def test_who_may_not_call(client: httpx.AsyncClient, guest: Person) -> None:
    clerk = await staff_member(client, "clerk")
    assert (await clerk.get(PANEL))["duty"] is None
    assert problem(await clerk.ask("POST", NEXT, json={}), 409)["code"] == "not_on_duty"
    seated = await clerk_at(client, "A02")
    await seated.patch("/staff/v1/duty", {"state": "paused"})
    assert problem(await seated.ask("POST", NEXT, json={}), 409)["code"] == "duty_paused"
    mine = await take(guest)
    stranger = await open_guest(client)
    assert problem(await stranger.ask("GET", f"{TAKE}/{mine['id']}"), 404)


async def test_one_person_waits_in_two_lines_at_most_and_may_give_up(
    client: httpx.AsyncClient, guest: Person
) -> None:
    first = await take(guest)
    await take(guest, ANY)
    full = await guest.ask("POST", TAKE, json={"hall_id": HALL, "line_id": PEOPLE})
    assert problem(full, 409)["code"] == "too_many_tickets"
    gone = await guest.post(f"{TAKE}/{first['id']}/cancel")
    assert (gone["state"], (await take(guest, PEOPLE))["number"]) == ("cancelled", "B001")


async def test_no_numbers_outside_the_hours(client: httpx.AsyncClient, guest: Person) -> None:
    async with db.writing() as session:
        line = await session.get_one(QueueLine, MARKET)
        line.hours = "00:00-00:01"
    shut = await guest.ask("POST", TAKE, json={"hall_id": HALL, "line_id": MARKET})
    assert "放号时间" in problem(shut, 409)["detail"]


async def test_the_night_closes_what_is_left_and_says_so(
    client: httpx.AsyncClient, guest: Person, keep_promises: KeepPromises
) -> None:
    mine = await take(guest)
    clerk = await clerk_at(client, "A02")
    await clerk.post(NEXT, {})
    async with db.writing() as session:
        left = await session.get_one(Ticket, mine["id"])
        left.day = today() - timedelta(days=1)
    tomorrow = await people(client, 1)
    assert (await clerk.post(NEXT, {}))["current"]["number"] == tomorrow[0]["number"]
    async with db.writing() as session:
        (await session.get_one(Ticket, mine["id"])).state = "skipped"
    assert await sweeping.close_left() == 1
    assert await sweeping.close_left() == 0
    await keep_promises()
    said = await guest.get("/api/v1/chat/messages")
    assert any("当天没有办到" in m["text"] for m in said["items"] if m.get("text"))


async def test_whoever_is_near_is_told_once(
    client: httpx.AsyncClient, guest: Person, keep_promises: KeepPromises
) -> None:
    await people(client, 4)
    mine = await take(guest)
    clerk, last = await clerk_at(client, "A02"), None
    for _ in range(3):
        last = (await clerk.post(NEXT, {"after": last}))["current"]["id"]
        while await keep_promises():
            pass
    said = await guest.get("/api/v1/chat/messages")
    near = [m["text"] for m in said["items"] if mine["number"] in (m.get("text") or "")]
    assert near == [
        f"您的{mine['number']}号（市场准入）前面还有3位，请到天河区政务服务中心等候叫号。"
    ]


async def test_the_wait_is_told_from_what_services_took(
    client: httpx.AsyncClient, guest: Person
) -> None:
    clerk, last = await clerk_at(client, "A02"), None
    await people(client, 5)
    for _ in range(6):
        current = (await clerk.post(NEXT, {"after": last}))["current"]
        last = current["id"] if current else None
    async with db.writing() as session:
        for ticket in await session.scalars(Ticket.__table__.select()):
            served = await session.get_one(Ticket, ticket)
            assert served.ended_at
            served.first_called_at = served.ended_at - timedelta(minutes=10)
    await people(client, 3)
    wait = (await take(guest))["wait"]
    assert (wait["ahead"], wait["words"]) == (3, "约20至40分钟")


async def test_a_lead_sees_who_waits_too_long(client: httpx.AsyncClient) -> None:
    lead = await staff_member(client, "supervisor")
    waiting = (await people(client, 1))[0]
    async with db.writing() as session:
        (await session.get_one(Ticket, waiting["id"])).taken_at = now() - timedelta(minutes=45)
    await clerk_at(client, "A02")
    board = await lead.get(f"/staff/v1/queue/halls/{HALL}/board")
    line = next(line for line in board["lines"] if line["id"] == MARKET)
    assert (line["waiting"], line["longest_minutes"], line["is_late"]) == (1, 45, True)
    assert board["serving"] == 1
    assert "已等45分钟" in board["alerts"][0]


async def test_lines_and_rule_are_changed_by_version(client: httpx.AsyncClient) -> None:
    lead = await staff_member(client, "supervisor")
    held = await lead.get(f"/staff/v1/queue/halls/{HALL}")
    line = {"letter": "C", "name": "不动产", "items": [], "hours": "09:00-12:00"}
    path = f"/staff/v1/queue/halls/{HALL}/lines/{HALL}-c"
    made = await lead.ask("PUT", path, json=line)
    assert made.status_code == 200, made.text
    taken = await lead.ask("PUT", f"{path}2", json=line)
    assert problem(taken, 409)["code"] == "letter_taken"
    stale = await lead.ask("PUT", path, json={**line, "name": "房产", "version": 9})
    assert problem(stale, 409)["code"] == "line_changed"
    wrong = await lead.ask("PUT", path, json={**line, "hours": "12:00-09:00"})
    assert problem(wrong, 422)["code"] == "invalid_input"
    rule = {**held["rule"], "back_behind": 5}
    saved = await lead.ask("PUT", f"/staff/v1/queue/halls/{HALL}/rule", json=rule)
    assert saved.json()["rule"]["back_behind"] == 5


async def test_where_machines_stand_nobody_sits_and_nobody_is_sent(
    client: httpx.AsyncClient,
) -> None:
    lead = await staff_member(client, "supervisor")
    clerk = await staff_member(client, "clerk")
    taken = await clerk.ask("PUT", f"/staff/v1/counters/{HALL}-z01/duty")
    assert "自助机" in problem(taken, 409, "no_window")["detail"]
    offered = [place["number"] for place in await clerk.get("/staff/v1/counters")]
    assert offered == ["A01", "A02", "A03", "B01", "B02"]
    assert [place["number"] for place in (await clerk.get(PANEL))["places"]] == offered
    mine = (await people(client, 1))[0]
    seated = await clerk_at(client, "A02")
    panel = await seated.post(NEXT, {})
    assert "Z01" not in [place["number"] for place in panel["counters"]]
    sent = await seated.ask(
        "POST", f"/staff/v1/queue/tickets/{mine['id']}/transfer",
        json={"counter_id": f"{HALL}-z01"},
    )  # fmt: skip
    assert "自助机" in problem(sent, 404)["detail"]
    board = await lead.get(f"/staff/v1/queue/halls/{HALL}/board")
    assert "Z01" not in [counter["number"] for counter in board["counters"]]


async def test_a_number_sent_where_nobody_sits_waits_as_its_line_does(
    client: httpx.AsyncClient, guest: Person
) -> None:
    mine, after = await take(guest), await open_guest(client)
    theirs = await take(after)
    clerk = await clerk_at(client, "A02")
    await clerk.post(NEXT, {})
    target = {"counter_id": f"{HALL}-a03"}
    await clerk.post(f"/staff/v1/queue/tickets/{mine['id']}/transfer", target)
    shown = await guest.get(f"{TAKE}/{mine['id']}")
    assert shown["counter_number"] == ""
    assert (shown["wait"]["ahead"], shown["message"]) == (0, "马上到您，请到窗口附近等候。")
    assert (await after.get(f"{TAKE}/{theirs['id']}"))["wait"]["ahead"] == 1
    await clerk_at(client, "A03", "王芳")
    kept = await guest.get(f"{TAKE}/{mine['id']}")
    assert (kept["counter_number"], "A03窗口" in kept["message"]) == ("A03", True)
    assert (await after.get(f"{TAKE}/{theirs['id']}"))["wait"]["ahead"] == 0
    market = (await guest.get(f"/api/v1/queue/halls/{HALL}"))["lines"][0]
    assert market["wait"]["ahead"] == 1


async def test_a_number_kept_where_nobody_sits_any_more_goes_on_elsewhere(
    client: httpx.AsyncClient, guest: Person
) -> None:
    mine = await take(guest)
    clerk, colleague = await clerk_at(client, "A02"), await clerk_at(client, "A03", "王芳")
    await clerk.post(NEXT, {})
    in_hand = await clerk.ask("DELETE", "/staff/v1/duty")
    assert mine["number"] in problem(in_hand, 409, "counter_busy")["detail"]
    elsewhere = await clerk.ask("PUT", f"/staff/v1/counters/{HALL}-b01/duty")
    problem(elsewhere, 409, "counter_busy")
    await act(clerk, mine, "hold")
    assert "A02窗口" in (await guest.get(f"{TAKE}/{mine['id']}"))["message"]
    await clerk.delete("/staff/v1/duty")
    assert "没有人" in (await guest.get(f"{TAKE}/{mine['id']}"))["message"]
    assert (await act(colleague, mine, "resume"))["current"]["number"] == mine["number"]
