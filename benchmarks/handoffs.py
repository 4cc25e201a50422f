"""From a scan to the counter's screen: how long until the phone stands on it, at a busy hall.

`python -m benchmarks.handoffs [N]`: N counters (default 100) with a screen each, all open on one
hall bridge, and a clerk at each. A phone scans every `EVERY_SECONDS`: at 100 counters each is
scanned every 25 s, busier than any hall, while the other handoffs are under way. Measured is from
sending the claim to the state on that counter's own WebSocket. API, hall bridge, PostgreSQL and
Redis are processes of their own on this machine.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

import httpx
import websockets
from websockets.asyncio.client import ClientConnection
from websockets.typing import Subprotocol

from foundation import db
from foundation.clock import now
from foundation.models import Counter
from foundation.settings import settings
from tests.factories.counters import enrolled_tablet, known_citizen, seated_clerk
from tests.factories.halls import HALL, open_hall
from tests.factories.people import Person
from tests.fakes.processes import running
from tests.fixtures.environment import prepare_environment
from tests.fixtures.postgres import postgres_database
from tests.fixtures.redis import redis_server

API, BRIDGE = "tests.flows.workflow.whole_api:app", "hall_bridge.app:app"
EVERY_SECONDS, ROUNDS, P95_MS = 0.25, 2, 300.0


@dataclass
class Place:
    """A counter with its screen and the citizen in front of it."""

    counter: str
    tablet: Person
    citizen: Person
    screen: ClientConnection | None = None
    handoff: str = ""
    shown: asyncio.Event = field(default_factory=asyncio.Event)
    at: float = 0.0


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    prepare_environment(0)
    with postgres_database("tianhe_bench_handoffs") as url:
        os.environ["DATABASE_URL"] = url
        settings.cache_clear()
        db.forget_engine()
        subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], check=True)
        with redis_server(os.environ["REDIS_URL"]), running(API, BRIDGE) as (api, bridge):
            taken = asyncio.run(_measure(count, api.address, bridge.address))
    p95 = quantiles(taken, n=20)[-1]
    is_kept = p95 <= P95_MS
    print(f"\nload average {', '.join(f'{load:.1f}' for load in os.getloadavg())}")
    print(f"{len(taken)} scans at {count} counters: median {median(taken):.0f} ms, "
          f"longest {max(taken):.0f} ms")  # fmt: skip
    print(f"{'kept  ' if is_kept else 'BROKEN'}  scan to counter screen, p95  "
          f"{p95:.0f} ms (≤ {P95_MS:.0f})")  # fmt: skip
    sys.exit(0 if is_kept else 1)


async def _measure(count: int, api: str, bridge: str) -> list[float]:
    limits = httpx.Limits(max_connections=200)
    async with AsyncExitStack() as stack:
        phones = await stack.enter_async_context(
            httpx.AsyncClient(base_url=api, trust_env=False, timeout=60, limits=limits)
        )
        tablets = await stack.enter_async_context(
            httpx.AsyncClient(base_url=bridge, trust_env=False, timeout=60, limits=limits)
        )
        places = await _open(count, phones, tablets)
        for place in places:
            screen = await stack.enter_async_context(_screen(bridge, place))
            place.screen = screen
            await screen.recv()  # it stands; a hall's screens are not switched on at once
            stack.callback(asyncio.create_task(_watch(place)).cancel)
        taken: list[float] = []
        for turn in range(ROUNDS + 1):
            scans = await _round(places)
            taken += scans if turn else []  # the first one warms connections
        await db.engine().dispose()
        return taken


async def _open(count: int, phones: httpx.AsyncClient, tablets: httpx.AsyncClient) -> list[Place]:
    await open_hall()
    places = []
    for number in range(count):
        name = f"bench-{number:03}"
        async with db.writing() as session:
            session.add(_counter(name, number))
        await seated_clerk(phones, name)
        tablet = Person(tablets, (await enrolled_tablet(name)).token)
        places.append(Place(name, tablet, await known_citizen(phones)))
    return places


def _counter(name: str, number: int) -> Counter:
    return Counter(
        id=name, hall_id=HALL, number=f"Z{number:03}", name="测量", items=[], state="open",
        created_at=now(), updated_at=now(), version=1,
    )  # fmt: skip


def _screen(bridge: str, place: Place) -> Any:
    url = f"{bridge.replace('http', 'ws')}/hall/v1/counters/{place.counter}/screen"
    offered = [Subprotocol("bearer"), Subprotocol(place.tablet.token)]
    return websockets.connect(url, subprotocols=offered, proxy=None, ping_interval=None)


async def _watch(place: Place) -> None:
    assert place.screen is not None
    async for said in place.screen:
        state: dict[str, Any] = json.loads(said)
        if state["handoff"] and state["handoff"]["state"] == "claimed":
            place.at = time.perf_counter()
            place.shown.set()


async def _round(places: Sequence[Place]) -> list[float]:
    """Every counter is scanned once, and stays under way until the round ends."""
    scans = []
    for place in places:
        scans.append(asyncio.create_task(_scan(place)))
        await asyncio.sleep(EVERY_SECONDS)
    taken = await asyncio.gather(*scans)
    for place in places:
        await place.citizen.post(f"/api/v1/counter_handoffs/{place.handoff}/end")
    return taken


async def _scan(place: Place) -> float:
    """Milliseconds from the phone's request to the state on the counter's own screen."""
    path = f"/hall/v1/counters/{place.counter}/handoffs"
    code = await place.tablet.post(path)
    place.shown.clear()
    began = time.perf_counter()
    met = await place.citizen.post("/api/v1/handoffs/claim", {"token": code["token"]})
    await asyncio.wait_for(place.shown.wait(), 30)
    place.handoff = met["id"]
    consent = {
        "case_number": None, "parts": ["basic", "cases"], "officer": met["officer"]["id"],
    }  # fmt: skip
    answer = await place.citizen.ask(
        "PUT", f"/api/v1/counter_handoffs/{met['id']}/consent", json=consent
    )
    answer.raise_for_status()
    return (place.at - began) * 1000


if __name__ == "__main__":
    main()
