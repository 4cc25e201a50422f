"""What is shipped can be published and drawn, and goes the ways written beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from flows.engine.definitions import read_definition
from flows.engine.diagrams import read_diagram
from flows.engine.running import Run
from flows.processes.shipped import HOME, bring
from foundation import db

WAYS = [
    (path.parent, way)
    for path in sorted(HOME.glob("*/test_ways.yaml"))
    for way in yaml.safe_load(path.read_text(encoding="utf-8"))
]
FOLDERS = sorted(path.parent for path in HOME.glob("*/process.bpmn"))


@pytest.mark.parametrize(("folder", "way"), WAYS, ids=[way["name"] for _, way in WAYS])
def test_it_goes_the_ways_written_beside_it(folder: Path, way: dict[str, Any]) -> None:
    definition = read_definition((folder / "process.bpmn").read_bytes())
    run = Run(definition.spec)
    for act in way["does"]:
        node, what = act.split()
        if what == "fires":
            run.fire(next(timer.id for timer in run.timers() if timer.node == node))
        else:
            run.complete(next(s.id for s in run.steps() if s.node == node), {"decision": what})
    assert sorted(step.node for step in run.steps()) == sorted(way["stands"])
    assert run.is_over == (not way["stands"])


@pytest.mark.parametrize("folder", FOLDERS, ids=[f.name for f in FOLDERS])
def test_every_element_has_its_place_on_the_drawing(folder: Path) -> None:
    xml = (folder / "process.bpmn").read_bytes()
    drawn = {e.get("bpmnElement") for e in etree.fromstring(xml).iter() if e.get("bpmnElement")}
    diagram = read_diagram(xml)
    assert {*diagram.nodes, *diagram.flows} <= drawn


async def test_it_is_brought_once(database: str) -> None:
    async with db.writing() as session:
        assert await bring(session) == len(FOLDERS)
    async with db.writing() as session:
        assert await bring(session) == 0
