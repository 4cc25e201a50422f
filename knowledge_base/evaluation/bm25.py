"""Plain BM25, the yardstick: k1 = 1.2, b = 0.75, over words or over pairs of characters."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from knowledge_base.search.tokens import grams, plain_cutter

K1, B = 1.2, 0.75

Tokeniser = Callable[[str], list[str]]

_WORD = re.compile(r"\w")


def jieba_words(text: str) -> list[str]:
    """Words of jieba's own dictionary, as a plain installation cuts them."""
    return [w for w in plain_cutter().cut(text.lower()) if _WORD.search(w)]


def character_pairs(text: str) -> list[str]:
    """Neighbouring characters; Latin words and numbers whole."""
    return grams(text.lower())


class Bm25:
    """An inverted index with every weight worked out beforehand.

    Args:
        keys: the documents' keys.
        texts: their texts, in the same order.
        tokeniser: what cuts texts and queries.
    """

    def __init__(self, keys: Sequence[str], texts: Sequence[str], tokeniser: Tokeniser) -> None:
        self._keys = list(keys)
        self._tokeniser = tokeniser
        cut = [tokeniser(text) for text in texts]
        lengths = np.array([len(tokens) for tokens in cut], dtype=np.float64)
        length_share = K1 * (1 - B + B * lengths / max(lengths.mean(), 1.0)) if cut else lengths
        postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, tokens in enumerate(cut):
            for token, count in Counter(tokens).items():
                postings[token].append((number, count))
        self._postings = {
            token: _weighed(held, len(cut), length_share) for token, held in postings.items()
        }

    def search(self, query: str, limit: int) -> list[str]:
        """Keys best first; only those that share a token with the query."""
        scores = np.zeros(len(self._keys))
        for token, count in Counter(self._tokeniser(query)).items():
            if token in self._postings:
                numbers, weights = self._postings[token]
                scores[numbers] += count * weights
        best = np.argsort(-scores, kind="stable")[:limit]
        return [self._keys[i] for i in best if scores[i] > 0]


def _weighed(
    held: list[tuple[int, int]], documents: int, length_share: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    numbers = np.array([number for number, _ in held], dtype=np.intp)
    counts = np.array([count for _, count in held], dtype=np.float64)
    rarity = math.log1p((documents - len(held) + 0.5) / (len(held) + 0.5))
    return numbers, rarity * counts * (K1 + 1) / (counts + length_share[numbers])
