"""Lists, search and export over many cases, on PostgreSQL, through the API over real sockets.

`python -m benchmarks.case_lists [--cases 1000000] [--staff 200] [--seconds 60] [--keep]`

Each member of staff asks something every `--think` seconds on average (a person reads between two
lists; 3 s unless told), drawn from the mix below. Then everybody asks without a pause, for the
throughput at saturation; then 25,000 rows are exported by a real worker. The load runs on the same
machine and takes its share of it, which is told with what an answer cost API and database. Printed
with whether each promise was kept. `--keep` leaves the seeded database on the server of
TEST_POSTGRES_URL, where the next run finds it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import orjson
import uvloop

from benchmarks.case_seed import DAYS, Seeded, seeded_town
from benchmarks.cpu import spent
from benchmarks.plain_http import Connection
from foundation.clock import today
from tests.factories.knowledge import index_shipped_content
from tests.fixtures.environment import prepare_environment
from tests.fixtures.ports import free_port
from tests.fixtures.postgres import postgres_database
from tests.fixtures.redis import redis_server

P95_MS, EXPORT_ROWS, EXPORT_SECONDS = 300.0, 25_000, 30.0
_LISTS = "/staff/v1/tasks", "/staff/v1/cases"


@dataclass
class Load:
    """Who asks what, and how long each answer took (ms), by kind of question."""

    port: int
    seeded: Seeded
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: list[str] = field(default_factory=list)

    async def person(self, token: str, think: float, until: float, slow_start: float) -> None:
        """One member of staff at work."""
        draw = random.Random(token)
        http = Connection(self.port, token)
        last = ""
        await asyncio.sleep(draw.random() * slow_start)
        while time.monotonic() < until:
            name, path, query = self._question(draw, last)
            began = time.perf_counter()
            status, body = await asyncio.wait_for(http.get(path, query), 30)
            self.took[name].append((time.perf_counter() - began) * 1000)
            if status != 200:
                self.failed.append(f"{name}: {status} {body.decode()[:200]}")
            elif name.startswith("all cases"):
                last = orjson.loads(body)["next"] or ""
            if think:
                await asyncio.sleep(draw.uniform(think / 3, think * 5 / 3))
        await http.close()

    def _question(self, draw: random.Random, last: str) -> tuple[str, str, dict[str, Any]]:
        """What somebody asks next, by the share it has of a day's work."""
        tasks, cases = _LISTS
        town, person = self.seeded, draw.choice(self.seeded.names)
        kinds: list[tuple[int, str, str, dict[str, Any]]] = [
            (26, "to-do", tasks, {}),
            (8, "to-do, nearly due", tasks, {"warning": "any"}),
            (10, "claimed by me", tasks, {"state": "mine"}),
            (8, "done by me", tasks, {"state": "done"}),
            (12, "all cases", cases, {}),
            (6, "cases of a status", cases, {"status": draw.choice(("accepted", "approved"))}),
            (4, "cases, due first", cases, {"warning": "any", "sort": "due"}),
            (3, "cases of a street", cases, {"street": "石牌街道"}),
            (7, "cases by number end", cases, {"q": draw.choice(town.numbers)[-6:]}),
            (6, "cases by name", cases, {"q": person}),
            (4, "cases by text", cases, {"q": draw.choice(town.words)}),
            (6, "the one box", "/staff/v1/lookup", {"q": draw.choice((person, town.words[0]))}),
        ]
        if last and draw.random() < 0.3:
            return "all cases, next page", cases, {"cursor": last}
        _, name, path, query = draw.choices(kinds, [kind[0] for kind in kinds])[0]
        return name, path, query

    async def run(self, staff: int, think: float, seconds: float) -> float:
        """Everybody at once; returns answers per second."""
        self.took.clear()
        until = time.monotonic() + seconds
        people = [self.person(t, think, until, think) for t in self.seeded.tokens[:staff]]
        await asyncio.gather(*people)
        return sum(map(len, self.took.values())) / seconds

    def told(self) -> Iterator[tuple[str, int, float, float]]:
        """Kind, how many, median and 95th percentile in ms."""
        every = [ms for taken in self.took.values() for ms in taken]
        for name, taken in [*sorted(self.took.items()), ("everything", every)]:
            ordered = sorted(taken)
            yield name, len(ordered), ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]


