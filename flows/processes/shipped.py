"""The processes this house ships, published where nothing is yet; then they are the office's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from sqlalchemy.ext.asyncio import AsyncSession

from flows.engine.definitions import read_definition
from flows.processes import repository
from flows.processes.templates import add_version
from foundation.clock import now
from foundation.models import ProcessTemplate, new_id

HOME = Path(__file__).parents[1] / "definitions"


@dataclass(frozen=True, slots=True)
class Shipped:
    key: str
    name: str
    bpmn: str
    about: str = ""


def shipped() -> list[Shipped]:
    """By key. Each stands in a folder: `process.bpmn`, `process.yaml`, `test_ways.yaml`."""
    found = []
    for folder in sorted(path.parent for path in HOME.glob("*/process.yaml")):
        said = yaml.safe_load((folder / "process.yaml").read_text(encoding="utf-8"))
        bpmn = (folder / "process.bpmn").read_text(encoding="utf-8")
        found.append(Shipped(said["key"], said["name"], bpmn, said.get("about", "")))
    return found


async def bring(session: AsyncSession) -> int:
    """Publish those whose key nobody has yet; returns how many. Safe to repeat."""
    brought = 0
    for one in shipped():
        if await repository.template_by_key(session, one.key) is not None:
            continue
        template = ProcessTemplate(
            id=new_id(), key=one.key, name=one.name, draft=one.bpmn, version=1, created_at=now()
        )
        session.add(template)
        await session.flush()
        await add_version(session, template, one.bpmn, read_definition(one.bpmn.encode()), None)
        brought += 1
    return brought
