"""Whatever happens to cases, in whatever order it is counted: the facts say what the cases say."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from statistics import fmean
from typing import Any

import pytest
from sqlalchemy import select

from flows.statistics import following, service
from foundation import db
from foundation.clock import is_working_day, local
from foundation.models import Case, CaseEvent
from foundation.viewer import PERMISSIONS, StaffMember
from tests.factories.counted import STREET_OFFICE, Life, add_lives, live_on

FIRST = date(2026, 1, 20)
DAYS = 70
NEXT = {
    "submitted": ("accept", "accept", "return", "reject", "withdraw"),
    "accepted": ("approve", "approve", "return", "reject", "withdraw"),
    "supplement_required": ("supplement", "withdraw"),
}
NAMED = (
    "received", "accepted", "returned", "closed", "approved", "rejected", "withdrawn", "decided",
    "returned_before", "with_due", "on_time",
)  # fmt: skip
KEYS: dict[str, Callable[[Any, date], str]] = {
    "department": lambda case, _: case.department_code,
    "channel": lambda case, _: case.channel,
    "day": lambda _, day: day.isoformat(),
    "month": lambda _, day: day.isoformat()[:7],
    "week": lambda _, day: (day - timedelta(day.weekday())).isoformat(),
}


def viewer(department: str = "") -> StaffMember:
    return StaffMember("x", "x", "x", "supervisor", "x", department, PERMISSIONS["supervisor"])


class House:
    """Cases that move at random, some of them backwards in time: what comes late comes late."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.count = 0

    def when(self) -> str:
        day = FIRST + timedelta(self.chance.randrange(DAYS))
        return f"{day} {self.chance.choice(('00:00', '09:30', '23:59'))}"

    async def begin(self) -> None:
        self.count += 1
        due = FIRST + timedelta(self.chance.randrange(DAYS))
        await add_lives(
            Life(
                number=f"N{self.count}",
                user=f"u{self.chance.randrange(6)}",
                events=(("submit", self.when()),),
                department=self.chance.choice((STREET_OFFICE, "11440106007519140X")),
                channel=self.chance.choice(("hall", "yueshengshi", "miniprogram")),
                due=self.chance.choice((None, str(due))),
            )
        )

    async def move(self) -> None:
        async with db.reading() as session:
            rows = (await session.execute(select(Case.number, Case.status))).all()
        open_ones = [row for row in rows if row.status in NEXT]
        if open_ones:
            row = self.chance.choice(open_ones)
            await live_on(row.number, self.chance.choice(NEXT[row.status]), self.when())


@pytest.mark.parametrize("seed", [1, 2])
async def test_facts_are_the_cases(database: str, seed: int) -> None:
    house = House(seed)
    for _ in range(6):
        for _ in range(house.chance.randrange(1, 5)):
            await house.begin()
        for _ in range(house.chance.randrange(9)):
            await house.move()
        if house.chance.random() < 0.6:
            await following.follow(most=house.chance.choice((1, 5)))
        await house.move()
    await following.follow()
    for by in KEYS:
        for staff in (viewer(), viewer(STREET_OFFICE)):
            await must_be_equal(staff, by, (FIRST + timedelta(9), FIRST + timedelta(50)))
    assert await following.follow() == 0


async def must_be_equal(staff: StaffMember, by: str, days: tuple[date, date]) -> None:
    async with db.reading() as session:
        found = await service.grouped(session, staff, [by], days, {})
        query = select(Case)
        if staff.department_code:
            query = query.where(Case.department_code == staff.department_code)
        cases = (await session.scalars(query)).all()
        events = (await session.scalars(select(CaseEvent).order_by(CaseEvent.id))).all()
    expected = counted_plainly(cases, events, by, days)
    assert {key[0] for key in found} == set(expected)
    for (key,), figures in found.items():
        for name, value in expected[key].items():
            assert figures[name] == pytest.approx(value), f"{by} {key} {name}"


def counted_plainly(
    cases: Any, events: Any, by: str, days: tuple[date, date]
) -> dict[str, dict[str, Any]]:
    """The same by walking through every case, without facts and without SQL."""
    groups: dict[str, Counter[str]] = {}
    spent: dict[str, list[int]] = {}

    def count(case: Any, day: date, *names: str) -> str | None:
        if not days[0] <= day <= days[1]:
            return None
        key = KEYS[by](case, day)
        groups.setdefault(key, Counter()).update(names)
        return key

    for case in cases:
        mine = [e for e in events if e.case_number == case.number]
        day_of = {kind: [local(e.at).date() for e in mine if e.kind == kind]
                  for kind in ("submit", "accept", "return")}  # fmt: skip
        count(case, local(case.submitted_at).date(), "received")
        if day_of["accept"]:
            count(case, day_of["accept"][-1], "accepted")
        if day_of["return"]:
            count(case, day_of["return"][0], "returned")
        if case.closed_at is None:
            continue
        closed = local(case.closed_at).date()
        names = ["closed", case.status, *(["returned_before"] if day_of["return"] else [])]
        if case.status in ("approved", "rejected"):
            names += ["decided"]
            if case.due_at:
                names += ["with_due", *(["on_time"] if case.closed_at <= case.due_at else [])]
        key = count(case, closed, *names)
        if key and "decided" in names:
            first = local(case.submitted_at).date()
            between = [first + timedelta(n) for n in range(1, (closed - first).days + 1)]
            spent.setdefault(key, []).append(sum(map(is_working_day, between)))
    return {key: named(told, spent.get(key, [])) for key, told in groups.items()}


def named(told: Counter[str], spent: list[int]) -> dict[str, Any]:
    """The measures that are compared."""
    middle = sorted(spent)[(len(spent) - 1) // 2] if spent else None
    mean = fmean(spent) if spent else None
    return {**{name: told[name] for name in NAMED}, "mean_days": mean, "median_days": middle}
