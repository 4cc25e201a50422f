"""Nearest examples, on a problem small enough to see through."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from components.neighbours import Neighbours

VECTORS = np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0], [0.6, 0.8]])
WORDS = [Counter("钱多"), Counter("钱"), Counter("哪"), Counter("哪里")]


@pytest.fixture(scope="module")
def kept() -> Neighbours:
    return Neighbours.fit(VECTORS, WORDS, ["fee", "fee", "place", "place"])


def test_meaning_and_words_both_count(kept: Neighbours) -> None:
    assert _best(kept, np.array([1.0, 0.0]), Counter()) == "fee"
    assert _best(kept, np.zeros(2), Counter("哪")) == "place"


def test_chances_add_up_whatever_is_asked(kept: Neighbours) -> None:
    chances = kept.probabilities(np.zeros(2), Counter("从未见过"), 3, 30.0)
    assert chances == pytest.approx([0.5, 0.5])


def test_a_model_is_the_same_after_being_kept(kept: Neighbours) -> None:
    again = Neighbours(kept.labels, kept.vocabulary, **kept.arrays())
    asked = np.array([0.6, 0.8]), Counter("钱哪")
    assert again.probabilities(*asked, 2, 30.0) == pytest.approx(
        kept.probabilities(*asked, 2, 30.0), abs=1e-3
    )


def _best(model: Neighbours, vector: np.ndarray, words: Counter[str]) -> str:
    return model.labels[int(np.argmax(model.probabilities(vector, words, 1, 30.0)))]
