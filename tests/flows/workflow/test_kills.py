"""kill -9 at every act, at every point between its statements: the case is where it was or where
the act leaves it, nothing is done twice, and doing it again finishes it."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from redis.asyncio import Redis
from sqlalchemy import func, select, update

from flows.processes import repository as processes
from flows.processes.shipped import shipped
from foundation import db, queue
from foundation.clock import now
from foundation.models import Base, Message, OutboxEntry, ProcessTimer
from foundation.viewer import StaffMember
from operations.place import ROOT
from tests.factories.processes import KEY, House, open_house, publish
from tests.factories.work import (
    bind_food,
    let_days_pass,
    must_be_legal,
    ready_draft,
    row_of,
    tasks_of,
)

BEFORE = ("first", "promise", "commit")
WATCHED = ("cases", "case_events", "tasks", "letters", "process_steps", "outbox", "staff_notices")


class Mortal:
    """Does acts in a process that dies where it is told to."""

    def __init__(self, process: Process, house: House) -> None:
        self.process, self.house = process, house
        self.kills = 0

    async def once(self, act: str, values: list[Any], who: StaffMember | None, point: str) -> str:
        whose = {"staff": who.staff_id} if who else {"user": self.house.user_id}
        job = {"act": act, "values": values, "point": point, **whose}
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(job).encode() + b"\n")
        await self.process.stdin.drain()
        said = (await self.process.stdout.readline()).decode().strip()
        self.kills += said == "killed"
        return said

    async def act(self, number: str, act: str, *values: Any, by: StaffMember | None = None) -> None:
        """Killed at each point before the commit, it never was; killed after it, it is done; and
        it is done once, however often it is sent."""
        for point in BEFORE:
            stood = await counted()
            said = await self.once(act, list(values), by, point)
            if said == "done":  # nothing was promised, so there was nowhere to die
                assert point == "promise", (act, point)
                await must_be_legal(number)
                return
            assert said == "killed", (act, point, said)
            assert await counted() == stood, (act, point)
        assert await self.once(act, list(values), by, "committed") == "killed", act
        await must_be_legal(number)
        done = await decided(number)
        again = await self.once(act, list(values), by, "")
        assert again == "done" or again.startswith("refused"), (act, again)
        assert await decided(number) == done, act
        await must_be_legal(number)

    async def on_task(
        self, number: str, act: str, *values: Any, by: StaffMember, opinion: bool = False
    ) -> None:
        found = [t for t in await tasks_of(number) if bool(t.parent_id) == opinion]
        await self.act(number, act, found[0].id, *values, by=by)


async def counted() -> dict[str, int]:
    """How many rows there are of what acts write, and how often cases were changed."""
    async with db.reading() as session:
        found = {}
        for name in WATCHED:
            table = Base.metadata.tables[name]
            found[name] = await session.scalar(select(func.count()).select_from(table)) or 0
        cases = Base.metadata.tables["cases"]
        found["versions"] = await session.scalar(select(func.sum(cases.c.version))) or 0
        return found


async def decided(number: str) -> tuple[Any, ...]:
    events = Base.metadata.tables["case_events"]
    letters = Base.metadata.tables["letters"]
    async with db.reading() as session:
        case = await row_of(number)
        counts = [
            await session.scalar(select(func.count()).where(table.c.case_number == number))
            for table in (events, letters)
        ]
        return (case.status, case.warned, *counts)


@asynccontextmanager
async def mortal(house: House) -> AsyncIterator[Mortal]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.flows.workflow.killed", cwd=ROOT, stdin=PIPE, stdout=PIPE
    )
    try:
        assert process.stdout
        assert (await process.stdout.readline()).strip() == b"ready"
        yield Mortal(process, house)
    finally:
        process.kill()
        await process.wait()


async def test_a_kill_anywhere_leaves_every_case_whole(sqlite_only: str, redis: Redis) -> None:
    house = await open_house()
    await publish(shipped()[0].bpmn.encode())
    async with mortal(house) as at:
        await _ordinary_life(at, house)
        await _ends(at, house)
        await bind_food(KEY)
        await _drawn_life(at, house)
        await _worker(at)
    assert at.kills > 100


async def _ordinary_life(at: Mortal, house: House) -> None:
    number = await ready_draft(house, 1)
    officer, other = house.officer, house.other
    await at.act(number, "submit", number, False)
    await at.on_task(number, "claim", by=officer)
    await at.on_task(number, "return", "请补平面图", [], by=officer)
    await at.act(number, "supplement", number, False)
    await at.on_task(number, "complete", "accept", "", by=officer)
    await at.on_task(number, "claim", by=officer)
    await at.on_task(number, "countersign", [other.staff_id], by=officer)
    await at.on_task(number, "complete", "agree", "同意", by=other, opinion=True)
    await at.act(number, "suspend", number, "hearing", "依法听证", 10, by=officer)
    await at.on_task(number, "transfer", other.staff_id, "出差", by=officer)
    await at.on_task(number, "complete", "approve", "符合条件", by=other)
    assert (await row_of(number)).status == "approved"


async def _ends(at: Mortal, house: House) -> None:
    refused, withdrawn, late = [await ready_draft(house, n) for n in (2, 3, 4)]
    for number in (refused, withdrawn, late):
        assert await at.once("submit", [number, False], None, "") == "done"
    await at.on_task(refused, "complete", "reject", "不属于本区", by=house.officer)
    await at.act(withdrawn, "withdraw", withdrawn, "不办了")
    await let_days_pass(late, 60)
    await at.act(late, "watch")
    assert (await row_of(late)).warned == "red"


async def _drawn_life(at: Mortal, house: House) -> None:
    number = await ready_draft(house, 5)
    clerk, officer, lead = house.clerk, house.officer, house.supervisor
    await at.act(number, "submit", number, False)
    await at.on_task(number, "claim", by=clerk)
    await at.on_task(number, "return", "请补平面图", [], by=clerk)
    await at.act(number, "supplement", number, False)
    await at.on_task(number, "complete", "accept", "", by=clerk)
    await at.on_task(number, "claim", by=officer)
    await at.on_task(number, "countersign", [house.other.staff_id], by=officer)
    await at.on_task(number, "complete", "agree", "同意", by=house.other, opinion=True)
    await _make_due(number)
    await at.act(number, "fire")
    await at.on_task(number, "complete", "pass", "齐全", by=officer)
    await at.on_task(number, "claim", by=officer)
    await at.on_task(number, "take_back", "handle", "再核一次", by=officer)
    for who, decision in ((officer, "pass"), (officer, "pass"), (lead, "approve"),
                          (clerk, "pass"), (lead, "pass")):  # fmt: skip
        await at.on_task(number, "claim", by=who)
        await at.on_task(number, "complete", decision, "同意", by=who)
    assert (await row_of(number)).status == "closed"
    refused = await ready_draft(house, 6)
    assert await at.once("submit", [refused, False], None, "") == "done"
    await at.on_task(refused, "claim", by=clerk)
    await at.on_task(refused, "refuse", "不属于本区职权", by=clerk)
    assert (await row_of(refused)).status == "rejected"


async def _make_due(number: str) -> None:
    async with db.writing() as session:
        instance = await processes.instance_of_case(session, number)
        assert instance is not None
        past = update(ProcessTimer).where(
            ProcessTimer.instance_id == instance.id, ProcessTimer.kind == "due"
        )
        await session.execute(past.values(due_at=now() - timedelta(seconds=1)))


async def _worker(at: Mortal) -> None:
    """A worker killed before, within and after keeping a promise: the applicant is told once."""
    waiting = [entry_id for entry_id, topic in await queue.due(500) if topic == "cases.changed"]
    for entry_id in waiting[:3]:
        for point in ("first", "committed", "committed:2"):
            assert await at.once("keep", [entry_id], None, point) == "killed"
            await _claim_ran_out(entry_id)
    for entry_id in waiting:
        for _ in range(2):
            assert await at.once("keep", [entry_id], None, "") == "done"
    async with db.reading() as session:
        marks = list(await session.scalars(select(Message.client_message_id)))
        undone = select(func.count()).where(
            OutboxEntry.id.in_(waiting), OutboxEntry.done_at.is_(None)
        )
        assert await session.scalar(undone) == 0
    told = [mark for mark in marks if mark and mark.startswith("notice:")]
    assert len(told) == len(set(told)) > 0


async def _claim_ran_out(entry_id: str) -> None:
    async with db.writing() as session:
        await session.execute(
            update(OutboxEntry).where(OutboxEntry.id == entry_id).values(claimed_until=None)
        )
