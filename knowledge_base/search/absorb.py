"""Changes taken into a generation: first the journal, then everything that follows from it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

import numpy as np
import orjson

from knowledge_base.search.document import SearchDocument
from knowledge_base.search.generation import (
    KINDS,
    MEANING_DIMENSIONS,
    PHRASE,
    Generation,
    State,
    mapped,
)
from knowledge_base.search.meanings import Space, WordTable, packed
from knowledge_base.search.remembered import VectorFile
from knowledge_base.search.rows import (
    Phrase,
    journal_change,
    journal_line,
    phrases_of,
    tantivy_document,
)
from knowledge_base.search.tokens import Cutter, TokenArray, meaning_words
from knowledge_base.search.vectors import Vectors

_HEAP_A_DOCUMENT, _LEAST_HEAP, _MOST_HEAP = 20_000, 15_000_000, 256_000_000


def heap_bytes(documents: int) -> int:
    """Memory of tantivy's writer: enough that an ordinary build is one segment."""
    return min(max(documents * _HEAP_A_DOCUMENT, _LEAST_HEAP), _MOST_HEAP)


@dataclass(frozen=True, slots=True)
class Tokenised:
    """The phrases of one row."""

    row: int
    kind: str
    phrases: list[Phrase]


class PhraseFiles:
    """The growing files of phrases, open for adding rows."""

    def __init__(
        self,
        generation: Generation,
        state: State,
        rarity: Vectors,
        words: WordTable,
        vectors: VectorFile,
    ) -> None:
        self._phrases, self._grams, self._sounds = state.phrases, state.grams, state.sounds
        self._rarity, self._words, self._vectors = rarity, words, vectors
        self._stack = ExitStack()
        opened = [
            self._stack.enter_context(path.open("ab"))
            for path in (
                generation.phrases,
                generation.grams,
                generation.sounds,
                generation.meanings,
            )
        ]
        self._files = opened

    @classmethod
    def opened(
        cls, generation: Generation, rarity: Vectors, words: WordTable, vectors: VectorFile
    ) -> Self:
        """Of a generation that holds nothing yet."""
        return cls(generation, State(), rarity, words, vectors)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def add(self, row: Tokenised) -> None:
        if not row.phrases:
            return
        rarity = self._rarity[KINDS.index(row.kind)]
        records = np.zeros(len(row.phrases), dtype=PHRASE)
        for record, phrase in zip(records, row.phrases, strict=True):
            record["row"], record["part"] = row.row, phrase.part
            record["grams_at"], record["grams"] = self._grams, len(phrase.grams)
            record["sounds_at"], record["sounds"] = self._sounds, len(phrase.sounds)
            record["mass"] = _mass(rarity, phrase.grams)
            record["sound_mass"] = _mass(rarity, phrase.sounds)
            record["vector"] = self._vectors.rows_of([phrase.text])[0] if phrase.is_sentence else -1
            self._grams += len(phrase.grams)
            self._sounds += len(phrase.sounds)
        meanings = np.stack([self._words.meaning(meaning_words(p.text)) for p in row.phrases])
        phrases, grams, sounds, means = self._files
        phrases.write(records.tobytes())
        grams.write(np.concatenate([p.grams for p in row.phrases]).tobytes())
        sounds.write(np.concatenate([p.sounds for p in row.phrases]).tobytes())
        means.write(packed(meanings).tobytes())
        self._phrases += len(row.phrases)

    def counted(self, state: State) -> State:
        """The state with what was added."""
        return replace(state, phrases=self._phrases, grams=self._grams, sounds=self._sounds)


