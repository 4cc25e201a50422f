"""What this process serves follows what is published: asked often, read anew only when changed."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from foundation import db
from foundation.logging import logger
from knowledge_base import repository
from knowledge_base.catalogue import Catalogue, CatalogueEntry, serve
from knowledge_base.faq import serve_faqs
from knowledge_base.inspections import serve_checklists
from knowledge_base.letters import serve_letter_texts
from knowledge_base.pieces import SHAPES, ShapeName
from knowledge_base.places import serve_places
from knowledge_base.regions import Region
from knowledge_base.regions.model import Level
from knowledge_base.rules import ServedRules, serve_rules
from knowledge_base.schemas.base import Content
from knowledge_base.search.shelf import use_strategy
from knowledge_base.search.strategy import SearchStrategy

LOOK_SECONDS = 0.5
"""How often a process asks; what an officer publishes is served everywhere within two seconds."""

_PAUSE_AFTER_FAILURE = 5.0
_HELD: tuple[ShapeName, ...] = ("item", "faq", "place", "rules", "letter", "checklist")
"""Kept in memory, because every turn may need them; the rest is read when it is asked for."""

_Held = dict[str, tuple[str, Content]]
_seen = -1
_held: dict[ShapeName, _Held] = {}

log = logger("knowledge")


async def follow(session: AsyncSession) -> bool:
    """Take in what was published since this process last looked; whether there was anything."""
    global _seen
    current = await repository.generation(session)
    if current == _seen:
        return False
    for shape in _HELD:
        _held[shape] = await _read(session, shape, _held.get(shape, {}))
    rows = await repository.all_regions(session)
    regions = [Region(r.code, r.name, cast(Level, r.level), r.parent) for r in rows]
    _serve(_held, await repository.published_strategy(session), regions)
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
    serve_faqs(None)
    serve_places(None)
    serve_rules(None)
    serve_letter_texts(None)
    serve_checklists(None)
    use_strategy(None)


async def _read(session: AsyncSession, shape: ShapeName, held: _Held) -> _Held:
    """Everything published of a shape; only what changed is read and proved again."""
    marks = {k: mark for _kind, k, mark in await repository.published_marks(session, [shape])}
    stale = [key for key, mark in marks.items() if held.get(key, ("", None))[0] != mark]
    fresh: _Held = {}
    if stale:
        model = SHAPES[shape].model
        rows = await repository.published(session, shapes=[shape], keys=stale)
        fresh = {row.key: (row.fingerprint, model.model_validate(row.body)) for row in rows}
    return {key: fresh[key] if key in fresh else held[key] for key in marks}


def _serve(
    held: dict[ShapeName, _Held], strategy: dict[str, Any] | None, regions: list[Region]
) -> None:
    items: Any = held["item"].values()
    faqs: Any = held["faq"]
    places: Any = held["place"].values()
    rules: Any = held["rules"]
    serve(Catalogue([CatalogueEntry(document, mark) for mark, document in items]))
    serve_faqs({key: faq for key, (_mark, faq) in faqs.items()})
    serve_places([place for _mark, place in places], regions)
    texts: Any = held["letter"].values()
    serve_letter_texts({text.id: text for _mark, text in texts})
    lists: Any = held["checklist"].values()
    serve_checklists({one.code: one for _mark, one in lists})
    serve_rules({code: ServedRules(*marked) for code, marked in rules.items()})
    use_strategy(None if strategy is None else SearchStrategy.model_validate(strategy))
