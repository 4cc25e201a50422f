"""The reports the house ships, as files; brought once, then the offices' own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from flows.reports import repository
from flows.reports.definitions import Definition
from flows.reports.writing import body_of, read_yaml

FOLDER = Path(__file__).parent / "shipped"
AUTHOR = "系统自带"


@cache
def shipped() -> tuple[Definition, ...]:
    """Every shipped definition, in the order of the file names."""
    return tuple(read_yaml(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yaml")))


async def bring(session: AsyncSession) -> int:
    """Save the shipped definitions nobody has yet; returns how many. Safe to repeat: what an
    office has changed stays as it is."""
    added = 0
    for definition in shipped():
        if await repository.latest_version(session, definition.key) is None:
            added += await repository.add_version(
                session, definition.key, 1, body_of(definition), AUTHOR
            )
    return added
