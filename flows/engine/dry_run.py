"""The engine itself walks the diagram before anybody is let in: branch by branch, loaded and
saved at every step. What the play with tokens found sound must be so in the engine too."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Literal

from flows.engine.diagrams import Diagram, Node
from flows.engine.machine import answering
from flows.engine.running import Run, WaitingStep, WaitingTimer
from flows.engine.tracks import passed
from foundation.logging import logger

MAX_STEPS, LEAST_WALKS, LONGEST = 600, 4, 150
TAKE_BACK = 0.1

log = logger("engine")


Act = Literal["done", "fired", "returned"]


@dataclass(frozen=True, slots=True)
class Way:
    """One walk: what was done where (for `returned`, the step it was taken back to), the flows
    (from, to) it came by, and whether it came to an end within the longest walk."""

    moves: list[tuple[Act, str]]
    flows: set[tuple[str, str]]
    is_over: bool


@dataclass(slots=True)
class _Walks:
    diagram: Diagram
    spec: str
    chance: random.Random = field(default_factory=lambda: random.Random(0))
    steps: int = 0
    open: set[tuple[str, str]] = field(default_factory=set)
    ways: list[Way] = field(default_factory=list)


def dry_run(diagram: Diagram, spec: str) -> list[Way]:
    """Adds to the diagram's faults; returns the ways walked."""
    walks = _Walks(diagram, spec)
    walks.open = {(flow.source, flow.target) for flow in diagram.flows.values()}
    done = 0
    while not diagram.faults and walks.steps < MAX_STEPS and (walks.open or done < LEAST_WALKS):
        with answering(lambda _text: walks.chance.random() < 0.5):
            _walk(walks, may_return=done % 2 == 1)
        done += 1
    return walks.ways


def _walk(walks: _Walks, *, may_return: bool) -> None:
    here = next(n for n in walks.diagram.nodes.values() if n.kind == "start")
    moves: list[tuple[Act, str]] = []
    try:
        run = Run(walks.spec)
        flows = _note(walks, run)
        while not run.is_over and len(moves) < LONGEST:
            if not _stands_well(walks.diagram, run, here):
                return
            chosen = walks.chance.choice(_waiting(run))
            here = walks.diagram.nodes[chosen.node]
            walks.steps += 1
            run = Run(walks.spec, run.save())
            moves.append(_move(walks, run, chosen, may_return))
            flows |= _note(walks, run)
        walks.ways.append(Way(moves, flows, run.is_over))
    except Exception as error:  # a library's mistake must refuse the diagram, not break the desk
        log.warning("dry_run_failed", error=repr(error))
        walks.diagram.blame(here, "试走时出错，这里的画法执行引擎不支持，请改画得简单些")


def _waiting(run: Run) -> list[WaitingStep | WaitingTimer]:
    return [*run.steps(), *run.timers()]


def _move(
    walks: _Walks, run: Run, chosen: WaitingStep | WaitingTimer, may_return: bool
) -> tuple[Act, str]:
    if isinstance(chosen, WaitingTimer):
        run.fire(chosen.id)
        return "fired", chosen.node
    earlier = run.earlier(chosen.id)
    if may_return and earlier and walks.chance.random() < TAKE_BACK:
        node = walks.chance.choice(earlier).node
        run.take_back(chosen.id, node)
        return "returned", node
    run.complete(chosen.id, {})
    return "done", chosen.node


def _stands_well(diagram: Diagram, run: Run, here: Node) -> bool:
    waiting, beside = run.steps(), diagram.beside()
    nodes = [step.node for step in waiting if step.node not in beside]
    if not waiting and not run.timers():
        diagram.blame(here, "之后流程停住，没有人能办；请检查后面的网关是否配对")
    elif len(set(nodes)) < len(nodes):
        twice = diagram.nodes[max(nodes, key=nodes.count)]
        diagram.blame(twice, "会同时出现两份，请先用并行网关汇合")
    return not diagram.faults


def _note(walks: _Walks, run: Run) -> set[tuple[str, str]]:
    came = passed(run)
    walks.open -= came
    return came
