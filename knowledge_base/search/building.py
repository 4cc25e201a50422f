"""A generation built from nothing: rarity, vocabulary and meanings of all its documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

import numpy as np

from knowledge_base.search.absorb import PhraseFiles, Tokenised, heap_bytes
from knowledge_base.search.document import SearchDocument
from knowledge_base.search.generation import KINDS, Generation, State
from knowledge_base.search.meanings import Space, WordTable, weights_of
from knowledge_base.search.normalise import lexicon
from knowledge_base.search.remembered import VectorFile
from knowledge_base.search.rows import journal_line, phrases_of, tantivy_document
from knowledge_base.search.strategy import default_strategy
from knowledge_base.search.tokens import TOKEN_SPACE, Cutter, meaning_words
from knowledge_base.search.topic import act_words
from knowledge_base.search.vectors import Vectors
from knowledge_base.search.words import user_words

UNKNOWN_SHARE = 3.0
"""A token of the query that no name holds weighs this part of the rarest one."""


class Builder:
    """Builds one generation; `progress` is told the step, how much is done, how much there is."""

    def __init__(
        self,
        made: Generation,
        before: Generation | None,
        progress: Callable[[str, int, int], None],
    ) -> None:
        self._made = made
        self._progress = progress
        self._vectors = VectorFile.fresh(made, before)
        self._rows: list[Tokenised] = []
        self._words: Counter[str] = Counter()

    def build(self, documents: Iterable[SearchDocument], source: str) -> int:
        everything = list(documents)
        journal_bytes = self._index(everything)
        rarity = self._rarity()
        np.save(self._made.rarity, rarity)
        words = self._vocabulary()
        with PhraseFiles.opened(self._made, rarity, words, self._vectors) as files:
            self._sentences()
            for number, row in enumerate(self._rows, 1):
                files.add(row)
                if number % 1000 == 0:
                    self._progress("写入", number, len(self._rows))
            counted = files.counted(State())
        self._made.keep(
            replace(
                counted,
                records=len(everything),
                journal_bytes=journal_bytes,
                words=len(words.numbers),
                word_bytes=self._made.words.stat().st_size,
                vectors=self._vectors.close(),
                source=source,
            )
        )
        return len(everything)

    def _index(self, documents: list[SearchDocument]) -> int:
        """The journal and the tantivy index; returns the journal's bytes."""
        words = user_words(documents)
        self._made.user_words.write_text("\n".join(words), "utf-8")
        cutter = Cutter(words)
        index = self._made.open_index()
        writer = index.writer(heap_bytes(len(documents)), 1)
        with self._made.journal.open("wb") as journal:
            for row, document in enumerate(documents):
                journal.write(journal_line(document))
                writer.add_document(tantivy_document(document, row, cutter))
                self._learn(row, document)
                if row % 1000 == 999:
                    self._progress("分词", row + 1, len(documents))
            size = journal.tell()
        writer.commit()
        writer.wait_merging_threads()
        return size

    def _learn(self, row: int, document: SearchDocument) -> None:
        tokenised = Tokenised(row, document.kind, phrases_of(document))
        self._rows.append(tokenised)
        for phrase in tokenised.phrases:
            self._words.update(set(meaning_words(phrase.text)))

    def _rarity(self) -> Vectors:
        """How rare each token is among the documents of a kind, shape (kinds, tokens)."""
        rarity = np.empty((len(KINDS), TOKEN_SPACE), dtype=np.float32)
        for number, kind in enumerate(KINDS):
            held = np.zeros(TOKEN_SPACE, dtype=np.int32)
            rows = [r for r in self._rows if r.kind == kind]
            for row in rows:
                tokens = [t for p in row.phrases for t in (p.grams, p.sounds)]
                held[np.unique(np.concatenate(tokens))] += 1
            known = held > 0
            rarest = float(np.log1p(len(rows))) or 1.0
            rarity[number] = rarest / UNKNOWN_SHARE
            rarity[number, known] = np.log1p(len(rows) / held[known])
        return rarity

    def _vocabulary(self) -> WordTable:
        """Words of the documents, and those people ask with, in the order they are kept."""
        words = sorted({*self._words, *_asked_with()})
        found = self._vectors.rows_of(words, self._told("词义"))
        vectors = self._vectors.read(found)
        space = Space.of(vectors)
        np.save(self._made.space, space.packed())
        texts = sum(len(r.phrases) for r in self._rows)
        weights = weights_of([self._words[w] for w in words], texts)
        table = WordTable(
            space.project(vectors) * weights[:, None], {w: i for i, w in enumerate(words)}
        )
        self._made.word_meanings.write_bytes(table.rows.tobytes())
        self._made.words.write_text("".join(f"{w}\n" for w in words), "utf-8")
        return table

    def _sentences(self) -> None:
        texts = {p.text for r in self._rows for p in r.phrases if p.is_sentence}
        self._vectors.rows_of(sorted(texts), self._told("句义"))

    def _told(self, step: str) -> Callable[[int, int], None]:
        return lambda done, total: self._progress(step, done, total)


@cache
def _asked_with() -> frozenset[str]:
    """Words that need a meaning though no document holds them."""
    texts = [*act_words(), *lexicon()[1].values(), *default_strategy().asked_words()]
    return frozenset(w for text in texts for w in meaning_words(text))
