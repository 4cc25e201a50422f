"""Whatever people do, in whatever order and at once: every refusal is in words, and the rows people
see say what the engine holds."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import select, update

from flows.processes import migrations, opinions, passing, repository, service, timers
from flows.processes.mirror import run_of
from flows.processes.shipped import shipped
from foundation import db
from foundation.clock import now
from foundation.errors import Problem
from foundation.models import ProcessInstance, ProcessStep, ProcessTimer
from foundation.viewer import StaffMember
from tests.factories.processes import KEY, TWO_STEPS, House, case_on, open_house, publish

CASES, ROUNDS, AT_ONCE = 4, 25, 3
DECISIONS = ("pass", "pass", "pass", "return", "refuse", "nonsense")


class Crowd:
    """People who act without looking."""

    def __init__(self, house: House, seed: int) -> None:
        self.house, self.chance = house, random.Random(seed)
        self.people = [house.clerk, house.officer, house.other, house.supervisor]
        self.numbers: list[str] = []

    async def act(self) -> None:
        acts: list[Callable[[], Awaitable[Any]]] = [
            self._work, self._work, self._work, self._work, self._beside, self._time, self._move,
        ]  # fmt: skip
        with suppress(Problem):
            await self.chance.choice(acts)()

    async def _work(self) -> None:
        who, step = self._who(), await self._step()
        words = "理由写在这里"
        what = self.chance.choice(["claim", "claim", "complete", "complete", "return", "refuse"])
        async with db.writing() as session:
            if what == "claim":
                await service.claim(session, who, step.id)
            elif what == "complete":
                await service.complete(session, who, step.id, self.chance.choice(DECISIONS), words)
            elif what == "return":
                node = self.chance.choice(["accept", "handle", "review"])
                await service.take_back(session, who, step.id, node, words)
            elif self.chance.random() < 0.2:
                await service.refuse(session, who, step.id, words)

    async def _beside(self) -> None:
        who, other, step = self._who(), self._who(), await self._step()
        async with db.writing() as session:
            match self.chance.randrange(5):
                case 0:
                    await passing.transfer(session, who, step.id, other.staff_id, "")
                case 1:
                    await opinions.ask_opinions(session, who, step.id, [other.staff_id])
                case 2:
                    await opinions.give_opinion(session, who, step.id, True, "")
                case 3:
                    await passing.urge(session, who, step.id)
                case _:
                    await service.release(session, who, step.id)

    async def _time(self) -> None:
        async with db.writing() as session:
            late = update(ProcessTimer).where(ProcessTimer.kind == "due")
            await session.execute(late.values(due_at=now() - timedelta(seconds=1)))
        await timers.fire_due()

    async def _move(self) -> None:
        if self.chance.random() < 0.2:
            number = self.chance.choice(self.numbers)
            async with db.writing() as session:
                await repository.lock_case(session, number)
                await service.end_with_case(session, number, "withdrawn")
            return
        old, new = self.chance.sample([1, 2, 3], 2)
        await migrations.migrate(self.house.supervisor, KEY, old, new, self.numbers)

    def _who(self) -> StaffMember:
        return self.chance.choice(self.people)

    async def _step(self) -> ProcessStep:
        async with db.reading() as session:
            rows = (await session.scalars(select(ProcessStep).order_by(ProcessStep.id))).all()
        live = [row for row in rows if row.state in repository.OPEN]
        return self.chance.choice(live if live and self.chance.random() < 0.9 else rows)


async def rows_say_what_the_engine_holds() -> None:
    async with db.reading() as session:
        for instance in (await session.scalars(select(ProcessInstance))).all():
            run = run_of(instance, await repository.spec_of(session, instance.version_id))
            rows = await repository.open_steps(session, instance.id)
            kept = await repository.timers_of(session, instance.id)
            held = sorted(step.id for step in run.steps())
            assert sorted(row.task_id for row in rows if not row.parent_id) == held
            events = sorted(timer.ref for timer in kept if timer.kind == "event")
            assert events == sorted(timer.id for timer in run.timers())
            mains = {row.id for row in rows if not row.parent_id}
            assert {row.parent_id for row in rows if row.parent_id} <= mains
            assert {timer.ref for timer in kept if timer.kind == "due"} <= mains
            assert (instance.state == "running") == bool(held or events)
            assert all((row.state == "claimed") == (row.claimed_by is not None) for row in rows)


@pytest.mark.parametrize("seed", [1, 2])
async def test_rows_and_engine_agree_after_anything(database: str, redis: Redis, seed: int) -> None:
    house = await open_house()
    crowd = Crowd(house, seed)
    approval = shipped()[0].bpmn
    await publish(approval.encode())
    await publish(approval.replace('name="承办"', 'name="承办与勘察"').encode())
    crowd.numbers = [await case_on(house, n) for n in range(CASES)]
    await publish(TWO_STEPS)
    for _ in range(ROUNDS):
        await asyncio.gather(*[crowd.act() for _ in range(AT_ONCE)])
        await rows_say_what_the_engine_holds()