async def export(address: str, token: str, cases: int) -> tuple[int, float]:
    """Rows and seconds from asking to downloaded."""
    days = max(1, round(DAYS * EXPORT_ROWS / cases))
    since = (today() - timedelta(days=days)).isoformat()
    body = {"list_name": "cases", "query": {"submitted_from": since}, "format": "xlsx"}
    headers = {"Authorization": f"Bearer {token}"}
    began = time.perf_counter()
    async with httpx.AsyncClient(
        base_url=address, headers=headers, trust_env=False, timeout=60
    ) as http:
        made = (await http.post("/staff/v1/exports", json=body)).json()
        while made["state"] in ("waiting", "running"):
            await asyncio.sleep(0.2)
            made = (await http.get(f"/staff/v1/exports/{made['id']}")).json()
        assert made["state"] == "done", made
        file = await http.get(f"/staff/v1/exports/{made['id']}/file")
    assert file.content[:2] == b"PK"
    return int(made["done_rows"]), time.perf_counter() - began


@contextmanager
def process(*command: str) -> Iterator[int]:
    """A program of the system in a group of its own, ended with all its children."""
    started = subprocess.Popen([sys.executable, "-m", *command], start_new_session=True,
                               stdout=subprocess.DEVNULL)  # fmt: skip
    try:
        yield started.pid
    finally:
        os.killpg(started.pid, 15)
        started.wait(30)


async def standing(address: str) -> None:
    async with httpx.AsyncClient(base_url=address, trust_env=False) as http:
        for _ in range(1500):
            try:
                if (await http.get("/healthz")).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.2)
    raise TimeoutError("the API did not start")


async def a_day_and_a_rush(load: Load, asked: argparse.Namespace, api: int, url: str) -> float:
    """Everybody at work, then everybody without a pause; returns the 95th percentile of the first.
    What an answer costs is told beside it: on a busy machine that is what stays true."""
    before = await spent(api, url)
    rate = await load.run(asked.staff, asked.think, asked.seconds)
    *rows, every = load.told()
    print(f"\n{asked.staff} staff, one question every {asked.think} s: {rate:.0f} answers/s")
    print(f"{'':28}{'asked':>8}{'median ms':>11}{'p95 ms':>9}")
    for name, count, median, p95 in (*rows, every):
        print(f"{name:<28}{count:>8}{median:>11.1f}{p95:>9.1f}")
    print((await spent(api, url)).each(before, every[1]))
    before = await spent(api, url)
    peak = await load.run(asked.staff, 0, min(15.0, asked.seconds))
    *_, (_, count, _, slow) = load.told()
    print(f"without a pause: {peak:.0f} answers/s, p95 {slow:.0f} ms")
    print((await spent(api, url)).each(before, count))
    return every[3]


async def measure(url: str, asked: argparse.Namespace) -> bool:
    began = time.perf_counter()
    seeded = await seeded_town(url, asked.cases, asked.staff)
    print(f"{asked.cases:,} cases seeded in {time.perf_counter() - began:.0f} s", flush=True)
    if asked.seed_only:
        await asyncio.to_thread(input, f"{url} … Enter ends\n")
        return True
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    api = ("uvicorn", "miniprogram_api.app:app", "--port", str(port), "--no-access-log",
           "--workers", str(asked.workers))  # fmt: skip
    worker = ("celery", "--app", "flows.worker", "worker", "--pool=prefork", "--concurrency=1",
              "--queues=default", "--without-mingle", "--without-gossip")  # fmt: skip
    with process(*api) as api_pid, process(*worker):
        await standing(address)
        load = Load(port, seeded)
        await load.run(min(asked.staff, 20), 0.5, 5)
        worst = await a_day_and_a_rush(load, asked, api_pid, url)
        written, seconds = await export(address, seeded.tokens[0], asked.cases)
    print(*load.failed[:5], sep="\n")
    kept = [
        (f"p95 of all questions {worst:.0f} ms (≤ {P95_MS:.0f})", worst <= P95_MS),
        (f"{written:,} rows exported in {seconds:.1f} s (≤ {EXPORT_SECONDS:.0f})",
         seconds <= EXPORT_SECONDS),
        (f"{len(load.failed)} answers failed", not load.failed),
    ]  # fmt: skip
    for said, is_kept in kept:
        print("kept  " if is_kept else "BROKEN", said)
    return all(is_kept for _, is_kept in kept)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--staff", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=3.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed-only", action="store_true", help="seed and wait, for EXPLAIN")
    parser.add_argument(
        "--keep",
        action="store_true",
        help="seed once on a server that stays, and ask the same town again",
    )
    asked = parser.parse_args()
    prepare_environment(0)
    name = f"kept_{asked.cases}_{asked.staff}" if asked.keep else str(os.getpid())
    with postgres_database(f"tianhe_lists_{name}", keep=asked.keep) as url:
        os.environ["DATABASE_URL"] = url
        subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], check=True)
        index_shipped_content()
        with redis_server(os.environ["REDIS_URL"]):
            is_kept = uvloop.run(measure(url, asked))
    sys.exit(0 if is_kept else 1)


if __name__ == "__main__":
    main()
