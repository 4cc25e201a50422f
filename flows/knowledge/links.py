"""Addresses that content points to, and which of them answer no more; what names no source."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from adapters.links.port import LinkPort, Look
from flows.knowledge import repository
from flows.knowledge.presenter import show_entry
from flows.knowledge.views import BrokenLink
from foundation import db
from foundation.clock import now, today
from foundation.models import LinkCheck
from foundation.queue import Payload, promise
from foundation.viewer import StaffMember

CHECK_LINKS = "knowledge.check_links"
AT_ONCE = 8
_NAMES = frozenset({"url", "online_url", "form_url", "sample_url"})
Bodies = Sequence[repository.Said]


@dataclass(frozen=True, slots=True)
class Links:
    known: int
    broken: list[BrokenLink]


def links_of(body: Any) -> Iterator[str]:
    """Every address a body points to, wherever it stands."""
    if isinstance(body, dict):
        for name, value in body.items():
            if name in _NAMES and isinstance(value, str):
                yield value
            else:
                yield from links_of(value)
    elif isinstance(body, list):
        for member in body:
            yield from links_of(member)


def sourceless(bodies: Bodies) -> list[str]:
    """Ids of entries that name neither a document number nor an address as their source."""
    return [row[0] for row in bodies if not _is_sourced(row[1], row[2])]


async def broken_links(session: AsyncSession, bodies: Bodies, checks: Sequence[LinkCheck]) -> Links:
    """Addresses that did not answer when last asked, with the entries that name them."""
    naming: dict[str, list[str]] = {}
    for entry_id, _shape, body in bodies:
        for url in set(links_of(body)):
            naming.setdefault(url, []).append(entry_id)
    broken = [c for c in checks if c.is_broken and c.url in naming]
    ids = list({entry_id for check in broken for entry_id in naming[check.url]})
    lines, _total = await repository.list_entries(session, repository.of_ids(ids), 0, len(ids) or 1)
    day = today()
    entries = {line[0].id: show_entry(line, day) for line in lines}
    return Links(
        known=len(naming),
        broken=[
            BrokenLink(
                url=check.url,
                detail=check.detail,
                checked_at=check.checked_at,
                entries=[entries[i] for i in naming[check.url] if i in entries],
            )
            for check in broken
        ],
    )


async def ask_to_check(session: AsyncSession, staff: StaffMember) -> None:
    """Have every address asked again; the worker does it."""
    staff.must_hold("knowledge.edit")
    promise(session, CHECK_LINKS, {})


async def check_links(port: LinkPort, _payload: Payload) -> None:
    """Ask every address once and keep what came of it; safe to repeat."""
    async with db.reading() as session:
        bodies = await repository.published_bodies(session)
    urls = sorted({url for _id, _shape, body in bodies for url in links_of(body)})
    for start in range(0, len(urls), AT_ONCE):
        some = urls[start : start + AT_ONCE]
        looks = await asyncio.gather(*(port.look(url) for url in some))
        async with db.writing() as session:
            for url, look in zip(some, looks, strict=True):
                await repository.put_link_check(session, _checked(url, look))
    async with db.writing() as session:
        await repository.drop_link_checks(session, {_hash(url) for url in urls})


def _checked(url: str, look: Look) -> LinkCheck:
    return LinkCheck(
        url_hash=_hash(url),
        url=url,
        is_broken=not look.is_reached,
        detail=look.detail[:200],
        checked_at=now(),
    )


def _is_sourced(shape: str, body: dict[str, Any]) -> bool:
    if shape in ("rules", "letter", "checklist"):
        return True  # they rest on the sources of their item, on the laws of house.yaml
    if shape == "item":
        sources: list[dict[str, Any]] = list(body["item"]["sources"].values())
    elif shape == "document":
        sources = [body]
    else:
        sources = [body.get("source") or {}]
    return any(s.get("document_number") or s.get("url") for s in sources)


def _hash(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()
