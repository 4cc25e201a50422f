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
from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from adapters import registry
from flows.access.members import member_of
from flows.cases import repository as cases
from flows.conversations import notices
from flows.exports import service as exports
from flows.exports.request import ExportRequest
from flows.exports.writing import write_export
from flows.licences import issuing
from flows.processes import opinions, passing, timers
from flows.processes import service as processes
from flows.publications import following
from flows.publications import service as publications
from flows.reports import running as reports
from flows.staff import clocks, work
from flows.workflow import handing_in, watching
from foundation import db, queue
from foundation.clock import now
from foundation.errors import Problem
from foundation.models import Staff
from foundation.viewer import Viewer
from knowledge_base.catalogue import catalogue
from knowledge_base.schemas.item import Lapse
from tests.factories.work import let_food_say, submit, supplement


async def _export(session: Any, who: Any, key: str) -> None:
    await exports.ask(session, who, key, ExportRequest(columns=["number", "applicant"]))


async def _begin_reports() -> None:
    await reports.begin_due(now() + timedelta(days=5))


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
    "export": _export,
    "publication": publications.act_on,
}
SWEEPS: dict[str, Any] = {
    "watch": watching.watch, "fire": timers.fire_due, "reports": _begin_reports,
}  # fmt: skip


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _count_down(left: list[int]) -> None:
    left[0] -= 1
    if not left[0]:
        _die()


def _listen(point: str) -> None:
    """Die before the first change is written (`first`), between the change and its promise
    (`promise`; before the commit where nothing is promised), before the commit of what was
    written (`commit`, `commit:2` the second one), or after it and before the answer
    (`committed`)."""
    name, _, nth = point.partition(":")
    left = [int(nth or 1)]

    def before(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        writes = statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        if writes and name == "first":
            _die()
        if name == "promise" and statement.startswith("INSERT INTO outbox"):
            _die()

    def ends(session: Session, wanted: tuple[str, ...]) -> None:
        pending = session.new or session.dirty or session.deleted
        if name in wanted and (session.info.get("wrote") or pending):
            _count_down(left)

    def over(session: Session) -> None:
        ends(session, ("committed",))
        session.info.pop("wrote", None)

    event.listen(db.engine().sync_engine, "before_cursor_execute", before)
    event.listen(Session, "after_flush", lambda s, _c: s.info.update(wrote=True))
    event.listen(Session, "do_orm_execute", _note_bulk)
    event.listen(Session, "before_commit", lambda s: ends(s, ("commit", "promise")))
    event.listen(Session, "after_commit", over)


def _note_bulk(state: Any) -> None:
    if state.is_update or state.is_insert or state.is_delete:
        state.session.info["wrote"] = True


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


async def _follow_letter(payload: dict[str, Any]) -> None:
    await following.follow_letter(payload)
    await issuing.follow_letter(payload)


async def _report(payload: dict[str, Any]) -> None:
    await following.report(registry.publicity_client(), payload)


async def _make(payload: dict[str, Any]) -> None:
    await issuing.make(registry.licence_client(), payload)


HANDLERS: dict[str, Any] = {
    "cases.changed": _tell, "exports.write": write_export, "reports.compute": reports.compute,
    "letters.changed": _follow_letter, "publications.report": _report, "licences.make": _make,
}  # fmt: skip


def _one(job: dict[str, Any], answer: int) -> None:
    lapse = job.get("lapse")
    if lapse or job.get("silence"):
        let_food_say(Lapse.model_validate(lapse) if lapse else None, job.get("silence"))
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
    queue.handlers.update({topic: ("default", handler) for topic, handler in HANDLERS.items()})
    queue.ring = lambda entry_id, topic: None
    catalogue()
    assert cases
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what is logged is no answer
    print("ready", file=answers, flush=True)
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
        print(said or "killed", file=answers, flush=True)


if __name__ == "__main__":
    main()
