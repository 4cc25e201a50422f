"""The classifier itself, on a problem small enough to see through."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from components.linear_model import LinearModel, Numbers


@pytest.fixture(scope="module")
def fitted() -> LinearModel:
    vectors = np.array([[1.0, 0.0], [1.0, 0.1], [0.0, 1.0], [0.1, 1.0], [-1.0, -1.0]])
    words = [Counter("钱多"), Counter("钱"), Counter("哪"), Counter("哪里"), Counter("久")]
    labels = ["fee", "fee", "place", "place", "duration"]
    return LinearModel.fit(vectors, words, labels, max_iter=100)


def test_vector_and_words_both_count(fitted: LinearModel) -> None:
    nowhere = np.zeros(2)
    assert _best(fitted, np.array([1.0, 0.0]), Counter()) == "fee"
    assert _best(fitted, nowhere, Counter("哪")) == "place"


def test_chances_add_up_whatever_is_asked(fitted: LinearModel) -> None:
    chances = fitted.probabilities(np.array([0.3, 0.4]), Counter("从未见过"))
    assert chances.shape == (3,)
    assert chances.sum() == pytest.approx(1)


def test_a_model_is_the_same_after_being_kept(fitted: LinearModel) -> None:
    again = LinearModel(fitted.labels, fitted.vocabulary, **fitted.weights())
    vector, words = np.array([0.2, 0.7]), Counter("钱哪")
    assert np.array_equal(again.probabilities(vector, words), fitted.probabilities(vector, words))


def _best(model: LinearModel, vector: Numbers, words: Counter[str]) -> str:
    return model.labels[int(np.argmax(model.probabilities(vector, words)))]