class Absorber:
    """Takes changes into a generation that was built before."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation

    def recover(self) -> None:
        """Complete what a writer that was killed had begun: its journal is the promise."""
        state = self._generation.state()
        with self._generation.journal.open("rb+") as journal:
            journal.seek(state.journal_bytes)
            tail = journal.read()
            whole = tail[: tail.rfind(b"\n") + 1]
            journal.truncate(state.journal_bytes + len(whole))
        if whole:
            self._take_in([journal_change(orjson.loads(x)) for x in whole.splitlines()], len(whole))

    def absorb(self, changes: list[SearchDocument | str]) -> None:
        """A document is put in, or replaces the one of its key; a key alone is taken away."""
        lines = b"".join(map(journal_line, changes))
        if not lines:
            return
        with self._generation.journal.open("ab") as journal:
            journal.write(lines)
            journal.flush()
            os.fsync(journal.fileno())
        self._take_in(changes, len(lines))

    def _take_in(self, changes: list[SearchDocument | str], journal_bytes: int) -> None:
        state = self._generation.state()
        self._cut_tails(state)
        rows = [
            Tokenised(state.records + i, change.kind, phrases_of(change))
            for i, change in enumerate(changes)
            if isinstance(change, SearchDocument)
        ]
        state = self._add_phrases(state, rows)
        self._change_index(changes, state.records)
        self._generation.keep(
            replace(
                state,
                records=state.records + len(changes),
                journal_bytes=state.journal_bytes + journal_bytes,
            )
        )

    def _cut_tails(self, state: State) -> None:
        for path, size in self._generation.sizes(state).items():
            os.truncate(path, size)

    def _add_phrases(self, state: State, rows: list[Tokenised]) -> State:
        generation = self._generation
        vectors = VectorFile(generation)
        words, new, new_bytes = self._words_with(state, rows, vectors)
        vectors.rows_of([p.text for r in rows for p in r.phrases if p.is_sentence])
        rarity = np.load(generation.rarity, mmap_mode="r")
        with PhraseFiles(generation, state, rarity, words, vectors) as files:
            for row in rows:
                files.add(row)
            state = files.counted(state)
        return replace(
            state,
            words=state.words + new,
            word_bytes=state.word_bytes + new_bytes,
            vectors=vectors.close(),
        )

    def _words_with(
        self, state: State, rows: list[Tokenised], vectors: VectorFile
    ) -> tuple[WordTable, int, int]:
        """The word table with the words of new rows; how many they are, and their bytes."""
        table = read_words(self._generation, state)
        used = (w for r in rows for p in r.phrases for w in meaning_words(p.text))
        new = [w for w in dict.fromkeys(used) if w not in table.numbers]
        if not new:
            return table, 0, 0
        space = Space.unpacked(np.load(self._generation.space))
        meanings = space.project(vectors.read(vectors.rows_of(new)))
        with self._generation.word_meanings.open("ab") as file:
            file.write(meanings.tobytes())
        text = "".join(f"{w}\n" for w in new).encode()
        with self._generation.words.open("ab") as file:
            file.write(text)
        numbers = {w: len(table.numbers) + i for i, w in enumerate(new)}
        joined = WordTable(np.concatenate([table.rows, meanings]), table.numbers | numbers)
        return joined, len(new), len(text)

    def _change_index(self, changes: Iterable[SearchDocument | str], first_row: int) -> None:
        cutter = Cutter(self._generation.user_words.read_text("utf-8").split("\n"))
        writer = self._generation.open_index().writer(_LEAST_HEAP, 1)
        for row, change in enumerate(changes, first_row):
            key = change if isinstance(change, str) else change.key
            writer.delete_documents_by_term("key", key)
            if isinstance(change, SearchDocument):
                writer.add_document(tantivy_document(change, row, cutter))
        writer.commit()
        writer.wait_merging_threads()


def read_words(generation: Generation, state: State) -> WordTable:
    """The counted part of the word table."""
    raw = generation.words.read_bytes()[: state.word_bytes].decode()
    numbers = {w: i for i, w in enumerate(raw.split("\n")[:-1])}
    shape = (state.words, MEANING_DIMENSIONS)
    return WordTable(mapped(generation.word_meanings, np.float32, shape), numbers)


def _mass(rarity: Vectors, tokens: TokenArray) -> float:
    return float(rarity[tokens].sum()) if len(tokens) else 0.0
