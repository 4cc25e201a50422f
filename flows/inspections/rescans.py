"""Stills kept while the virus scanner was away are scanned when it is back; an infected one stays
in its place and is not opened again."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from flows.inspections import repository
from flows.vault.service import read_stored
from foundation import db
from foundation.intake import scanner
from foundation.models import InspectionStill
from foundation.queue import Payload, handles, promise

RESCAN = "inspections.rescan"


def promise_rescan(session: AsyncSession, still: InspectionStill) -> None:
    promise(session, RESCAN, {"still_id": still.id})


@handles(RESCAN)
async def rescan(payload: Payload) -> None:
    """Raises: ConnectionError while the scanner is still away; the promise is then kept later."""
    async with db.reading() as session:
        still = await repository.unscanned_still(session, payload["still_id"])
    if still is None:
        return
    name = f"照片{still.sequence}"
    content = await read_stored(still.inspection_id, still.original_sha256, name)
    outcome = await scanner.verdict_of(content)
    async with db.writing() as session:
        found = await repository.unscanned_still(session, payload["still_id"])
        if found is not None:
            found.scan = outcome


async def ask_again(session: AsyncSession) -> int:
    """Promise anew what was given up because the scanner stayed away long; returns how many."""
    waiting = await repository.unscanned_stills(session)
    for still in waiting:
        promise_rescan(session, still)
    return len(waiting)
