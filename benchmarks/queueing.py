"""What calling a number costs: `python -m benchmarks.queueing [PEOPLE]`.

Two API processes and one hall bridge on one PostgreSQL and one Redis. Eight counters of a hall call
as fast as they can until nobody waits (calls a second; each number once); then one calls at the
pace of a busy hall, and a board's socket tells how long a call takes to be seen there.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import subprocess
import sys
import time
from typing import Any

import httpx
import websockets
from websockets.typing import Subprotocol

from tests.fixtures.environment import prepare_environment
from tests.fixtures.postgres import postgres_database
from tests.fixtures.redis import redis_server

COUNTERS, SEEN = 8, 60
BOARD_MS = 300.0


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    prepare_environment(0)
    with postgres_database(f"tianhe_queueing_{os.getpid()}") as url:
        os.environ["DATABASE_URL"] = url
        with redis_server(os.environ["REDIS_URL"]):
            subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], check=True)
            kept = asyncio.run(_measure(people))
    sys.exit(0 if kept else 1)


async def _measure(people: int) -> bool:
    from tests.factories.two_processes import API, BRIDGE, processes

    clerks, board_token = await _hall(people)
    async with contextlib.AsyncExitStack() as stack:
        addresses = await stack.enter_async_context(processes(API, API, BRIDGE))
        https = [
            await stack.enter_async_context(
                httpx.AsyncClient(base_url=address, trust_env=False, timeout=60)
            )
            for address in addresses[:2]
        ]
        begun = time.perf_counter()
        called = await asyncio.gather(
            *(_call_all(https[n % 2], token) for n, token in enumerate(clerks))
        )
        seconds = time.perf_counter() - begun
        numbers = [number for one in called for number in one]
        await _tickets(SEEN, people)
        delays = await _seen(https, clerks[0], addresses[2], board_token)
    return _told(numbers, seconds, people, delays)


def _told(numbers: list[str], seconds: float, people: int, delays: list[float]) -> bool:
    doubles = len(numbers) - len(set(numbers))
    p95 = sorted(delays)[int(len(delays) * 0.95)]
    whole = doubles == 0 and len(numbers) == people
    rate, middle = len(numbers) / seconds, sorted(delays)[len(delays) // 2]
    print(f"\n{len(numbers)} calls in {seconds:.1f} s: {rate:.0f} a second ({COUNTERS} counters)")
    print(f"{_mark(whole)}  each number once: {doubles} doubles")
    seen = f"p50 {middle:.0f} ms, p95 {p95:.0f} ms (≤ {BOARD_MS:.0f})"
    print(f"{_mark(p95 <= BOARD_MS)}  call to board: {seen}")
    return whole and p95 <= BOARD_MS


def _mark(kept: bool) -> str:
    return "kept  " if kept else "BROKEN"


async def _hall(people: int) -> tuple[list[str], str]:
    """The demonstration hall with more counters, a clerk at each, people in line A, a board."""
    from flows.devices.service import draw_code, enrol
    from foundation import db
    from foundation.clock import now
    from foundation.models import Counter, Duty
    from foundation.viewer import PERMISSIONS, StaffMember
    from tests.factories.people import staff_member
    from tests.factories.queues import HALL, open_queues

    await open_queues()
    tokens = []
    async with httpx.AsyncClient() as http:
        for n in range(COUNTERS):
            clerk = await staff_member(http, "clerk", name=f"同事{n}")
            tokens.append(clerk.token)
            async with db.writing() as session:
                counter_id = f"{HALL}-x{n}"
                session.add(
                    Counter(id=counter_id, hall_id=HALL, number=f"X{n}", name="综合", items=[])
                )
                await session.flush()
                session.add(Duty(counter_id=counter_id, staff_id=clerk.user_id, since=now()))
    lead = StaffMember("lead", "lead", "管理员", "supervisor", "", "", PERMISSIONS["supervisor"])
    async with db.writing() as session:
        drawn = await draw_code(session, lead, HALL, "", "board", "大屏")
    async with db.writing() as session:
        enrolled = await enrol(session, drawn.code, "", [])
    await _tickets(people, 0)
    return tokens, enrolled.token


async def _tickets(many: int, after: int) -> None:
    from foundation import db
    from foundation.clock import now, today
    from foundation.models import Ticket
    from tests.factories.queues import HALL, MARKET

    moment = now()
    async with db.writing() as session:
        session.add_all(
            Ticket(
                hall_id=HALL, line_id=MARKET, day=today(), number=f"A{n:05d}", state="waiting",
                way="door", priority="", is_favoured=n % 7 == 0, place_at=moment, counter_id="",
                slip=secrets.token_hex(10), taken_at=moment,
            )
            for n in range(after + 1, after + many + 1)
        )  # fmt: skip


async def _call(http: httpx.AsyncClient, token: str, after: str | None) -> Any:
    answer = await http.post(
        "/staff/v1/queue/next", json={"after": after}, headers={"Authorization": f"Bearer {token}"}
    )
    answer.raise_for_status()
    return answer.json()["current"]


async def _call_all(http: httpx.AsyncClient, token: str) -> list[str]:
    called: list[str] = []
    last = None
    while (current := await _call(http, token, last)) is not None:
        called.append(current["number"])
        last = current["id"]
    return called


async def _seen(
    https: list[httpx.AsyncClient], token: str, bridge: str, board_token: str
) -> list[float]:
    """Milliseconds from pressing to the number standing on the board, call after call."""
    url = f"{bridge.replace('http', 'ws')}/hall/v1/halls/tianhe/board"
    offered = [Subprotocol("bearer"), Subprotocol(board_token)]
    delays = []
    async with websockets.connect(url, subprotocols=offered, proxy=None) as board:
        last = None
        for n in range(SEEN):
            begun = time.perf_counter()
            pressing = asyncio.create_task(_call(https[n % 2], token, last))
            while True:
                state = json.loads(await asyncio.wait_for(board.recv(), 10))
                if pressing.done() or state["calls"]:
                    current = await pressing
                    if any(call["number"] == current["number"] for call in state["calls"][:2]):
                        break
            delays.append((time.perf_counter() - begun) * 1000)
            last = current["id"]
            await asyncio.sleep(0.2)
    return delays


if __name__ == "__main__":
    main()
