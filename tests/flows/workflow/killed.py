"""A process that is killed in the middle: told on its input what to do and where to die.

Started as `python -m tests.flows.workflow.killed`. It loads everything once; each line of JSON is
done in a fork, which ends itself by SIGKILL at the named point, and the line `killed`, `done` or
`refused: …` says how it went.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from flows.access.members import member_of
from flows.cases import repository as cases
from flows.conversations import notices
from flows.processes import opinions, passing, timers
from flows.processes import service as processes
from flows.staff import clocks, work
from flows.workflow import handing_in, watching
from foundation import db, queue
from foundation.errors import Problem
from foundation.models import Staff
from foundation.viewer import Viewer
from knowledge_base.catalogue import catalogue
from tests.factories.work import submit, supplement

ACTS: dict[str, Any] = {
    "submit": submit,
    "supplement": supplement,
    "withdraw": handing_in.withdraw,
    "claim": work.claim_task,
    "release": work.release_task,
    "complete": work.complete_task,
    "return": work.return_task,
    "transfer": work.transfer_task,
    "countersign": work.countersign_task,
    "take_back": processes.take_back,
    "refuse": processes.refuse,
    "urge": passing.urge,
    "opinion": opinions.give_opinion,
    "suspend": clocks.suspend,
    "resume": clocks.end_suspension,
}
SWEEPS = {"watch": watching.watch, "fire": timers.fire_due}


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_if_it_wrote(session: Session) -> None:
    if session.info.get("wrote"):
        _die()


def _count_down(left: list[int]) -> None:
    left[0] -= 1
    if not left[0]:
        _die()


def _listen(point: str) -> None:
    """Die before the first change is written, between the change and its promise, before the
    commit, or after it (`committed:2` after the second one) and before the answer."""
    if point.startswith("committed"):
        left = [int(point.partition(":")[2] or 1)]
        event.listen(Session, "after_commit", lambda _session: _count_down(left))
    if point == "commit":
        event.listen(Session, "before_commit", _die_if_it_wrote)

    def before(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        writes = statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        if writes and point == "first":
            _die()
        if point == "promise" and statement.startswith("INSERT INTO outbox"):
            _die()

    event.listen(db.engine().sync_engine, "before_cursor_execute", before)
    event.listen(Session, "after_flush", lambda s, _c: s.info.update(wrote=True))


async def _do(job: dict[str, Any]) -> None:
    if job["act"] in SWEEPS:
        await SWEEPS[job["act"]]()
    elif job["act"] == "keep":
        await queue.keep(job["values"][0])
    else:
        async with db.writing() as session:
            if "staff" in job:
                row = await session.get(Staff, job["staff"])
                assert row is not None
                who: Any = await member_of(session, row)
            else:
                who = Viewer(job["user"], "natural", "陈大文", "L2", "yueshengshi")
            await ACTS[job["act"]](session, who, *job["values"])


async def _tell(payload: dict[str, Any]) -> None:
    """As the worker's own handler, for an applicant whom no platform knows."""
    await notices.tell_of_change(None, payload)  # type: ignore[arg-type]


def _one(job: dict[str, Any], answer: int) -> None:
    if job["point"]:
        _listen(job["point"])
    try:
        asyncio.run(_do(job))
        said = "done"
    except Problem as problem:
        said = f"refused: {problem.code}"
    os.write(answer, said.encode())
    os._exit(0)


def main() -> None:
    queue.handlers["cases.changed"] = ("default", _tell)
    queue.ring = lambda entry_id, topic: None
    catalogue()
    assert cases
    print("ready", flush=True)
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _one(json.loads(line), writing)
        os.close(writing)
        said = os.read(reading, 1000).decode()
        os.close(reading)
        os.waitpid(child, 0)
        print(said or "killed", flush=True)


if __name__ == "__main__":
    main()
