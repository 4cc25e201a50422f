"""A query as it is read: its words as they stand, and as the synonyms explain them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from knowledge_base.search.strategy import SearchStrategy
from knowledge_base.search.tokens import (
    TokenArray,
    grams,
    meaning_words,
    numbered,
    sounds,
)
from knowledge_base.search.topic import topic_of


@dataclass(frozen=True)
class Reading:
    """One way of reading a query.

    `text` is the whole of it, `topic` what is left without the words of asking (all of it where
    nothing is left). `worth` in [0, 1] is what a match of this reading counts.
    """

    text: str
    topic: str
    worth: float = 1.0

    @cached_property
    def numbers(self) -> TokenArray:
        return numbered(grams(self.topic))

    @cached_property
    def sound_numbers(self) -> TokenArray:
        return numbered(sounds(self.topic))

    @cached_property
    def words(self) -> list[str]:
        return meaning_words(self.text)


def read_query(text: str, strategy: SearchStrategy) -> list[Reading]:
    """The readings of a text that `query_text` gave, the plain one first."""
    plain = _reading(text, strategy, 1.0)
    explained = explain(text, strategy)
    if explained == text:
        return [plain]
    return [plain, _reading(explained, strategy, strategy.synonym_worth)]


def explain(text: str, strategy: SearchStrategy) -> str:
    """A text with its colloquial words replaced by what they mean."""
    pattern = strategy.said_pattern
    if pattern is None:
        return text
    said = strategy.said
    replaced = pattern.sub(lambda m: " ".join(said[m.group()]) or m.group(), text)
    return " ".join(replaced.split())


def _reading(text: str, strategy: SearchStrategy, worth: float) -> Reading:
    stop = strategy.stop_pattern
    kept = stop.sub(" ", text) if stop else text
    return Reading(text, topic_of(kept) or kept.strip() or text, worth)
