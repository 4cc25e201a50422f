"""Applicants, staff and time act as they like, on the ordinary way and on a drawn one: a case is
never where the table of states does not know it, and nobody waits for nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from redis.asyncio import Redis
from sqlalchemy import select, update

from flows.processes import service as processes
from flows.processes.shipped import shipped
from flows.staff import clocks, work
from flows.workflow import handing_in, watching
from foundation import db
from foundation.errors import Problem
from foundation.models import Case, CaseSuspension, Task
from foundation.viewer import StaffMember
from tests.factories.processes import KEY, House, open_house, publish
from tests.factories.work import (
    bind_food,
    citizen_of,
    let_days_pass,
    must_be_legal,
    ready_draft,
    submit,
    supplement,
    tasks_of,
)

T = TypeVar("T")
person = st.sampled_from(["clerk", "officer", "other", "supervisor"])
which = st.integers(0, 3)
PATIENCE = 600
"""Seconds for one act; only a machine that stands still needs so many."""
DECISIONS = ["accept", "approve", "reject", "pass", "return", "refuse", "agree"]


class AnyLife(RuleBasedStateMachine):
    loop: asyncio.AbstractEventLoop
    house: House
    serial = 0

    def __init__(self) -> None:
        super().__init__()
        numbers = [self._next() for _ in range(2)]
        self.run(self._begin(numbers))

    def _next(self) -> int:
        AnyLife.serial += 1
        return AnyLife.serial

    async def _begin(self, serials: list[int]) -> None:
        """One case hand in on the drawn way, one on the ordinary one."""
        self.numbers = [await ready_draft(self.house, serial) for serial in serials]
        drawn, plain = self.numbers
        await self._do(submit, citizen_of(self.house), drawn, False)
        async with db.writing() as session:
            await session.execute(
                update(Case).where(Case.number == plain).values(department_code="none")
            )
        await self._do(submit, citizen_of(self.house), plain, False)

    def run(self, task: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(task, self.loop).result(PATIENCE)

    async def _do(self, what: Any, *values: Any) -> Any:
        """One request: committed if it ends well, as if it never was if it is refused."""
        try:
            async with db.writing() as session:
                return await what(session, *values)
        except Problem as problem:
            if problem.status not in (403, 404, 409, 422):
                raise
            return None

    def _who(self, name: str) -> StaffMember:
        who: StaffMember = getattr(self.house, name)
        return who

    async def _task(self, number: str, index: int) -> Task | None:
        waiting = await tasks_of(number)
        return waiting[index % len(waiting)] if waiting else None

    async def _on_task(self, case: int, index: int, what: Any, who: str, *values: Any) -> None:
        task = await self._task(self.numbers[case % 2], index)
        if task is not None:
            await self._do(what, self._who(who), task.id, *values)

    @rule(case=which, index=which, who=person)
    def claim(self, case: int, index: int, who: str) -> None:
        self.run(self._on_task(case, index, work.claim_task, who))

    @rule(case=which, index=which, who=person, decision=st.sampled_from(DECISIONS))
    def take_and_decide(self, case: int, index: int, who: str, decision: str) -> None:
        self.run(self._on_task(case, index, work.claim_task, who))
        self.run(self._on_task(case, index, work.complete_task, who, decision, "理由在此"))

    @rule(case=which, index=which, who=person)
    def send_back(self, case: int, index: int, who: str) -> None:
        self.run(self._on_task(case, index, work.claim_task, who))
        self.run(self._on_task(case, index, work.return_task, who, "请补平面图", []))

    @rule(case=which, index=which, who=person)
    def release(self, case: int, index: int, who: str) -> None:
        self.run(self._on_task(case, index, work.release_task, who))

    @rule(case=which, index=which, who=person, to=person)
    def transfer(self, case: int, index: int, who: str, to: str) -> None:
        receiver = self._who(to).staff_id
        self.run(self._on_task(case, index, work.transfer_task, who, receiver, "请办"))

    @rule(case=which, index=which, who=person, to=person)
    def countersign(self, case: int, index: int, who: str, to: str) -> None:
        self.run(self._on_task(case, index, work.countersign_task, who, [self._who(to).staff_id]))

    @rule(index=which, who=person, node=st.sampled_from(["accept", "handle", "review"]))
    def take_back(self, index: int, who: str, node: str) -> None:
        self.run(self._on_task(0, index, processes.take_back, who, node, "重新看看"))

    @rule(index=which, who=person)
    def refuse(self, index: int, who: str) -> None:
        self.run(self._on_task(0, index, processes.refuse, who, "不符合条件"))

    @rule(case=which)
    def supplement(self, case: int) -> None:
        viewer = citizen_of(self.house)
        self.run(self._do(supplement, viewer, self.numbers[case % 2], False))

    @rule(case=which, really=which)
    def withdraw(self, case: int, really: int) -> None:
        if really == 0:
            viewer = citizen_of(self.house)
            self.run(self._do(handing_in.withdraw, viewer, self.numbers[case % 2], "不办了"))

    @rule(case=which, who=person)
    def suspend(self, case: int, who: str) -> None:
        values = (self._who(who), self.numbers[case % 2], "hearing", "依法听证", 10)
        self.run(self._do(clocks.suspend, *values))

    @rule(case=which, who=person)
    def resume(self, case: int, who: str) -> None:
        number = self.numbers[case % 2]
        for one in self.run(open_suspensions(number)):
            self.run(self._do(clocks.end_suspension, self._who(who), number, one))

    @rule(case=which, days=st.sampled_from([1, 10, 40]))
    def wait(self, case: int, days: int) -> None:
        self.run(let_days_pass(self.numbers[case % 2], days))
        self.run(watching.watch())

    @invariant()
    def everything_agrees(self) -> None:
        for number in self.numbers:
            self.run(must_be_legal(number))


async def open_suspensions(number: str) -> list[str]:
    async with db.reading() as session:
        query = select(CaseSuspension.id).where(
            CaseSuspension.case_number == number, CaseSuspension.ended_at.is_(None)
        )
        return list(await session.scalars(query))


async def test_whatever_is_done_a_case_stands_where_it_may(sqlite_only: str, redis: Redis) -> None:
    house = await open_house()
    await publish(shipped()[0].bpmn.encode())
    await bind_food(KEY)
    AnyLife.loop, AnyLife.house = asyncio.get_running_loop(), house
    few = settings(
        max_examples=8, stateful_step_count=25, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    await asyncio.to_thread(run_state_machine_as_test, AnyLife, settings=few)
