"""From a file a person drew to a definition that runs, or to sentences that say why not."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from flows.engine.checking import check
from flows.engine.diagrams import Diagram, Node, read_diagram
from flows.engine.dry_run import Way, dry_run
from flows.engine.errors import DiagramRefused
from flows.engine.machine import build_spec, spec_to_json
from flows.engine.templates import Known, check_templates, template_of
from flows.engine.tokens import check_play

ANYTHING = Known()
FACTS = ("decision", "item_code", "region", "applicant_kind", "amount", "days", "is_promise")
"""What conditions may ask: the last decision, then what the case says of itself."""


@dataclass(frozen=True, slots=True)
class Step:
    """What the diagram says of one step. `days` are working days; None where none are set.

    `shows`, `requires` and `letters` are ids, `writes` (id, type, label) each: see
    `flows/engine/templates.py`. `id` names a field of the form where the type is empty.
    """

    node: str
    name: str
    kind: str
    role: str
    days: int | None
    shows: Sequence[str] = ()
    requires: Sequence[str] = ()
    writes: Sequence[Sequence[str]] = ()
    letters: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """`spec` is the engine's JSON; `fingerprint` the SHA-256 of it and of the steps."""

    spec: str
    steps: dict[str, Step]
    names: dict[str, str]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What trying a drawing came to: states of the net, ways walked in the engine, seconds taken;
    `branches` are its flows, and how many of them the ways passed."""

    definition: Definition
    diagram: Diagram
    states: int
    ways: list[Way]
    branches: tuple[int, int]
    seconds: float


def read_definition(
    xml: bytes, facts: Collection[str] = FACTS, known: Known = ANYTHING
) -> Definition:
    """Read, check, play through and dry-run. Raises: DiagramRefused with every fault found."""
    return try_out(xml, facts, known).definition


def try_out(xml: bytes, facts: Collection[str] = FACTS, known: Known = ANYTHING) -> Trial:
    """`read_definition`, with what was seen on the way. `known` are the fields steps may name.

    Raises: DiagramRefused.
    """
    began = time.perf_counter()
    diagram = read_diagram(xml)
    check(diagram, facts)
    check_templates(diagram, known)
    states, ways, spec = 0, list[Way](), ""
    if not diagram.faults:
        states = check_play(diagram)
    if not diagram.faults:
        spec = spec_to_json(build_spec(diagram))
        ways = dry_run(diagram, spec)
    if diagram.faults:
        raise DiagramRefused(diagram.faults)
    flows = {(flow.source, flow.target) for flow in diagram.flows.values()}
    walked = len(flows & {pair for way in ways for pair in way.flows})
    taken = time.perf_counter() - began
    return Trial(_defined(diagram, spec), diagram, states, ways, (len(flows), walked), taken)


def _defined(diagram: Diagram, spec: str) -> Definition:
    steps = {n.id: _step(n) for n in diagram.nodes.values() if n.kind == "step"}
    names = {n.id: n.name for n in diagram.nodes.values()}
    parts: list[Any] = [spec, [list(_plain(step)) for step in steps.values()], names]
    marks = hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return Definition(spec, steps, names, marks)


def _step(node: Node) -> Step:
    said = template_of(node)
    return Step(
        node.id,
        node.name,
        node.step,
        node.role,
        int(node.days) if node.days else None,
        said.shows,
        said.requires,
        [[w.id, w.type, w.label] for w in said.writes],
        said.letters,
    )


def _plain(step: Step) -> tuple[Any, ...]:
    """What a fingerprint is made of; a step without a template has that of before there were."""
    said = step.node, step.name, step.kind, step.role, step.days
    template = (step.shows, step.requires, step.writes, step.letters)
    return (*said, *template) if any(template) else said
