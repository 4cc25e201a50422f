"""A hall with lines, counters and clerks who sit at them, open at any hour of any day."""

from __future__ import annotations

import httpx

from flows.halls import demo as halls
from flows.queueing import demo as queueing
from foundation import db
from tests.factories.people import Person, staff_member

HALL = halls.HALL
MARKET, PEOPLE, ANY = f"{HALL}-a", f"{HALL}-b", f"{HALL}-z"
ITEM = halls.COUNTERS[1][2][0]
PANEL, NEXT = "/staff/v1/queue/panel", "/staff/v1/queue/next"


async def open_queues() -> None:
    """The demonstration hall with its lines, rule and weekly plan."""
    async with db.writing() as session:
        await halls.bring(session)
        await session.flush()
        await queueing.bring(session)


async def clerk_at(http: httpx.AsyncClient, number: str, name: str = "李嘉豪") -> Person:
    """Somebody who sits at that counter of the hall and calls."""
    clerk = await staff_member(http, "clerk", name=name)
    answer = await clerk.ask("PUT", f"/staff/v1/counters/{HALL}-{number.lower()}/duty")
    assert answer.status_code == 200, answer.text
    return clerk
