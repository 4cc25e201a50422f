"""The examples a message is most like, by its meaning and by what it is made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating[Any]]


@dataclass
class Neighbours:
    """Training examples laid out for comparing.

    `vectors` (examples × numbers), of length one; `rows` and `shares` hold, for each word of the
    `vocabulary` from `starts` on, the examples that hold it and how much of each it is; `rarity` of
    each word; `label_of` each example.
    """

    labels: list[str]
    vocabulary: list[str]
    vectors: Numbers
    label_of: NDArray[np.int32]
    rarity: Numbers
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    shares: Numbers
    _column: dict[str, int] = field(init=False, repr=False)
    _of_label: list[NDArray[np.int64]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.vectors = self.vectors.astype(np.float32)
        self._column = {word: column for column, word in enumerate(self.vocabulary)}
        self._of_label = [np.flatnonzero(self.label_of == n) for n in range(len(self.labels))]

    @classmethod
    def fit(cls, vectors: Numbers, words: list[Counter[str]], labels: list[str]) -> Neighbours:
        """Keep examples: `vectors` of length one, `words` they are made of."""
        from scipy.sparse import csc_matrix, diags
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.preprocessing import normalize

        vectorizer = DictVectorizer(dtype=np.float32)
        counts = vectorizer.fit_transform(words)
        held = np.asarray((counts > 0).sum(axis=0)).ravel()
        rarity = np.log1p(len(labels) / held).astype(np.float32)
        shares = csc_matrix(normalize(counts @ diags(rarity)))
        names = sorted(set(labels))
        return cls(
            names,
            [str(word) for word in vectorizer.get_feature_names_out()],
            vectors.astype(np.float16),
            np.array([names.index(label) for label in labels], np.int32),
            rarity,
            shares.indptr.astype(np.int64),
            shares.indices.astype(np.int32),
            shares.data.astype(np.float16),
        )

    def arrays(self) -> dict[str, Any]:
        """What has to be kept beside `labels` and `vocabulary`."""
        return {
            "vectors": self.vectors.astype(np.float16),
            "label_of": self.label_of,
            "rarity": self.rarity,
            "starts": self.starts,
            "rows": self.rows,
            "shares": self.shares,
        }

    def probabilities(
        self, vector: Numbers, words: Counter[str], most: int, sharpness: float
    ) -> Numbers:
        """One chance a label, from how near its `most` nearest examples are on average."""
        near = (self.vectors @ vector + self._in_common(words)) / 2
        best = [np.sort(near[rows])[-most:].mean() for rows in self._of_label]
        exponents = np.exp((np.array(best) - max(best)) * sharpness)
        chances: Numbers = exponents / exponents.sum()
        return chances

    def _in_common(self, words: Counter[str]) -> Numbers:
        """The cosine of the words of a message with those of every example."""
        near = np.zeros(len(self.label_of), np.float32)
        known = [(self._column[w], count) for w, count in words.items() if w in self._column]
        weights = np.array([count * self.rarity[column] for column, count in known], np.float32)
        length = max(float(np.linalg.norm(weights)), 1e-9)
        for (column, _count), weight in zip(known, weights / length, strict=True):
            held = slice(self.starts[column], self.starts[column + 1])
            near[self.rows[held]] += weight * self.shares[held]
        return near
