"""What a phrase has of a query's tokens, compiled."""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from knowledge_base.search.tokens import TokenArray
from knowledge_base.search.vectors import Vectors

LEAST_SLOTS = 64
SLOTS_A_TOKEN = 4
"""Of the table a query's tokens are looked up in: enough that most lookups find at once."""

OWN = 1 << 62

compiled = numba.njit(cache=True, nogil=True, error_model="numpy", fastmath=True)


class Tokens(NamedTuple):
    """Tokens of a query, each once.

    Attributes:
        numbers: of the tokens.
        marks: bit n of a token says that it is of alternative n, `OWN` that the query itself says
            it.
        worth: what a token counts for itself; nothing where it is only of alternatives.
        concepts: the colloquial word each alternative stands for, in order: itself, its meanings.
        emphasis: what each colloquial word counts beside the others.
    """

    numbers: TokenArray
    marks: NDArray[np.int64]
    worth: Vectors
    concepts: NDArray[np.int32]
    emphasis: Vectors


NO_TOKENS = Tokens(
    np.empty(0, np.int32),
    np.empty(0, np.int64),
    np.empty(0, np.float32),
    np.empty(0, np.int32),
    np.empty(0, np.float32),
)


class Table(NamedTuple):
    """Tokens of a query by number: what each weighs for itself and as it is rare, and its marks.

    `masses` of the alternatives, room for what is `held` of them, weights `of_concepts`; `total` is
    what the whole query weighs, `own` what its own words do.
    """

    slots: NDArray[np.int32]
    weights: Vectors
    rarities: Vectors
    marks: NDArray[np.int64]
    concepts: NDArray[np.int32]
    masses: Vectors
    held: Vectors
    of_concepts: Vectors
    total: float
    own: float


class Held(NamedTuple):
    """What a phrase has of a query: of the query's weight, of its own, of the words said; and the
    share that only an explanation gave."""

    query: float
    phrase: float
    own: float
    explained: float


@compiled
def table_of(tokens: Tokens, rarity: Vectors) -> Table:
    """A query's tokens laid out for looking up; a colloquial word weighs what its own tokens do."""
    size = LEAST_SLOTS
    while size < SLOTS_A_TOKEN * len(tokens.numbers):
        size *= 2
    slots, marks = np.full(size, -1, np.int32), np.zeros(size, np.int64)
    weights, rarities = np.zeros(size, np.float32), np.zeros(size, np.float32)
    masses = np.zeros(len(tokens.concepts), np.float32)
    total = own = 0.0
    for i in range(len(tokens.numbers)):
        number, mark = tokens.numbers[i], tokens.marks[i]
        at = _slot(slots, number)
        slots[at], marks[at], rarities[at] = number, mark, rarity[number]
        weights[at] = rarities[at] * tokens.worth[i]
        total += weights[at]
        if mark & OWN:
            own += rarities[at]
        for n in range(len(masses)):
            if mark >> n & 1:
                masses[n] += rarities[at]
    of_concepts = np.zeros(tokens.concepts[-1] + 1 if len(masses) else 0, np.float32)
    for n in range(len(masses) - 1, -1, -1):
        of_concepts[tokens.concepts[n]] = masses[n] * tokens.emphasis[tokens.concepts[n]]
    total = max(total + of_concepts.sum(), 1e-6)
    held = np.zeros(len(masses), np.float32)
    own = max(own, 1e-6)
    return Table(
        slots, weights, rarities, marks, tokens.concepts, masses, held, of_concepts, total, own
    )


@compiled
def held_of(table: Table, tokens: TokenArray, begin: int, count: int, synonym: float) -> Held:
    """What `count` tokens from `begin` have of a query; of a colloquial word, what they have most
    of: the word itself or, by `synonym`, one of its meanings."""
    query = phrase = own = explained = 0.0
    alternatives = table.held
    alternatives[:] = 0.0
    for t in range(begin, begin + count):
        at = _slot(table.slots, tokens[t])
        if table.slots[at] == -1:
            continue
        weight, rarity, mark = table.weights[at], table.rarities[at], table.marks[at]
        query += weight
        phrase += weight if mark == OWN else rarity
        if mark & OWN:
            own += rarity
        for n in range(len(alternatives)):
            if mark >> n & 1:
                alternatives[n] += rarity
    n = 0
    while n < len(alternatives):
        concept = table.concepts[n]
        itself = best = alternatives[n] / max(table.masses[n], 1e-6)
        n += 1
        while n < len(alternatives) and table.concepts[n] == concept:
            best = max(best, synonym * alternatives[n] / max(table.masses[n], 1e-6))
            n += 1
        query += table.of_concepts[concept] * best
        explained += table.of_concepts[concept] * (best - itself)
    return Held(query, phrase, own, explained / table.total)


@compiled
def _slot(slots: NDArray[np.int32], number: int) -> int:
    """Where a token is in a table, or the free place where it would be."""
    last = len(slots) - 1
    at = number & last
    while slots[at] != -1 and slots[at] != number:
        at = (at + 1) & last
    return at
