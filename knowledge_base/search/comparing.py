"""Candidates held against a query, compiled: every phrase of every row."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge_base.search.generation import ALIAS, CHUNK, MEANING_STEPS
from knowledge_base.search.holding import Held, Table, Tokens, compiled, held_of, table_of
from knowledge_base.search.tokens import TokenArray
from knowledge_base.search.vectors import Vectors

WHOLE = 0.999
"""The share of a name that must be held for the name to be there; the rest is rounding."""

NAME_ITSELF = 0.3
"""What a whole name counts however long the query around it is."""

NAMED, MEANT, SOUNDED, EXPLAINED = 1, 2, 4, 8
"""What is said of a candidate: a whole name of it stands in the query; its meaning is the larger
part of its score; it was found by sound; it was found by what a colloquial word means."""

CLEARLY = 0.05
"""How much better a candidate sounds, or is explained, before that is said of it."""


class Phrases(NamedTuple):
    """Where the phrases of rows lie, and what they are made of; `rarity` of each token.

    `preferred` is what a row is worth among equals, `acts` what its title does, as bits.
    """

    preferred: Vectors
    acts: NDArray[np.int64]
    starts: NDArray[np.int64]
    records: NDArray[Any]
    pairs: TokenArray
    sounds: TokenArray
    meanings: NDArray[np.int8]
    rarity: Vectors


class Asked(NamedTuple):
    """A query: its tokens, what it asks to be done, as bits, and what its words mean.

    `meanings` has a row for the words as they stand and, where they are explained, one more,
    shape (1 or 2, 96).
    """

    pairs: Tokens
    sounds: Tokens
    acts: int
    meanings: Vectors


class Worths(NamedTuple):
    """What each kind of evidence counts, as in `Fusion`.

    `sound`: beside characters in common; `synonym`: of what a colloquial word means; `act`: for
    each act that title and query share, and against each of the title's that was not asked for.
    """

    covered: float
    alike: float
    words_meaning: float
    sentence_meaning: float
    named: float
    sound: float
    synonym: float
    act: float


class Shape(NamedTuple):
    """How the phrases of a row speak for it.

    `neighbours`: the best one, or the mean of the best two. `apart`: names are compared by words
    and text by meaning, each for itself (passages).
    """

    neighbours: int
    apart: bool


class _Match(NamedTuple):
    """One phrase and the query: words in common, as written and by ear too, and what of that is
    explained; whether the phrase is a name that is there; nearness in meaning."""

    spelled: float
    words: float
    explained: float
    named: float
    near: float


@compiled
def compare(
    rows: NDArray[np.int64],
    phrases: Phrases,
    asked: Asked,
    sentence: Vectors,
    text: Vectors,
    boosts: Vectors,
    worths: Worths,
    shape: Shape,
) -> tuple[Vectors, NDArray[np.uint8]]:
    """Score and flags of each row, shapes (n,).

    Args:
        rows: the candidates.
        sentence: cosines of the query with the sentence of each phrase, in the order of rows and
            their phrases; empty where sentences are not compared.
        text: what BM25 gives each row.
        boosts: what each part of a document counts.
    """
    pairs, heard = table_of(asked.pairs, phrases.rarity), table_of(asked.sounds, phrases.rarity)
    scores, flags = np.zeros(len(rows), np.float32), np.zeros(len(rows), np.uint8)
    place = 0
    for i in range(len(rows)):
        best = second = -1.0
        words = spelled = explained = near = named = 0.0
        for p in range(phrases.starts[rows[i]], phrases.starts[rows[i] + 1]):
            of_sentence = float(sentence[place]) if len(sentence) else 0.0
            place += 1
            match = _matched(phrases, p, pairs, heard, asked.meanings, of_sentence, worths)
            part, boost = phrases.records[p].part, boosts[phrases.records[p].part]
            meant = match.near if part == CHUNK or not shape.apart else 0.0
            value = boost * (match.words if shape.apart else match.words + meant)
            second = max(second, min(best, value))
            best = max(best, value)
            if match.words > words:
                words, explained = match.words, match.explained
            spelled, named = max(spelled, match.spelled), max(named, match.named)
            near = max(near, meant * boost if shape.apart else meant)
        if shape.neighbours == 2 and second >= 0:
            best = (best + second) / 2
        more = near if shape.apart else worths.named * named
        whole = (max(best, 0.0) + more + text[i]) * phrases.preferred[rows[i]]
        scores[i] = whole + worths.act * _agreement(phrases.acts[rows[i]], asked.acts)
        beside = text[i] if shape.apart else words
        is_named = named > 0 and not shape.apart
        flags[i] = _flags(is_named, near > beside, words - spelled, explained)
    return scores, flags


@compiled
def _flags(named: bool, meant: bool, by_ear: float, explained: float) -> int:
    said = NAMED * named | MEANT * meant
    return said | SOUNDED * (by_ear > CLEARLY) | EXPLAINED * (explained > CLEARLY)


@compiled
def _matched(
    phrases: Phrases,
    p: int,
    pairs: Table,
    heard: Table,
    meanings: Vectors,
    sentence: float,
    worths: Worths,
) -> _Match:
    phrase = phrases.records[p]
    held = held_of(pairs, phrases.pairs, phrase.grams_at, phrase.grams, worths.synonym)
    spelled = words = _in_common(worths, pairs, held, phrase.mass)
    named = 0.0
    if phrase.part <= ALIAS and phrase.grams > 1 and held.own >= WHOLE * phrase.mass:
        named = NAME_ITSELF + (1 - NAME_ITSELF) * held.own / pairs.own
    if worths.sound > 0:
        by_ear = held_of(heard, phrases.sounds, phrase.sounds_at, phrase.sounds, worths.synonym)
        sounded = _in_common(worths, heard, by_ear, phrase.sound_mass)
        words = max(words, worths.sound * sounded)
    near = worths.words_meaning * _nearest(meanings, phrases.meanings[p])
    near = max(near + worths.sentence_meaning * sentence, 0.0)
    return _Match(spelled, words, held.explained, named, near)


@compiled
def _in_common(worths: Worths, asked: Table, held: Held, mass: float) -> float:
    """The share of the query that is held, and of query and phrase together."""
    both = max(mass + asked.total, 1e-6)
    return (
        worths.covered * held.query / asked.total + worths.alike * (held.query + held.phrase) / both
    )


@compiled
def _nearest(meanings: Vectors, phrase: NDArray[np.int8]) -> float:
    """The best cosine."""
    best = 0.0
    for m in range(len(meanings)):
        total = np.float32(0.0)
        for d in range(meanings.shape[1]):
            total += meanings[m, d] * np.float32(phrase[d])
        best = max(best, float(total) / MEANING_STEPS)
    return best


@compiled
def _agreement(of_title: int, asked: int) -> int:
    """The acts a title shares with a query, less those it does that were not asked for."""
    agreed, shared = 0, of_title & asked
    while of_title:
        agreed += 1 if shared & of_title & -of_title else -1
        of_title &= of_title - 1
    return agreed
