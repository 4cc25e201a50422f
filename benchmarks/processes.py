"""What a step of a drawn process costs, and whether timers keep their time with many under way.

`python -m benchmarks.processes [N]`: N running instances (default 10,000) on an embedded database
of its own. A step is compared with bare SpiffWorkflow in the same run, in turns: the same diagram,
its own serializer, load, one user task, save. Printed with whether each promise was kept.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

ROUNDS, RATIO, LATE_SECONDS, SPREAD, DUE = 300, 2.0, 5.0, 20.0, 400

Promise = tuple[str, str, bool]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.db'}"
        os.environ.setdefault("DATA_DIR", folder)
        os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:1/0")
        promises = [*_engine(), *asyncio.run(_kept(count))]
    print()
    for name, value, is_kept in promises:
        print(f"{'kept  ' if is_kept else 'BROKEN'}  {name:<58} {value}")
    sys.exit(0 if all(is_kept for *_, is_kept in promises) else 1)


def _engine() -> list[Promise]:
    """The engine's part alone: JSON to JSON, beside SpiffWorkflow's own serializer."""
    from SpiffWorkflow.bpmn import BpmnWorkflow
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
    from SpiffWorkflow.util.task import TaskState

    from flows.engine.definitions import read_definition
    from flows.engine.machine import registry, spec_from_json
    from flows.engine.running import Run

    definition = read_definition(_diagram())
    serializer = BpmnWorkflowSerializer()
    bare_spec = serializer.from_dict(registry().convert(spec_from_json(definition.spec)))
    bare = BpmnWorkflow(bare_spec)
    bare.do_engine_steps()
    bare_json, our_json = serializer.serialize_json(bare), Run(definition.spec).save()
    bares, ours = [], []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        flow = serializer.deserialize_json(bare_json)
        flow.get_next_task(state=TaskState.READY, manual=True).run()
        flow.do_engine_steps()
        serializer.serialize_json(flow)
        bares.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        run = Run(definition.spec, our_json)
        run.complete(run.steps()[0].id, {"decision": "pass"})
        run.save()
        ours.append(time.perf_counter() - begin)
    _bare_ms.append(median(bares) * 1000)
    return [_ratio("engine: load, step, save / bare SpiffWorkflow", median(ours) * 1000)]


_bare_ms: list[float] = []


def _ratio(name: str, mine: float) -> Promise:
    bare = _bare_ms[0]
    said = f"{mine:.2f} ms / {bare:.2f} ms = {mine / bare:.2f} (≤ {RATIO})"
    return name, said, mine / bare <= RATIO


async def _kept(count: int) -> list[Promise]:
    import subprocess

    subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], check=True)
    from flows.processes import timers
    from tests.factories import processes

    house = await processes.open_house()
    await processes.publish(_diagram())
    await _fill(house, count)
    whole = await _whole_steps(house)
    late, fired = await _fire(timers, count)
    return [
        _ratio("with database: claim's rows, step, mirror, trace, commit / bare", whole),
        (
            f"{fired} of {min(DUE, count)} timers fired, {count} instances under way",
            f"latest {late:.2f} s after due (≤ {LATE_SECONDS})",
            fired == min(DUE, count) and late <= LATE_SECONDS,
        ),
    ]
