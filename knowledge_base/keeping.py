"""Bringing things into what is known: shipped content and imports, whole and repeatable.

The same pieces brought twice change nothing. What staff answer for is never overwritten: a newer
piece from outside waits for review beside it (kept aside, where a draft is under way). A brief
item never replaces a full one.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from foundation.clock import now
from foundation.models import new_id
from knowledge_base import repository
from knowledge_base.pieces import Piece
from knowledge_base.repository import Standing

RevisionState = Literal[
    "draft", "in_review", "published", "superseded", "withdrawn", "returned", "archived"
]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it: a member of staff (`staff:<username>`), `content` or `import:<source>`."""

    id: str
    name: str


CONTENT = Actor("content", "随版本提供")
CONSOLE = "console"
"""The origin of an entry that staff answer for, since they published or withdrew it."""


@dataclass(slots=True)
class Brought:
    """What bringing came to, as names `kind:key`."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    for_review: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)

    @property
    def published(self) -> list[str]:
        """What is served and found differently from now on."""
        return [*self.added, *self.changed, *self.withdrawn]


async def bring(
    session: AsyncSession,
    pieces: Iterable[Piece],
    actor: Actor,
    *,
    note: str = "",
    is_whole: bool = False,
    spared: Container[str] = (),
    doubtful: Container[str] = (),
) -> Brought:
    """Publish pieces that are new or changed.

    Args:
        pieces: no two of the same kind and key.
        actor: becomes the origin of what is new or changed.
        note: written beside every revision.
        is_whole: these are all there is of this origin, so what it no longer brings is withdrawn.
        spared: keys not to be withdrawn though they are missing.
        doubtful: keys of pieces that somebody must look at before anybody else does.
    """
    await repository.hold(session)
    batch = _Batch(actor, note, doubtful)
    by_kind: dict[str, list[Piece]] = {}
    for piece in pieces:
        by_kind.setdefault(piece.kind, []).append(piece)
    for kind, of_kind in by_kind.items():
        standing = await repository.standings(session, kind)
        known = [standing[p.key].entry_id for p in of_kind if p.key in standing]
        batch.marks |= await repository.known_fingerprints(session, known)
        for piece in of_kind:
            batch.place(piece, standing.get(piece.key))
        if is_whole:
            there = {piece.key for piece in of_kind}
            gone = [key for key in standing if key not in there and key not in spared]
            batch.withdraw(kind, {key: standing[key] for key in gone})
    await batch.write(session)
    return batch.brought


class _Batch:
    """Decides piece by piece, and writes at the end, many rows at a time."""

    def __init__(self, actor: Actor, note: str, doubtful: Container[str]) -> None:
        self.actor, self.note, self.brought = actor, note, Brought()
        self.doubtful = doubtful
        self.marks: set[tuple[str, str]] = set()
        self._entries: list[dict[str, Any]] = []
        self._revisions: list[dict[str, Any]] = []
        self._events: list[dict[str, Any]] = []
        self._superseded: list[str] = []
        self._withdrawn: list[str] = []
        self._renewed: list[tuple[str, Piece]] = []

    def place(self, piece: Piece, standing: Standing | None) -> None:
        name = f"{piece.kind}:{piece.key}"
        if standing is None:
            is_doubtful = piece.key in self.doubtful
            state: RevisionState = "in_review" if is_doubtful else "published"
            self._add(piece, self._add_entry(piece), 1, state)
            (self.brought.for_review if is_doubtful else self.brought.added).append(name)
        elif standing.fingerprint == piece.fingerprint:
            self.brought.unchanged.append(name)
        elif standing.shape == "item" and piece.shape == "brief":
            self._beside(piece, standing, "archived")
            self.brought.covered.append(name)
        elif standing.origin == CONSOLE or standing.is_open or piece.key in self.doubtful:
            is_new = self._beside(piece, standing, "archived" if standing.is_open else "in_review")
            (self.brought.for_review if is_new else self.brought.unchanged).append(name)
        else:
            self._replace(piece, standing)
            self.brought.changed.append(name)

    def withdraw(self, kind: str, standing: dict[str, Standing]) -> None:
        """Of these, what this origin brought; what staff answer for stays."""
        for key, entry in standing.items():
            if entry.origin == self.actor.id and entry.revision_id:
                self._withdrawn.append(entry.revision_id)
                self._note(
                    entry.entry_id, entry.published_number, "withdrawn", "来源中已没有这一条"
                )
                self.brought.withdrawn.append(f"{kind}:{key}")

    async def write(self, session: AsyncSession) -> None:
        await repository.retire(session, self._superseded, "superseded")
        await repository.retire(session, self._withdrawn, "withdrawn")
        await repository.add_rows(session, self._entries, self._revisions, self._events)
        for entry_id, piece in self._renewed:
            await repository.renew(session, entry_id, piece.title, piece.region, self.actor.id)
        if self.brought.published:
            await repository.next_generation(session)

    def _replace(self, piece: Piece, standing: Standing) -> None:
        if standing.revision_id:
            self._superseded.append(standing.revision_id)
        self._add(piece, standing.entry_id, standing.last_number + 1, "published")
        self._renewed.append((standing.entry_id, piece))

    def _beside(
        self,
        piece: Piece,
        standing: Standing,
        state: RevisionState,
    ) -> bool:
        """Keep it beside what is published, unless exactly this was kept before."""
        if (standing.entry_id, piece.fingerprint) in self.marks:
            return False
        self._add(piece, standing.entry_id, standing.last_number + 1, state)
        return True

    def _add_entry(self, piece: Piece) -> str:
        entry_id, moment = new_id(), now()
        self._entries.append(
            {
                "id": entry_id,
                "kind": piece.kind,
                "key": piece.key,
                "title": piece.title,
                "region": piece.region,
                "origin": self.actor.id,
                "version": 1,
                "created_at": moment,
                "updated_at": moment,
            }
        )
        return entry_id

    def _add(
        self,
        piece: Piece,
        entry_id: str,
        number: int,
        state: RevisionState,
    ) -> None:
        moment = now()
        effective_from, expires_on = piece.dates
        self._revisions.append(
            {
                "id": new_id(),
                "entry_id": entry_id,
                "number": number,
                "shape": piece.shape,
                "fingerprint": piece.fingerprint,
                "body": piece.body(),
                "raw": piece.raw,
                "state": state,
                "effective_from": effective_from,
                "expires_on": expires_on,
                "author": self.actor.id,
                "author_name": self.actor.name,
                "note": self.note,
                "version": 1,
                "created_at": moment,
                "updated_at": moment,
                "published_at": moment if state == "published" else None,
            }
        )
        self._note(entry_id, number, state, self.note)

    def _note(self, entry_id: str, number: int, action: str, note: str) -> None:
        self._events.append(
            {
                "entry_id": entry_id,
                "revision": number,
                "action": action,
                "actor": self.actor.id,
                "actor_name": self.actor.name,
                "note": note,
                "at": now(),
            }
        )
