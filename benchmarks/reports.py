"""How long counting takes over many cases, beside bare SQL, and how fast facts are kept.

`python -m benchmarks.reports [N]`: N cases over three years (default 1,000,000) on a PostgreSQL
of its own; `--sqlite` on the embedded database. Each question is asked in turns: through the
service with every measure, and as one plain statement that counts the same cases by the same
group in the table of cases. Printed with whether each promise was kept.
"""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import func, select, text

from benchmarks.copying import copy
from flows.reports.computing import compute_table
from flows.reports.shipped import shipped
from flows.statistics import repository, service
from foundation import db
from foundation.clock import GUANGZHOU
from foundation.models import Case, CaseEvent, CaseFact, User
from foundation.settings import settings
from foundation.viewer import PERMISSIONS, StaffMember
from tests.fixtures.environment import prepare_environment
from tests.fixtures.postgres import postgres_database

START, DAYS, CHUNK, ROUNDS = date(2024, 1, 1), 1_096, 4_000, 5
SECONDS, RATIO, KEPT_A_SECOND = 1.5, 8.0, 500
MONTH, YEAR = (date(2026, 9, 1), date(2026, 9, 30)), (date(2026, 1, 1), date(2026, 12, 31))
LEADER = StaffMember("x", "x", "x", "supervisor", "x", "", PERMISSIONS["supervisor"])
OFFICE = StaffMember("x", "x", "x", "supervisor", "x", "D03", PERMISSIONS["supervisor"])

Promise = tuple[str, str, bool]
Act = Callable[[], Awaitable[Any]]


def main() -> None:
    numbers = [int(one) for one in sys.argv[1:] if one.isdecimal()]
    count = numbers[0] if numbers else 1_000_000
    folder = prepare_environment(0)
    with ExitStack() as stack:
        own = f"sqlite:///{folder / 'bench.db'}"
        server = None if "--sqlite" in sys.argv else postgres_database("tianhe_bench_reports")
        os.environ["DATABASE_URL"] = stack.enter_context(server) if server else own
        settings.cache_clear()
        db.forget_engine()
        subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], check=True)
        promises = asyncio.run(_measure(count))
    print()
    for name, value, is_kept in promises:
        print(f"{'kept  ' if is_kept else 'BROKEN'}  {name:<52} {value}")
    sys.exit(0 if all(is_kept for *_, is_kept in promises) else 1)


async def _measure(count: int) -> list[Promise]:
    began = time.perf_counter()
    await _seed(count)
    print(f"{count} cases in {time.perf_counter() - began:.0f} s")
    promises = []
    for name, staff, by, days in (
        ("a month by department", LEADER, "department", MONTH),
        ("a month by item, one department", OFFICE, "item", MONTH),
        ("a year by month", LEADER, "month", YEAR),
        ("a year by department and item", LEADER, "department,item", YEAR),
        ("three years by department", LEADER, "department", (START, START + timedelta(DAYS))),
    ):
        ours = await _timed(_asked(staff, by, days))
        bare = await _timed(_bare(staff, by, days))
        told = f"{ours:.3f} s / {bare:.3f} s = {ours / bare:.1f} (≤ {SECONDS} s or ≤ {RATIO})"
        promises.append((name, told, ours <= SECONDS or ours / bare <= RATIO))
    monthly = next(one for one in shipped() if one.key == "department-monthly")
    report = await _timed(_report(monthly))
    promises.append(
        ("部门办件月报 with its two comparisons", f"{report:.3f} s", report <= 3 * SECONDS)
    )
    return [*promises, await _kept()]


def _asked(staff: StaffMember, by: str, days: tuple[date, date]) -> Act:
    async def act() -> None:
        async with db.reading() as session:
            await service.statistics(session, staff, by, days[0], days[1], {})

    return act


def _report(definition: Any) -> Act:
    async def act() -> None:
        async with db.reading() as session:
            await compute_table(session, LEADER, definition, MONTH)

    return act


def _bare(staff: StaffMember, by: str, days: tuple[date, date]) -> Act:
    """One statement over the table of cases: how many were handed in and how many ended."""
    columns = {"department": Case.department_code, "item": Case.item_code}
    start, end = (
        datetime.combine(day, datetime.min.time(), GUANGZHOU)
        for day in (days[0], days[1] + timedelta(1))
    )

    async def act() -> None:
        async with db.reading() as session:
            is_postgres = session.get_bind().dialect.name == "postgresql"
            month = (
                func.date_trunc("month", Case.submitted_at)
                if is_postgres
                else func.strftime("%Y-%m", Case.submitted_at)
            )
            keys = [columns.get(one, month) for one in by.split(",")]
            query = select(*keys, func.count(), func.count(Case.closed_at)).where(
                Case.status != "draft", Case.submitted_at >= start, Case.submitted_at < end
            )
            if staff.department_code:
                query = query.where(Case.department_code == staff.department_code)
            (await session.execute(query.group_by(*keys))).all()

    return act


