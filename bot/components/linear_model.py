"""Multinomial logistic regression over a dense vector and counted words; numpy when asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating[Any]]


@dataclass
class LinearModel:
    """Weights a label: `dense` (labels × numbers), `sparse` (labels × words), `intercept`."""

    labels: list[str]
    vocabulary: list[str]
    dense: Numbers
    sparse: Numbers
    intercept: Numbers
    _column: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._column = {word: column for column, word in enumerate(self.vocabulary)}

    @classmethod
    def fit(
        cls, vectors: Numbers, words: list[Counter[str]], labels: list[str], max_iter: int
    ) -> LinearModel:
        """Fit to examples, every label weighing the same however many examples it has.

        Words that only one example has teach nothing and are left out.
        """
        from scipy.sparse import csr_matrix, hstack
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.linear_model import LogisticRegression

        held = Counter(word for example in words for word in example)
        shared = [Counter({w: n for w, n in e.items() if held[w] > 1}) for e in words]
        vectorizer = DictVectorizer(dtype=np.float32)
        counts = vectorizer.fit_transform(shared)
        classifier = LogisticRegression(class_weight="balanced", max_iter=max_iter)
        classifier.fit(hstack([csr_matrix(vectors), counts]).tocsr(), labels)
        dense, sparse = np.split(classifier.coef_.astype(np.float32), [vectors.shape[1]], axis=1)
        names = [str(word) for word in vectorizer.get_feature_names_out()]
        return cls(list(classifier.classes_), names, dense, sparse, classifier.intercept_)

    def weights(self) -> dict[str, Numbers]:
        return {"dense": self.dense, "sparse": self.sparse, "intercept": self.intercept}

    def probabilities(self, vector: Numbers, words: Counter[str]) -> Numbers:
        """One probability a label, in the order of `labels`; unknown words count for nothing."""
        known = {self._column[w]: count for w, count in words.items() if w in self._column}
        counts = np.fromiter(known.values(), np.float32, len(known))
        scores = self.dense @ vector + self.sparse[:, list(known)] @ counts + self.intercept
        exponents = np.exp(scores - scores.max())
        chances: Numbers = exponents / exponents.sum()
        return chances
