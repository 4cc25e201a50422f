"""预约 through the API: quotas hold, holidays are closed, whoever stays away is told the rule."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from flows.appointments import sweeping
from flows.codes.service import arrival_token, counter_token, hall_token, token_url
from flows.halls.demo import COUNTERS
from flows.queueing.demo import QUOTA
from foundation import db
from foundation.clock import now, today
from foundation.models import Appointment, QueueLine, QueueRule, SlotPlan, User
from tests.factories.people import LI, Person, open_guest, sign_in, staff_member
from tests.factories.problems import problem
from tests.factories.queues import HALL, ITEM, MARKET, NEXT, clerk_at, open_queues
from tests.miniprogram_api.conftest import KeepPromises

BOOK = "/api/v1/appointments"
TOMORROW = today() + timedelta(days=1)


@pytest.fixture(autouse=True)
async def _hall(client: httpx.AsyncClient) -> None:
    await open_queues()


def wish(day: date = TOMORROW, starts: str = "09:00", item: str = ITEM) -> dict[str, Any]:
    return {"hall_id": HALL, "item_code": item, "day": day.isoformat(), "starts": starts}


async def all_day_plan() -> None:
    """One slot a day that is open at whatever hour the test runs."""
    async with db.writing() as session:
        await session.execute(
            update(SlotPlan).where(SlotPlan.starts == "09:00").values(starts="00:00", ends="24:00")
        )


async def left(person: Person, starts: str = "09:00") -> int:
    shown = await person.get(f"{BOOK}/slots", params={"hall_id": HALL, "item": ITEM})
    day = next(day for day in shown["days"] if day["day"] == TOMORROW.isoformat())
    return int(next(slot["left"] for slot in day["slots"] if slot["starts"] == starts))


async def booked_today(person: Person) -> Any:
    """As if it had been booked yesterday."""
    await all_day_plan()
    made = await person.post(BOOK, wish(starts="00:00"))
    async with db.writing() as session:
        (await session.get_one(Appointment, made["id"])).day = today()
    return made


async def test_book_move_and_give_back(client: httpx.AsyncClient, citizen: Person) -> None:
    guest = await open_guest(client)
    refused = await guest.ask("POST", BOOK, json=wish())
    assert problem(refused, 401)["code"] == "sign_in_required"
    made = await citizen.post(BOOK, wish(), headers={"Idempotency-Key": "one"})
    again = await citizen.post(BOOK, wish(), headers={"Idempotency-Key": "one"})
    assert (made["id"], made["state"]) == (again["id"], "booked")
    assert await left(citizen) == QUOTA - 1
    twice = await citizen.ask("POST", BOOK, json=wish(starts="10:00"))
    assert problem(twice, 409)["code"] == "already_booked"
    moved = await citizen.post(
        f"{BOOK}/{made['id']}/reschedule", {"day": TOMORROW.isoformat(), "starts": "10:00"}
    )
    assert (moved["starts"], moved["ends"]) == ("10:00", "11:00")
    assert (await left(citizen), await left(citizen, "10:00")) == (QUOTA, QUOTA - 1)
    for _ in range(2):
        gone = await citizen.post(f"{BOOK}/{made['id']}/cancel")
        assert gone["state"] == "cancelled"
    assert await left(citizen, "10:00") == QUOTA


async def test_the_quota_holds_when_all_come_at_once(
    client: httpx.AsyncClient, citizen: Person
) -> None:
    people = [citizen, await sign_in(client, LI)]
    async with db.writing() as session:
        await session.execute(update(SlotPlan).values(quota=1))
    answers = await asyncio.gather(*(p.ask("POST", BOOK, json=wish()) for p in people))
    assert sorted(a.status_code for a in answers) == [201, 409]
    full = next(a for a in answers if a.status_code == 409)
    assert problem(full, 409)["code"] == "slot_full"


async def test_holidays_are_closed_until_the_office_works(
    client: httpx.AsyncClient, citizen: Person
) -> None:
    async with db.writing() as session:
        (await session.get_one(QueueLine, MARKET)).every_day = False
    lead = await staff_member(client, "supervisor")
    said = {"is_working": False, "reason": "台风红色预警，全区停工"}
    path = f"/staff/v1/calendar/days/{TOMORROW.isoformat()}"
    answer = await lead.ask("PUT", path, json=said)
    assert answer.status_code == 200, answer.text
    shut = await citizen.ask("POST", BOOK, json=wish())
    assert problem(shut, 404)["code"] == "slot_unknown"
    shown = await citizen.get(f"{BOOK}/slots", params={"hall_id": HALL, "item": ITEM})
    assert [d["closed"] for d in shown["days"] if d["day"] == TOMORROW.isoformat()] == ["休息"]
    answer = await lead.ask("PUT", path, json={**said, "is_working": True})
    assert (await citizen.post(BOOK, wish()))["state"] == "booked"


async def test_nobody_is_in_two_places_at_once(citizen: Person) -> None:
    await citizen.post(BOOK, wish())
    other = next(code for code in COUNTERS[1][2] if code != ITEM)
    at_once = await citizen.ask("POST", BOOK, json=wish(item=other))
    assert "别的事" in problem(at_once, 409, "already_booked")["detail"]
    later = await citizen.post(BOOK, wish(starts="10:00", item=other))
    path = f"{BOOK}/{later['id']}"
    nine = {"day": TOMORROW.isoformat(), "starts": "09:00"}
    moved = await citizen.ask("POST", f"{path}/reschedule", json=nine)
    problem(moved, 409, "already_booked")


async def test_a_day_taken_off_ends_what_was_booked_and_counts_against_nobody(
    client: httpx.AsyncClient, citizen: Person, keep_promises: KeepPromises
) -> None:
    made, later = await citizen.post(BOOK, wish()), TOMORROW + timedelta(days=1)
    kept = await citizen.post(BOOK, wish(later))
    async with db.writing() as session:
        (await session.get_one(QueueLine, MARKET)).every_day = False
    lead = await staff_member(client, "supervisor")
    said = {"is_working": False, "reason": "台风红色预警，全区停工"}
    for day, is_working in ((TOMORROW, False), (later, True)):
        path = f"/staff/v1/calendar/days/{day.isoformat()}"
        await lead.ask("PUT", path, json={**said, "is_working": is_working})
    assert await sweeping.call_off() == 1
    assert await sweeping.call_off() == 0
    assert (await citizen.get(f"{BOOK}/{made['id']}"))["state"] == "cancelled"
    assert (await citizen.get(f"{BOOK}/{kept['id']}"))["state"] == "booked"
    while await keep_promises():
        pass
    told = [m.get("text") or "" for m in (await citizen.get("/api/v1/chat/messages"))["items"]]
    assert [("不用前往" in w, "不记没有到" in w) for w in told if "已取消" in w] == [(True, True)]


async def test_the_code_on_the_halls_screen_makes_the_number_and_it_goes_first(
    client: httpx.AsyncClient, citizen: Person
) -> None:
    made = await booked_today(citizen)
    other = await open_guest(client)
    await other.post("/api/v1/queue/tickets", {"hall_id": HALL, "line_id": MARKET})
    path = f"{BOOK}/{made['id']}/check_in"
    gone = arrival_token(HALL, now() - timedelta(minutes=6))
    printed, elsewhere = hall_token(HALL), arrival_token("other")
    window, guessed = counter_token(f"{HALL}-a02"), f"a{HALL}0000000"
    for wrong in (printed, window, elsewhere, gone, guessed):
        refused = await citizen.ask("POST", path, json={"code": token_url(wrong)})
        assert problem(refused, 404)["code"] == "code_unknown", wrong
    token = arrival_token(HALL, now() - timedelta(minutes=1))
    ticket = await citizen.post(path, {"code": token_url(token)})
    assert (ticket["way"], ticket["wait"]["ahead"]) == ("appointment", 0)
    assert (await citizen.post(path, {"code": token}))["id"] == ticket["id"]
    clerk = await clerk_at(client, "A02")
    assert (await clerk.post(NEXT, {}))["current"]["number"] == ticket["number"]


async def test_too_early_and_too_late_are_told_what_to_do(citizen: Person) -> None:
    made = await citizen.post(BOOK, wish())
    path, code = f"{BOOK}/{made['id']}/check_in", {"code": arrival_token(HALL)}
    early = await citizen.ask("POST", path, json=code)
    assert "还没到签到时间" in problem(early, 409)["detail"]
    async with db.writing() as session:
        (await session.get_one(Appointment, made["id"])).day = today() - timedelta(days=1)
    late = await citizen.ask("POST", path, json=code)
    assert "直接取号" in problem(late, 409)["detail"]


async def test_three_times_away_bars_from_booking_and_not_from_numbers(citizen: Person) -> None:
    kept = await citizen.post(BOOK, wish())
    for back in (3, 2, 1):
        made = await citizen.post(BOOK, wish(TOMORROW + timedelta(days=1)))
        async with db.writing() as session:
            missed = await session.get_one(Appointment, made["id"])
            missed.day = today() - timedelta(days=back)
    assert await sweeping.note_missed() == 3
    assert await sweeping.note_missed() == 0
    assert (await citizen.get(f"{BOOK}/{kept['id']}"))["state"] == "booked"
    barred = await citizen.ask("POST", BOOK, json=wish(TOMORROW + timedelta(days=2)))
    assert "现场取号" in problem(barred, 403)["detail"]
    shown = await citizen.get(f"{BOOK}/slots", params={"hall_id": HALL, "item": ITEM})
    until = today() + timedelta(days=29)
    assert (shown["missed"], shown["barred_until"]) == (3, until.isoformat())
    taken = await citizen.post("/api/v1/queue/tickets", {"hall_id": HALL, "line_id": MARKET})
    assert taken["state"] == "waiting"


async def test_the_weekly_plan_is_kept_by_whoever_manages_halls(client: httpx.AsyncClient) -> None:
    lead = await staff_member(client, "supervisor")
    path = f"/staff/v1/queue/halls/{HALL}/lines/{MARKET}/plan"
    slot = {"weekday": 0, "starts": "09:00", "ends": "09:30", "quota": 6}
    saved = await lead.ask("PUT", path, json={"slots": [slot]})
    plan = next(line for line in saved.json()["lines"] if line["line_id"] == MARKET)
    assert plan["slots"] == [slot]
    clash = {**slot, "starts": "09:15", "ends": "09:45"}
    crossed = await lead.ask("PUT", path, json={"slots": [slot, clash]})
    assert "重叠" in problem(crossed, 422)["detail"]


async def test_many_people_at_once_take_no_more_than_there_are(client: httpx.AsyncClient) -> None:
    """Twenty people for four places, straight at the service: sessions of their own."""
    from flows.appointments import service
    from flows.appointments.errors import SlotFull
    from foundation.viewer import Viewer

    async with db.writing() as session:
        ids = [f"{n:032x}" for n in range(20)]
        session.add_all(User(id=i, kind="citizen", assurance_level="L2") for i in ids)

    async def book(user_id: str) -> bool:
        viewer = Viewer(user_id, "citizen", "某人", "L2", "h5")
        try:
            async with db.writing() as session:
                asked = service.Wish(HALL, ITEM, TOMORROW, "11:00")
                await service.book(session, viewer, None, asked)
        except SlotFull:
            return False
        return True

    won = await asyncio.gather(*(book(i) for i in ids))
    assert sum(won) == QUOTA
    async with db.reading() as session:
        kept = await session.scalars(select(Appointment).where(Appointment.starts == "11:00"))
        assert len(kept.all()) == QUOTA
        assert (await session.get_one(QueueRule, HALL)).missed_limit == 3
