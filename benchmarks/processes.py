"""What a step of a drawn process costs, and whether timers keep their time with many under way.

`python -m benchmarks.processes [N]`: N running instances (default 10,000) on an embedded database
of its own. A step is compared in turns with bare SpiffWorkflow on the same diagram: its own
serializer, load, one user task, save; in processor time, because SQLite works in this process and
the machine may be shared. Printed with whether each promise was kept.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import select

from flows.engine.definitions import Definition, read_definition
from flows.engine.machine import new_workflow, spec_from_json
from flows.engine.running import Run
from flows.processes import repository, service, timers
from flows.processes.shipped import shipped
from foundation import db
from foundation.clock import now
from foundation.models import ProcessEvent, ProcessStep, ProcessTimer
from foundation.settings import settings
from foundation.viewer import PERMISSIONS, StaffMember
from tests.factories import processes
from tests.factories.diagrams import END, START, alarm, drawn, flow, line, step
from tests.fixtures.environment import prepare_environment
from tests.fixtures.redis import redis_server

ROUNDS, RATIO, LATE_SECONDS, DUE, PATIENCE = 200, 2.0, 5.0, 400, 60.0
SOON = "PT15S"

Promise = tuple[str, str, bool]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    folder = prepare_environment(0)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'bench.db'}"
    settings.cache_clear()
    db.forget_engine()
    subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], check=True)
    with redis_server(os.environ["REDIS_URL"]):
        promises = asyncio.run(_measure(count))
    print()
    for name, value, is_kept in promises:
        print(f"{'kept  ' if is_kept else 'BROKEN'}  {name:<62} {value}")
    sys.exit(0 if all(is_kept for *_, is_kept in promises) else 1)


async def _measure(count: int) -> list[Promise]:
    house = await processes.open_house()
    await processes.publish(shipped()[0].bpmn.encode())
    began = time.perf_counter()
    for number in range(count):
        await processes.case_on(house, number)
    print(f"{count} instances begun in {time.perf_counter() - began:.1f} s")
    return [*await _steps(house), await _timers(house, count)]


async def _steps(house: processes.House) -> list[Promise]:
    definition = read_definition(shipped()[0].bpmn.encode())
    bare, engine = _bare(definition), _engine(definition)
    async with db.reading() as session:
        listed = await session.scalars(select(ProcessStep.id).limit(ROUNDS))
        ids = listed.all()
    times: dict[str, list[float]] = {"bare": [], "engine": [], "kept": [], "whole": []}
    for step_id in ids:
        async with db.writing() as session:
            await service.claim(session, house.clerk, step_id)
        times["bare"].append(_timed(bare))
        times["engine"].append(_timed(engine))
        times["kept"].append(await _kept(step_id))
        began = time.process_time()
        async with db.writing() as session:
            await service.complete(session, house.clerk, step_id, "pass")
        times["whole"].append(time.process_time() - began)
    ms = {name: median(taken) * 1000 for name, taken in times.items()}
    names = {
        "engine": "load, step, save in memory / bare SpiffWorkflow",
        "kept": "load, step, save in the database, committed / bare",
    }
    print(f"the whole act of a person (rights, rows, timers, trace): {ms['whole']:.2f} ms")
    return [
        (
            said,
            f"{ms[name]:.2f} ms / {ms['bare']:.2f} ms = {ms[name] / ms['bare']:.2f} (≤ {RATIO})",
            ms[name] <= RATIO * ms["bare"],
        )
        for name, said in names.items()
    ]


async def _kept(step_id: str) -> float:
    """A step made on the stored instance and stored; undone after the clock has stopped."""
    began = time.process_time()
    async with db.writing() as session:
        instance, step = await repository.access_step(session, _seer(), step_id)
        before = instance.engine_state
        spec = await repository.spec_of(session, instance.version_id)
        run = Run(spec.body, before)
        run.complete(step.task_id, {"decision": "pass"})
        instance.engine_state = run.save()
    taken = time.process_time() - began
    async with db.writing() as session:
        session.add(instance)
        instance.engine_state = before
    return taken


def _seer() -> StaffMember:
    return StaffMember("", "", "", "officer", "", "", PERMISSIONS["officer"])


def _timed(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _bare(definition: Definition) -> Callable[[], Any]:
    serializer = BpmnWorkflowSerializer()
    ours = new_workflow(spec_from_json(definition.spec))
    flow = BpmnWorkflow(ours.spec, script_engine=ours.script_engine)
    flow.do_engine_steps()
    kept = serializer.serialize_json(flow)

    def once() -> None:
        flow = serializer.deserialize_json(kept)
        flow.script_engine = ours.script_engine
        task = flow.get_next_task(state=TaskState.READY, manual=True)
        task.data.update(decision="pass")
        task.run()
        flow.do_engine_steps()
        serializer.serialize_json(flow)

    return once


def _engine(definition: Definition) -> Callable[[], Any]:
    kept = Run(definition.spec).save()

    def once() -> None:
        run = Run(definition.spec, kept)
        run.complete(run.steps()[0].id, {"decision": "pass"})
        run.save()

    return once


async def _timers(house: processes.House, count: int) -> Promise:
    """400 more whose alarm goes off within seconds of each other, swept as the beat does."""
    await processes.publish(_alarming())
    for number in range(count, count + DUE):
        await processes.case_on(house, number)
    async with db.reading() as session:
        rows = await session.execute(
            select(ProcessTimer.instance_id, ProcessTimer.due_at).where(ProcessTimer.node == "late")
        )
        due = {row[0]: row[1] for row in rows}
    patience = time.monotonic() + PATIENCE
    fired: dict[str, float] = {}
    while len(fired) < len(due) and time.monotonic() < patience:
        next_beat = time.monotonic() + timers.SWEEP_SECONDS
        await timers.fire_due()
        async with db.reading() as session:
            rows = await session.execute(
                select(ProcessEvent.subject, ProcessEvent.at).where(ProcessEvent.act == "timer")
            )
            fired = {row[0]: (row[1] - due[row[0]]).total_seconds() for row in rows}
        await asyncio.sleep(max(0.0, next_beat - time.monotonic()))
    latest = max(fired.values(), default=PATIENCE)
    span = (max(due.values()) - min(due.values())).total_seconds()
    return (
        f"{len(fired)} of {DUE} timers due within {span:.1f} s, {count} others under way",
        f"fired at most {latest:.2f} s after due (≤ {LATE_SECONDS})",
        len(fired) == DUE and latest <= LATE_SECONDS and max(due.values()) < now(),
    )


def _alarming() -> bytes:
    return drawn(
        START,
        END,
        step("take", "受理", "accept", "clerk"),
        alarm("late", "take", SOON, interrupts=False),
        step("watch", "督办", "escalate", "supervisor"),
        '<bpmn:endEvent id="e2"/>',
        line("s", "take", "e"),
        flow("g1", "late", "watch"),
        flow("g2", "watch", "e2"),
    )


if __name__ == "__main__":
    main()
