"""What people of this hall came for lately, the most wanted first.

Counted are numbers drawn here and codes of this hall that were scanned, of the last 30 days; cases
handed in (they know no hall) decide between equals. Only items served in the hall are shown, and
with no figures they stand as its counters name them.
"""

from __future__ import annotations

import time
from collections import Counter as Tally
from collections.abc import Iterable, Sequence
from datetime import timedelta

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from flows.self_service import repository
from flows.self_service.errors import NotATerminal
from foundation.clock import local, now
from foundation.models import Counter
from foundation.viewer import DeviceMember
from knowledge_base.catalogue import CatalogueEntry, catalogue

LATELY, SHOWN, FRESH_SECONDS = timedelta(days=30), 12, 300.0
_counted: dict[str, tuple[float, tuple[str, ...], bool]] = {}
"""By hall: until when it holds (figures of 30 days do not turn in five minutes), the codes, and
whether anybody came."""


class PopularItem(BaseModel):
    code: str
    name: str
    short_name: str
    department: str
    summary: str
    is_guided: bool = True


class PopularItems(BaseModel):
    """`is_counted`: somebody came for one of them lately; else they are what is served here."""

    items: list[PopularItem]
    is_counted: bool


async def popular_items(session: AsyncSession, device: DeviceMember) -> PopularItems:
    """For the terminal itself, of its own hall; figures of nobody in particular.

    Raises: NotATerminal.
    """
    if device.kind != "terminal":
        raise NotATerminal
    until, codes, is_counted = _counted.get(device.hall_id, (0.0, (), False))
    if time.monotonic() >= until:
        codes, is_counted = await _count(session, device.hall_id)
        _counted[device.hall_id] = time.monotonic() + FRESH_SECONDS, codes, is_counted
    found = (catalogue().find(code) for code in codes)
    return PopularItems(items=[_show(entry) for entry in found if entry], is_counted=is_counted)


async def _count(session: AsyncSession, hall_id: str) -> tuple[tuple[str, ...], bool]:
    since = now() - LATELY
    served = _served(await repository.counters_of(session, hall_id))
    came: Tally[str] = Tally(await repository.scanned_since(session, hall_id, local(since).date()))
    for code, of_line, drawn in await repository.drawn_since(session, hall_id, local(since).date()):
        if wanted := code or (of_line[0] if len(of_line) == 1 else ""):
            came[wanted] += drawn
    codes = in_order(served, came, await repository.cases_since(session, since))
    return codes, any(came[code] for code in codes)


def in_order(served: Sequence[str], came: Tally[str], cases: dict[str, int]) -> tuple[str, ...]:
    """The most wanted first; equals as `served` names them (sorting is stable)."""
    wanted = sorted(served, key=lambda code: (-came[code], -cases.get(code, 0)))
    return tuple(wanted[:SHOWN])


def _served(counters: Iterable[Counter]) -> list[str]:
    """Items in the order of the counters; what only a counter for everything serves comes last."""
    counters = list(counters)
    named = [code for counter in counters for code in counter.items]
    if any(not counter.items for counter in counters):
        named += [entry.code for entry in catalogue()]
    return [code for code in dict.fromkeys(named) if catalogue().find(code)]


def _show(entry: CatalogueEntry) -> PopularItem:
    item = entry.document.item
    return PopularItem(
        code=item.code, name=item.name, short_name=item.short_name,
        department=item.department.name, summary=item.summary,
    )  # fmt: skip
