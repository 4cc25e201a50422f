"""Whatever graph is drawn: refused with a sentence that names an element, or it runs well.

«Runs well»: at every moment it is over, or waits for a person or the clock, and it survives being
put down and taken up at every step.
"""

from __future__ import annotations

import random
from typing import Any

from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from flows.engine.definitions import Definition, read_definition
from flows.engine.diagrams import read_diagram
from flows.engine.errors import DiagramRefused
from flows.engine.running import Run
from tests.factories.diagrams import END, START, alarm, drawn, flow, gate, step

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking: a graph half as large takes minutes to find and tells no more."""
KINDS = ("step", "step", "exclusive", "parallel", "inclusive")
CONDITIONS = ('decision == "pass"', 'decision == "return"', "amount > 10", "is_promise")


@st.composite
def blocks(draw: Any) -> bytes:
    """Nested blocks, mostly sound, with a few flows bent to anywhere."""
    nodes: list[str] = []
    flows: list[str] = []
    count = iter(range(1000))

    def piece(depth: int) -> tuple[str, str]:
        kind = draw(st.sampled_from(KINDS if depth else KINDS[:1]))
        name = f"n{next(count)}"
        if kind == "step":
            nodes.append(step(name))
            if draw(st.integers(0, 5)) == 0:
                late = f"n{next(count)}"
                nodes.extend([alarm(f"{name}t", name, interrupts=False), step(late)])
                flows.extend([flow(f"f{next(count)}", f"{name}t", late)])
                flows.extend([flow(f"f{next(count)}", late, "e")])
            return name, name
        inner = [piece(depth - 1) for _ in range(draw(st.integers(2, 3)))]
        first = f"f{next(count)}"
        join = kind if draw(st.integers(0, 9)) else draw(st.sampled_from(KINDS[2:]))
        default = first if kind != "parallel" else ""
        nodes.extend([gate(name, kind, default), gate(f"{name}j", join)])
        for number, (begin, finish) in enumerate(inner):
            this = first if number == 0 else f"f{next(count)}"
            asked = None if kind == "parallel" or number == 0 else draw(st.sampled_from(CONDITIONS))
            flows.extend([flow(this, name, begin, asked)])
            flows.extend([flow(f"f{next(count)}", finish, f"{name}j")])
        return name, f"{name}j"

    parts = [piece(2) for _ in range(draw(st.integers(1, 3)))]
    ends = ["s", *(n for part in parts for n in part), "e"]
    for begin, finish in zip(ends[::2], ends[1::2], strict=True):
        flows.append(flow(f"f{next(count)}", begin, finish))
    if draw(st.booleans()):
        source, target, back = parts[-1][1], parts[0][0], f"n{next(count)}"
        nodes.append(gate(back, "exclusive", "last"))
        flows[-1] = flow(f"f{next(count)}", source, back)
        flows.extend([flow("last", back, "e"), flow("again", back, target, CONDITIONS[1])])
    return drawn(START, END, *nodes, *flows)


def _facts(chance: random.Random) -> dict[str, Any]:
    facts = {
        "decision": chance.choice(["pass", "return", "refuse", "odd"]),
        "amount": chance.choice([1, 50, "many"]),
        "is_promise": chance.choice([True, False, None]),
    }
    return {name: value for name, value in facts.items() if chance.random() < 0.8}


def _move(run: Run, chance: random.Random) -> None:
    step = chance.choice(run.steps())
    earlier = run.earlier(step.id)
    if earlier and chance.random() < 0.1:
        run.take_back(step.id, chance.choice(earlier).node)
    else:
        run.complete(step.id, _facts(chance))


def _runs_well(spec: str, seed: int, beside: set[str]) -> None:
    chance = random.Random(seed)
    run = Run(spec, facts=_facts(chance))
    for _ in range(60):
        if run.is_over:
            assert not run.steps()
            return
        waiting = [*run.steps(), *run.timers()]
        assert waiting, "neither over nor waiting"
        once = [one.node for one in run.steps() if one.node not in beside]
        assert len(set(once)) == len(once)
        if run.steps() and chance.random() < 0.9:
            _move(run, chance)
        elif run.timers():
            run.fire(chance.choice(run.timers()).id)
        run = Run(spec, run.save())


def _published(xml: bytes) -> Definition | None:
    try:
        return read_definition(xml)
    except DiagramRefused as refused:
        if not all(fault.element and fault.message for fault in refused.faults):
            raise
        return None


@settings(max_examples=60, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(blocks(), st.integers(0, 1000))
def test_what_is_published_ends_or_waits(xml: bytes, seed: int) -> None:
    definition = _published(xml)
    if definition is None:
        return
    event("published")
    beside = read_diagram(xml).beside()
    for turn in range(4):
        _runs_well(definition.spec, seed + turn, beside)
