"""What this process serves follows what is published: asked often, read anew only when changed."""

from __future__ import annotations

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from foundation import db
from foundation.logging import logger
from knowledge_base import repository
from knowledge_base.catalogue import Catalogue, CatalogueEntry, catalogue, serve
from knowledge_base.pieces import SHAPES

LOOK_SECONDS = 0.5
"""How often a process asks; what an officer publishes is served everywhere within two seconds."""

_PAUSE_AFTER_FAILURE = 5.0
_seen = -1

log = logger("knowledge")


async def follow(session: AsyncSession) -> bool:
    """Take in what was published since this process last looked; whether there was anything."""
    global _seen
    current = await repository.generation(session)
    if current == _seen:
        return False
    served = {entry.code: entry for entry in catalogue()}
    marks = {key: mark for _kind, key, mark in await repository.published_marks(session, ["item"])}
    stale = [
        key for key, mark in marks.items() if key not in served or served[key].revision != mark
    ]
    fresh = (
        {
            row.key: CatalogueEntry(SHAPES["item"].model.model_validate(row.body), row.fingerprint)
            for row in await repository.published(session, shapes=["item"], keys=stale)
        }
        if stale
        else {}
    )
    serve(Catalogue([fresh.get(key) or served[key] for key in marks]) if marks else None)
    _seen = current
    return True


async def follow_now() -> None:
    """Look once; for the beginning of a task."""
    async with db.reading() as session:
        await follow(session)


async def keep_following() -> None:
    """Look again and again; a database that is away is asked again a little later."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            await follow_now()
        except Exception as error:
            log.warning("knowledge_not_followed", error=repr(error))
            await asyncio.sleep(_PAUSE_AFTER_FAILURE)


def forget() -> None:
    """Look anew next time, whatever the generation (another database is in use)."""
    global _seen
    _seen = -1
    serve(None)
