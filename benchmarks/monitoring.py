"""What the pages of process monitoring take with many cases under way and a long history.

`python -m benchmarks.monitoring [N [M]]`: N running instances (default 10,000) and M traces
(default 1,000,000), on the database of DATABASE_URL or an embedded one of its own. Each question is
asked as the page asks it, five times; the slowest counts.
"""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from benchmarks.copying import copy
from flows.processes import repository
from flows.processes.figures import service as figures
from flows.processes.monitoring import standing
from flows.processes.monitoring.repository import Wanted
from flows.processes.shipped import shipped
from foundation import db
from foundation.clock import now, today
from foundation.models import Case, ProcessEvent, ProcessInstance, ProcessStep, new_id
from foundation.settings import settings
from tests.factories import processes
from tests.fixtures.environment import prepare_environment

ROUNDS, SECONDS, BATCH, STEPS = 5, 1.0, 5_000, 8

Question = Callable[..., Awaitable[Any]]


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    traces = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    wanted = os.environ.get("DATABASE_URL")
    folder = prepare_environment(0)
    os.environ["DATABASE_URL"] = wanted or f"sqlite:///{folder / 'bench.db'}"
    settings.cache_clear()  # the queue read them when it was imported
    subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], check=True)
    slowest = asyncio.run(_measure(cases, traces))
    print()
    for name, seconds in slowest.items():
        kept = "kept  " if seconds <= SECONDS else "BROKEN"
        print(f"{kept}  {name:<40} {seconds * 1000:8.0f} ms (≤ {SECONDS * 1000:.0f})")
    sys.exit(0 if max(slowest.values()) <= SECONDS else 1)


async def _measure(cases: int, traces: int) -> dict[str, float]:
    house = await processes.open_house()
    await processes.publish(shipped()[0].bpmn.encode())
    await _fill(house, cases, traces)
    lead, since = house.supervisor, today() - timedelta(days=29)
    questions: dict[str, tuple[Question, tuple[Any, ...]]] = {
        "board": (standing.show_board, (lead,)),
        "late, first page": (standing.list_waiting, (lead, Wanted("late"), 3, 0, 50)),
        "stuck, first page": (standing.list_waiting, (lead, Wanted("stuck"), 3, 0, 50)),
        "heat of a version, 30 days": (standing.show_heat, (lead, processes.KEY, 1, 30)),
        "load by person and step, 30 days": (figures.show_load, (lead, 30)),
        "figures, 30 days": (figures.show_figures, (lead, since, today())),
    }
    return {name: await _slowest(*asked) for name, asked in questions.items()}


async def _slowest(question: Question, values: tuple[Any, ...]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        async with db.reading() as session:
            await question(session, *values)
        times.append(time.perf_counter() - began)
    return max(times)


async def _fill(house: processes.House, cases: int, traces: int) -> None:
    """Running cases, then ended ones until there are so many traces."""
    began = time.perf_counter()
    first = await processes.case_on(house, 0)
    async with db.reading() as session:
        model = await repository.instance_of_case(session, first)
    assert model is not None
    ended = max(0, traces // (STEPS * 2) - cases)
    for begin in range(1, cases + ended, BATCH):
        numbers = range(begin, min(begin + BATCH, cases + ended))
        await _insert(house, model, [(number, number < cases) for number in numbers])
    print(f"{cases} running, {ended} ended in {time.perf_counter() - began:.0f} s")


async def _insert(
    house: processes.House, model: ProcessInstance, wanted: list[tuple[int, bool]]
) -> None:
    chance = random.Random(wanted[0][0])
    rows: dict[Any, list[dict[str, Any]]] = {
        Case: [], ProcessInstance: [], ProcessStep: [], ProcessEvent: []
    }  # fmt: skip
    for number, runs in wanted:
        _one(house, model, chance, rows, number, runs)
    async with db.writing() as session:
        for table, values in rows.items():
            await copy(session, table, values)


def _one(
    house: processes.House,
    model: ProcessInstance,
    chance: random.Random,
    rows: dict[Any, list[dict[str, Any]]],
    number: int,
    runs: bool,
) -> None:
    code, key = f"TH20261122{number:07d}", new_id()
    at = now() - timedelta(hours=chance.randint(24, 24 * 200))
    rows[Case].append({
        "number": code, "user_id": house.user_id, "item_code": "X", "item_name": "食品经营许可",
        "department_code": "D", "revision": "r", "form": {}, "status": "accepted",
        "channel": "h5", "submitted_at": at,
    })  # fmt: skip
    started = at
    at = _walk(house, chance, rows, key, at, runs)
    if runs:
        _stand(house, chance, rows, key, at, number)
    rows[ProcessInstance].append({
        "id": key, "case_number": code, "version_id": model.version_id,
        "state": "running" if runs else "done", "engine_state": model.engine_state if runs else "",
        "started_at": started, "ended_at": None if runs else at,
    })  # fmt: skip


def _walk(
    house: processes.House,
    chance: random.Random,
    rows: dict[Any, list[dict[str, Any]]],
    key: str,
    at: datetime,
    runs: bool,
) -> datetime:
    """The steps done so far; returns when the last was."""
    people = (house.clerk, house.officer, house.other, house.supervisor)
    nodes = ("accept", "handle", "review", "approve", "make", "issue")
    for place in range(chance.randint(1, 4) if runs else STEPS):
        node, who, done = nodes[place % 6], chance.choice(people), at + timedelta(hours=2 + place)
        is_last = runs and chance.random() < 0.5
        rows[ProcessStep].append({
            "id": new_id(), "instance_id": key, "node": node, "name": node, "kind": node,
            "role": "officer", "state": "done", "claimed_by": who.staff_id, "decision": "pass",
            "created_at": at, "done_at": done, "due_at": at + timedelta(days=3),
        })  # fmt: skip
        for act in ("claim", "complete"):
            rows[ProcessEvent].append({
                "subject": key, "act": act, "actor": who.staff_id, "actor_name": "x", "text": "",
                "at": done,
            })  # fmt: skip
        at = done
        if is_last:
            break
    return at


def _stand(
    house: processes.House,
    chance: random.Random,
    rows: dict[Any, list[dict[str, Any]]],
    key: str,
    at: datetime,
    number: int,
) -> None:
    """The step the case stands at."""
    people = (house.clerk, house.officer, house.other, house.supervisor)
    rows[ProcessStep].append({
        "id": new_id(), "instance_id": key, "node": "handle", "name": "承办", "kind": "handle",
        "role": "officer", "state": "claimed" if number % 2 else "open", "done_at": None,
        "claimed_by": chance.choice(people).staff_id if number % 2 else None, "decision": None,
        "created_at": at, "due_at": at + timedelta(days=5),
    })  # fmt: skip


if __name__ == "__main__":
    main()
