"""Two processes on one database and one Redis: a number is called once, whoever calls."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from tests.factories.people import Person, open_guest
from tests.factories.queues import HALL, MARKET, NEXT, clerk_at, open_queues
from tests.factories.two_processes import API, processes

PEOPLE, COUNTERS = 24, ("A01", "A02", "A03", "B02")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_processes_that_call_at_once_call_each_number_once(
    client: httpx.AsyncClient,
) -> None:
    await open_queues()
    guests = [await open_guest(client) for _ in range(PEOPLE)]
    clerks = [await clerk_at(client, number, f"同事{number}") for number in COUNTERS]
    async with processes(API, API) as addresses:
        https = [httpx.AsyncClient(base_url=a, trust_env=False, timeout=60) for a in addresses]
        drawn = await asyncio.gather(
            *(_draw(Person(https[n % 2], g.token)) for n, g in enumerate(guests))
        )
        assert sorted(drawn) == [f"A{n:03d}" for n in range(1, PEOPLE + 1)]
        twins = [Person(http, clerks[0].token) for http in https]
        pressed = await asyncio.gather(*(twin.post(NEXT, {}) for twin in twins))
        assert len({panel["current"]["id"] for panel in pressed}) == 1, "pressed in two windows"
        called = await asyncio.gather(
            _call_all(twins[1], pressed[0]["current"]["id"]),
            *(_call_all(Person(https[n % 2], c.token)) for n, c in enumerate(clerks[1:])),
        )
        for http in https:
            await http.aclose()
    numbers = [number for one in called for number in one] + [pressed[0]["current"]["number"]]
    assert sorted(numbers) == sorted(drawn)
    assert sum(bool(one) for one in called) > 1, "one counter called them all"


async def _draw(person: Person) -> str:
    wish = {"hall_id": HALL, "line_id": MARKET}
    return str((await person.post("/api/v1/queue/tickets", wish))["number"])


async def _call_all(clerk: Person, last: str | None = None) -> list[str]:
    """Until nobody waits."""
    called: list[str] = []
    while True:
        panel = await clerk.post(NEXT, {"after": last})
        if panel["current"] is None:
            return called
        called.append(panel["current"]["number"])
        last = panel["current"]["id"]
