"""What kills acts and promises of ours and looks at what is left: the near side of `killed`."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import func, select, update

from foundation import db, queue
from foundation.clock import now
from foundation.models import Base, Export, OutboxEntry
from foundation.viewer import StaffMember
from operations.place import ROOT
from tests.factories.processes import House
from tests.factories.work import must_be_legal, row_of, tasks_of

BEFORE = ("first", "promise", "commit")
MOST_COMMITS = 12
WATCHED = (
    "cases", "case_events", "tasks", "letters", "process_steps", "outbox", "staff_notices",
    "exports", "report_runs", "publication_events",
)  # fmt: skip


class Mortal:
    """Does acts in a process that dies where it is told to."""

    def __init__(self, process: Process, house: House) -> None:
        self.process, self.house = process, house
        self.kills = 0
        self.says: dict[str, Any] = {}
        """What the item of the cases is to say there: `lapse`, `silence`."""

    async def once(self, act: str, values: list[Any], who: StaffMember | None, point: str) -> str:
        whose = {"staff": who.staff_id} if who else {"user": self.house.user_id}
        job = {"act": act, "values": values, "point": point, **whose, **self.says}
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
            assert said == "killed", (act, point, said)
            assert await counted() == stood, (act, point)
        assert await self.once(act, list(values), by, "committed") == "killed", act
        await must_be_legal(number)
        done = await decided(number)
        again = await self.once(act, list(values), by, "")
        assert again == "done" or again.startswith("refused"), (act, again)
        assert await decided(number) == done, act
        await must_be_legal(number)

    async def promises(self, topic: str) -> int:
        """Every promise of a topic: the worker is killed before and after each of its commits,
        and somebody else goes on; kept, it is kept. Returns how many there were."""
        waiting = [entry_id for entry_id, named in await queue.due(500) if named == topic]
        for entry_id in waiting:
            points = [f"{p}:{n}" for n in range(1, MOST_COMMITS) for p in ("commit", "committed")]
            for point in ("first", *points):
                said = await self.once("keep", [entry_id], None, point)
                await holds_ran_out()
                if said == "done":
                    break
                assert said == "killed", (topic, point, said)
            assert await is_kept(entry_id), (topic, point)
            assert await self.once("keep", [entry_id], None, "") == "done"
        return len(waiting)

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


async def is_kept(entry_id: str) -> bool:
    async with db.reading() as session:
        entry = await session.get(OutboxEntry, entry_id)
        assert entry is not None
        return entry.done_at is not None


async def holds_ran_out() -> None:
    """As if so much time had gone by that whoever held something no longer does."""
    async with db.writing() as session:
        await session.execute(
            update(OutboxEntry)
            .where(OutboxEntry.done_at.is_(None))
            .values(claimed_until=None, next_attempt_at=now())
        )
        await session.execute(update(Export).values(held_until=None))
