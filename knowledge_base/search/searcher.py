"""Search over an index folder, as every process does it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Literal, NamedTuple

from foundation.clock import today
from foundation.places_of_administration import holds_for
from foundation.settings import settings
from knowledge_base.search.document import SearchableKind
from knowledge_base.search.generation import KINDS, Generation, current
from knowledge_base.search.ranking import Ranked, Ranking
from knowledge_base.search.snapshot import Entry, Snapshot
from knowledge_base.search.strategy import SearchStrategy, default_strategy
from knowledge_base.search.tokens import query_text

MatchedBy = Literal["name", "words", "meaning", "spelling", "synonym", "pinned"]

LOOK_EVERY_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Filters:
    """What results must have; nothing is asked where a field is empty."""

    audience: str = ""
    department: str = ""
    theme: str = ""

    def accept(self, entry: Entry) -> bool:
        return (
            (not self.audience or entry.audience in (self.audience, "both"))
            and (not self.department or entry.department == self.department)
            and (not self.theme or entry.theme == self.theme)
        )

    def __bool__(self) -> bool:
        return bool(self.audience or self.department or self.theme)


class Hit(NamedTuple):
    """One result; `score` in [0, 1] means the same for every query.

    `likeness` is the score before what holds elsewhere, or not today, is put behind.

    `region_scope` is `other` for what holds elsewhere: it is never an answer without saying so.
    """

    key: str
    kind: SearchableKind
    title: str
    score: float
    matched_by: MatchedBy
    region: str
    region_scope: Literal["home", "other"]
    validity: Literal["valid", "not_yet", "expired"]
    display: dict[str, str]
    likeness: float


class Searcher:
    """Reads the index of a folder; notices by itself when it was changed or built anew.

    One for each process; threads may share it.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = Lock()
        self._looked = 0.0
        self._seen: tuple[int, ...] = ()
        self._snapshot: Snapshot | None = None

    def search(
        self,
        query: str,
        *,
        kinds: Sequence[SearchableKind] = KINDS,
        limit: int = 10,
        filters: Filters = Filters(),
        home_region: str | None = None,
        on: date | None = None,
        strategy: SearchStrategy | None = None,
    ) -> list[Hit]:
        """Best first. An empty or meaningless query finds nothing.

        Args:
            query: anything a person typed.
            kinds: what to look for.
            limit: how many at most.
            filters: what results must have.
            home_region: the GB/T 2260 code whose rules hold, with those of its ancestors; that of
                the settings.
            on: the day on which results should hold; today.
            strategy: how to weigh; the shipped one.

        Raises: IndexMissing.
        """
        snapshot = self.snapshot()
        chosen = strategy or default_strategy()
        text = query_text(query)
        if not text or limit <= 0:
            return []
        accept = filters.accept if filters else None
        day, home = on or today(), home_region or settings().home_region
        hits = [
            _hit(ranked, entry, home, day, chosen)
            for kind in kinds
            for ranked in Ranking(snapshot, chosen, kind, text, accept).ranked(limit)
            if (entry := snapshot.entries[ranked.row]) is not None
        ]
        hits.sort(key=lambda h: (h.matched_by != "pinned", -h.score))
        return hits[:limit]

    def snapshot(self) -> Snapshot:
        """The index as it stands, at most 0.2 seconds old. Raises: IndexMissing."""
        now = time.monotonic()
        if self._snapshot is not None and now - self._looked < LOOK_EVERY_SECONDS:
            return self._snapshot
        with self._lock:
            self._looked = now
            generation = current(self._root)
            stat = generation.state_file.stat()
            seen = (stat.st_ino, stat.st_mtime_ns)
            if self._snapshot is None or seen != self._seen:
                self._snapshot = self._read(generation)
                self._seen = seen
            return self._snapshot

    def _read(self, generation: Generation) -> Snapshot:
        old = self._snapshot
        if old is None or old.generation.folder != generation.folder:
            return Snapshot(generation)
        return old.advanced(generation.state())


def _hit(ranked: Ranked, entry: Entry, home_region: str, on: date, strategy: SearchStrategy) -> Hit:
    validity = entry.validity(on)
    home = holds_for(entry.region, home_region)
    worth = 1.0 if home else strategy.other_region_worth
    if validity != "valid":
        worth *= strategy.not_valid_worth
    return Hit(
        entry.key,
        entry.kind,
        entry.title,
        round(ranked.score * worth, 4),
        ranked.matched_by,
        entry.region,
        "home" if home else "other",
        validity,
        entry.display,
        round(ranked.score, 4),
    )