async def _timed(act: Act) -> float:
    await act()
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await act()
        taken.append(time.perf_counter() - began)
    return median(taken)


async def _kept() -> Promise:
    """Facts made anew from the rows of cases, as the sweep does."""
    async with db.reading() as session:
        numbers = (await session.scalars(select(CaseEvent.case_number).limit(2_000))).all()
    began = time.perf_counter()
    for start in range(0, len(numbers), 500):
        async with db.writing() as session:
            await repository.count_again(session, numbers[start : start + 500])
    rate = len(numbers) / (time.perf_counter() - began)
    return (
        "facts kept from cases",
        f"{rate:.0f} a second (≥ {KEPT_A_SECOND})",
        rate >= KEPT_A_SECOND,
    )


async def _seed(count: int) -> None:
    async with db.writing() as session:
        session.add(User(id="u", kind="citizen", display_name="x"))
    chunk: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for pair in _cases(count):
        chunk.append(pair)
        if len(chunk) == CHUNK:
            await _write(chunk)
            chunk = []
    await _write(chunk)
    async with db.writing() as session:
        await session.execute(text("ANALYZE"))


async def _write(chunk: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    if not chunk:
        return
    async with db.writing() as session:
        await copy(session, Case, [case for case, _ in chunk])
        await copy(session, CaseFact, [fact for _, fact in chunk])
        few = chunk[: max(1, len(chunk) // 100)]
        await copy(
            session,
            CaseEvent,
            [
                {"case_number": case["number"], "kind": "submit", "status": "submitted",
                 "actor": "x", "text": "", "at": case["submitted_at"]}
                for case, _ in few
            ],
        )  # fmt: skip


def _cases(count: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Cases as a busy district has them: 20 departments, 300 items, 21 streets, 5 channels."""
    chance = random.Random(5)
    for n in range(count):
        day = START + timedelta(int(chance.random() * DAYS))
        begun = datetime.combine(day, datetime.min.time(), GUANGZHOU) + timedelta(hours=10)
        item = int(300 * chance.random() ** 2)
        took = int(12 * chance.random() ** 2)
        is_over = chance.random() < 0.95
        department = f"D{item % 20:02d}"
        number, status = f"TH{n:012d}", "approved" if is_over else "accepted"
        closed = begun + timedelta(days=took) if is_over else None
        shared = {
            "user_id": "u", "item_code": f"I{item:03d}", "department_code": department,
            "status": status, "channel": ("yueshengshi", "hall", "miniprogram")[n % 3],
            "submitted_at": begun,
        }  # fmt: skip
        case: dict[str, Any] = {
            **shared, "number": number, "item_name": f"事项{item}", "revision": "0" * 12,
            "answers": {}, "form": {}, "prefilled": [], "due_at": begun + timedelta(days=7),
            "closed_at": closed, "version": 1, "created_at": begun, "updated_at": begun,
        }  # fmt: skip
        yield case, _fact(shared, number, day, took if is_over else None, chance)


def _fact(
    shared: dict[str, Any], number: str, day: date, took: int | None, chance: random.Random
) -> dict[str, Any]:
    returns = int(chance.random() < 0.15)
    over = took is not None
    return {
        **shared, "case_number": number, "region": f"44010600{n_of(number) % 21:02d}00",
        "situation": f"q={n_of(number) % 6}", "received_day": day, "accepted_day": day,
        "returned_day": day if returns else None,
        "closed_day": day + timedelta(took) if took is not None else None,
        "outcome": "approved" if over else "", "returns": returns,
        "work_days": took * 5 // 7 if took is not None else None,
        "is_on_time": took <= 7 if took is not None else None,
        "is_early": took < 7 if took is not None else None,
        "machine_verdict": "pass", "is_looked_at": False, "is_agreed": None, "licences": 1,
        "uploads": 2, "visits_saved": 1, "satisfaction": (5, 4, None, 3, 2)[n_of(number) % 5],
         "last_event_id": 0,
    }  # fmt: skip


def n_of(number: str) -> int:
    return int(number[2:])


if __name__ == "__main__":
    main()
