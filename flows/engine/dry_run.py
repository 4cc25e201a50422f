"""The engine itself walks the diagram before anybody is let in: branch by branch, loaded and
saved at every step. What the play with tokens found sound must be so in the engine too."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from flows.engine.diagrams import Diagram, Node
from flows.engine.machine import answering, node_id
from flows.engine.running import Run, WaitingStep, WaitingTimer
from foundation.logging import logger

MAX_STEPS, LEAST_WALKS, LONGEST = 600, 4, 150
TAKE_BACK = 0.1

log = logger("engine")


@dataclass(slots=True)
class _Walks:
    diagram: Diagram
    spec: str
    chance: random.Random = field(default_factory=lambda: random.Random(0))
    steps: int = 0
    open: set[tuple[str, str]] = field(default_factory=set)


def dry_run(diagram: Diagram, spec: str) -> None:
    """Adds to the diagram's faults."""
    walks = _Walks(diagram, spec)
    walks.open = {(flow.source, flow.target) for flow in diagram.flows.values()}
    done = 0
    while not diagram.faults and walks.steps < MAX_STEPS and (walks.open or done < LEAST_WALKS):
        with answering(lambda _text: walks.chance.random() < 0.5):
            _walk(walks, may_return=done % 2 == 1)
        done += 1


def _walk(walks: _Walks, *, may_return: bool) -> None:
    here = next(n for n in walks.diagram.nodes.values() if n.kind == "start")
    try:
        run = Run(walks.spec)
        for _ in range(LONGEST):
            _note(walks, run)
            if run.is_over or not _stands_well(walks.diagram, run, here):
                return
            chosen = walks.chance.choice(_waiting(run))
            here = walks.diagram.nodes[chosen.node]
            walks.steps += 1
            run = Run(walks.spec, run.save())
            _move(walks, run, chosen, may_return)
    except Exception as error:  # a library's mistake must refuse the diagram, not break the desk
        log.warning("dry_run_failed", error=repr(error))
        walks.diagram.blame(here, "试走时出错，这里的画法执行引擎不支持，请改画得简单些")


def _waiting(run: Run) -> list[WaitingStep | WaitingTimer]:
    return [*run.steps(), *run.timers()]


def _move(walks: _Walks, run: Run, chosen: WaitingStep | WaitingTimer, may_return: bool) -> None:
    if isinstance(chosen, WaitingTimer):
        run.fire(chosen.id)
        return
    earlier = run.earlier(chosen.id)
    if may_return and earlier and walks.chance.random() < TAKE_BACK:
        run.take_back(chosen.id, walks.chance.choice(earlier).node)
    else:
        run.complete(chosen.id, {})


def _stands_well(diagram: Diagram, run: Run, here: Node) -> bool:
    waiting, beside = run.steps(), diagram.beside()
    nodes = [step.node for step in waiting if step.node not in beside]
    if not waiting and not run.timers():
        diagram.blame(here, "之后流程停住，没有人能办；请检查后面的网关是否配对")
    elif len(set(nodes)) < len(nodes):
        twice = diagram.nodes[max(nodes, key=nodes.count)]
        diagram.blame(twice, "会同时出现两份，请先用并行网关汇合")
    return not diagram.faults


def _note(walks: _Walks, run: Run) -> None:
    for task in run.workflow.get_tasks():
        if task.parent is not None:
            names = (task.parent.task_spec.name, task.task_spec.name)
            source, target = (node_id(n.removesuffix(".BoundaryEventSplit")) for n in names)
            walks.open.discard((source, target))
