"""A query as it is read: its words as they stand, and as the synonyms explain them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge_base.search.strategy import KindWeights, SearchStrategy
from knowledge_base.search.tokens import (
    TokenArray,
    grams,
    meaning_words,
    numbered,
    sounds,
)
from knowledge_base.search.topic import topic_of
from knowledge_base.search.vectors import Vectors


@dataclass(frozen=True, slots=True)
class Weighed:
    """Tokens as numbers, and what each counts beside its rarity."""

    numbers: TokenArray
    worth: Vectors


@dataclass(frozen=True)
class Reading:
    """One way of reading a query.

    `text` is the whole of it, `topic` what is left without the words of asking (all of it where
    nothing is left). `worth` in [0, 1] is what a match of this reading counts.
    """

    text: str
    topic: str
    worth: float = 1.0
    asking_worth: float = 0.0

    @cached_property
    def tokens(self) -> Weighed:
        """Pairs of the topic, and for `asking_worth` those of the words of asking."""
        return _weighed(grams(self.topic), grams(self.text), self.asking_worth)

    @cached_property
    def sounds(self) -> Weighed:
        return _weighed(sounds(self.topic), sounds(self.text), self.asking_worth)

    @cached_property
    def words(self) -> list[str]:
        return meaning_words(self.text)


def read_query(text: str, strategy: SearchStrategy, weights: KindWeights) -> list[Reading]:
    """The readings of a text that `query_text` gave, the plain one first."""
    plain = _reading(text, strategy, 1.0, weights.asking_worth)
    explained = explain(text, strategy) if weights.synonym_worth else text
    if explained == text:
        return [plain]
    return [plain, _reading(explained, strategy, weights.synonym_worth, weights.asking_worth)]


def explain(text: str, strategy: SearchStrategy) -> str:
    """A text with its colloquial words replaced by what they mean."""
    pattern = strategy.said_pattern
    if pattern is None:
        return text
    said = strategy.said
    replaced = pattern.sub(lambda m: " ".join(said[m.group()]) or m.group(), text)
    return " ".join(replaced.split())


def _reading(text: str, strategy: SearchStrategy, worth: float, asking_worth: float) -> Reading:
    stop = strategy.stop_pattern
    kept = stop.sub(" ", text) if stop else text
    topic = topic_of(kept) or kept.strip() or text
    return Reading(text, topic, worth, asking_worth)


def _weighed(topic: list[str], text: list[str], asking_worth: float) -> Weighed:
    known = set(topic)
    asking = [t for t in text if t not in known]
    about, asked = numbered(topic), numbered(asking)
    worth = np.ones(len(about) + len(asked), dtype=np.float32)
    worth[len(about) :] = asking_worth
    return Weighed(np.concatenate([about, asked]), worth)
