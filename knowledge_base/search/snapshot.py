"""What one process holds of a generation: its documents, and where everything about them lies."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import orjson
import tantivy
from numpy.typing import NDArray

from knowledge_base.search.absorb import read_words
from knowledge_base.search.comparing import Phrases
from knowledge_base.search.document import SearchableKind
from knowledge_base.search.generation import (
    ASK,
    CHUNK,
    KINDS,
    MEANING_DIMENSIONS,
    PHRASE,
    TITLE,
    Generation,
    State,
    mapped,
)
from knowledge_base.search.meanings import Space, WordTable
from knowledge_base.search.tokens import Cutter
from knowledge_base.search.vectors import DIMENSIONS, Vectors


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as results show it and filters ask it."""

    key: str
    kind: SearchableKind
    title: str
    audience: str
    department: str
    theme: str
    region: str
    weight: float
    valid_from: date | None
    expires_on: date | None
    display: dict[str, str]

    def validity(self, on: date) -> Literal["valid", "not_yet", "expired"]:
        if self.expires_on and self.expires_on <= on:
            return "expired"
        return "not_yet" if self.valid_from and self.valid_from > on else "valid"


class Snapshot:
    """A generation at one state; never changed once it is read.

    `entries[row]` is None where the row was taken away or replaced.
    """

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.index: tantivy.Index = generation.open_index()
        self.index.config_reader("manual")
        self.cutter = Cutter(generation.user_words.read_text("utf-8").split("\n"))
        self.rarity: Vectors = np.asarray(np.load(generation.rarity, mmap_mode="r"))
        self.space = Space.unpacked(np.load(generation.space))
        self.entries: list[Entry | None] = []
        self.rows: dict[str, int] = {}
        self.state = State()
        self.words: WordTable
        self._read(generation.state())

    def advanced(self, state: State) -> Snapshot:
        """The same generation at a later state; this one stays as it is for who is using it."""
        later = copy(self)
        later.entries, later.rows = list(self.entries), dict(self.rows)
        later._read(state)
        return later

    def _read(self, state: State) -> None:
        """Take in what was added since."""
        self._read_journal(self.state.journal_bytes, state.journal_bytes)
        generation = self.generation
        self.phrases: NDArray[Any] = mapped(generation.phrases, PHRASE, (state.phrases,))
        self.grams = mapped(generation.grams, np.int32, (state.grams,))
        self.sounds = mapped(generation.sounds, np.int32, (state.sounds,))
        self.vectors = mapped(generation.vectors, np.float16, (state.vectors, DIMENSIONS))
        shape = (state.phrases, MEANING_DIMENSIONS)
        self.meanings: NDArray[np.int8] = mapped(generation.meanings, np.int8, shape)
        self.phrase_rows: NDArray[np.int32] = np.ascontiguousarray(self.phrases["row"])
        self.starts = np.searchsorted(self.phrase_rows, np.arange(state.records + 1))
        self.kinds = np.array([KINDS.index(e.kind) if e else -1 for e in self.entries], np.int8)
        self.preferred = np.array([e.weight if e else 0.0 for e in self.entries], np.float32)
        self._dense: dict[SearchableKind, tuple[NDArray[np.int32], NDArray[np.int8]]] = {}
        self._comparable: dict[tuple[SearchableKind, Callable[[str], int]], Phrases] = {}
        if state.words != self.state.words:
            self.words = read_words(generation, state)
        self.index.reload()
        self.tantivy = self.index.searcher()
        self.idf: dict[tuple[str, str], float] = {}
        self.state = state

    def dense(self, kind: SearchableKind) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
        """Rows and meanings a kind is found by: of titles and asks, of passages their text."""
        if kind not in self._dense:
            wanted = self.kinds[self.phrase_rows] == KINDS.index(kind)
            part = self.phrases["part"]
            wanted &= part == CHUNK if kind == "passage" else (part == TITLE) | (part == ASK)
            chosen = np.flatnonzero(wanted)
            self._dense[kind] = self.phrase_rows[chosen], self.meanings[chosen]
        return self._dense[kind]

    def comparable(self, kind: SearchableKind, acts_of: Callable[[str], int]) -> Phrases:
        """The phrases of all rows, with how rare their tokens are among a kind.

        `acts_of` tells the acts of a title, as the bits of a number.
        """
        at = (kind, acts_of)
        if at not in self._comparable:
            titles = (e.title if e and e.kind == kind == "item" else "" for e in self.entries)
            acts = np.fromiter(map(acts_of, titles), np.int64, len(self.entries))
            if len(self._comparable) >= 4 * len(KINDS):
                self._comparable.clear()
            self._comparable[at] = Phrases(
                self.preferred,
                acts,
                self.starts,
                self.phrases,
                self.grams,
                self.sounds,
                self.meanings,
                self.rarity[KINDS.index(kind)],
            )
        return self._comparable[at]

    def _read_journal(self, start: int, end: int) -> None:
        with self.generation.journal.open("rb") as journal:
            journal.seek(start)
            lines = journal.read(end - start).splitlines()
        for line in lines:
            record = orjson.loads(line)
            old = self.rows.pop(record.get("delete") or record["key"], None)
            if old is not None:
                self.entries[old] = None
            if "delete" in record:
                self.entries.append(None)
                continue
            self.rows[record["key"]] = len(self.entries)
            self.entries.append(_entry(record))


def _entry(record: dict[str, Any]) -> Entry:
    return Entry(
        key=record["key"],
        kind=record["kind"],
        title=record["title"],
        audience=record["audience"],
        department=record["department"],
        theme=record["theme"],
        region=record["region"],
        weight=record["weight"],
        valid_from=_day(record["valid_from"]),
        expires_on=_day(record["expires_on"]),
        display=dict(record["display"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
