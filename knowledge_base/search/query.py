"""A query as it is read: its own words, and beside the colloquial ones what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge_base.search.holding import OWN, Tokens
from knowledge_base.search.strategy import Colloquial, SearchStrategy
from knowledge_base.search.tokens import meaning_words, pieces, sounds, token_number
from knowledge_base.search.topic import topic_of
from knowledge_base.search.vectors import Vectors

MOST_MEANINGS = 40
"""Of all colloquial words of one query."""

LATER = 0.4
"""How much more the last word of a query counts than its first: the story comes before the wish
(「领退休金要刷脸认证」). Of colloquial words only, which stand for whole titles."""


@dataclass(frozen=True)
class Query:
    """What a text that `query_text` gave asks for.

    `asking_worth` is what words of asking («怎么办») count beside those of the topic; `explained`
    the text with what its colloquial words mean in their place.
    """

    text: str
    strategy: SearchStrategy
    asking_worth: float = 0.0
    with_synonyms: bool = True

    @cached_property
    def colloquial(self) -> list[Colloquial]:
        return self.strategy.colloquial(self.text) if self.with_synonyms else []

    @cached_property
    def explained(self) -> str:
        return self._with(lambda found: " ".join(found.means))

    @cached_property
    def topic(self) -> str:
        """The text without the words of asking; all of it where nothing else is left."""
        return self._topic(self.text) or self.text

    @cached_property
    def explained_topic(self) -> str:
        if self.explained == self.text:
            return self.topic
        return self._topic(self.explained) or self.explained

    @cached_property
    def topics(self) -> list[str]:
        return list(dict.fromkeys([self.topic, self.explained_topic]))

    @cached_property
    def pairs(self) -> Tokens:
        return self._tokens(pieces)

    @cached_property
    def sounds(self) -> Tokens:
        return self._tokens(sounds)

    @cached_property
    def texts(self) -> list[str]:
        """The text and, where anything in it is colloquial, the text explained."""
        return list(dict.fromkeys([self.text, self.explained]))

    @cached_property
    def acts(self) -> int:
        """What is asked to be done, as the bits of a number."""
        acts = 0
        for text in self.texts:
            acts |= self.strategy.acts_asked(text)
        return acts

    @cached_property
    def words(self) -> list[list[str]]:
        return [meaning_words(text) for text in self.texts]

    def _topic(self, text: str) -> str:
        kept = self.strategy.without_stop_words(text)
        return topic_of(kept) or kept.strip()

    def _with(self, put: Callable[[Colloquial], str]) -> str:
        if not self.colloquial:
            return self.text
        parts, at = [], 0
        for found in self.colloquial:
            parts += [self.text[at : found.start], put(found)]
            at = found.end
        return " ".join("".join([*parts, self.text[at:]]).split())

    def _tokens(self, cut: Callable[[str], list[str]]) -> Tokens:
        """Of the plain words; then, marked, of each colloquial word and of what it means."""
        plain = self._with(lambda found: " ")
        topic = self.topic if plain is self.text else self._topic(plain) or plain
        marks = dict.fromkeys(map(token_number, cut(topic)), OWN)
        about = len(marks)
        marks |= dict.fromkeys(map(token_number, cut(plain)), OWN)
        asking = len(marks)
        concepts = []
        for number, (concept, words, own) in enumerate(self._alternatives()):
            concepts.append(concept)
            for token in map(token_number, cut(words)):
                marks[token] = marks.get(token, 0) | 1 << number | own
        for token in map(token_number, cut(self.text)) if concepts else ():
            marks[token] = marks.get(token, 0) | OWN
        worth = np.zeros(len(marks), np.float32)
        worth[:about], worth[about:asking] = 1.0, self.asking_worth
        return Tokens(
            np.fromiter(marks, np.int32, len(marks)),
            np.fromiter(marks.values(), np.int64, len(marks)),
            worth,
            np.array(concepts, np.int32),
            self._emphasis(),
        )

    def _emphasis(self) -> Vectors:
        """What each colloquial word counts by where it stands."""
        middles = [(found.start + found.end) / 2 / len(self.text) for found in self.colloquial]
        return np.array([1 + LATER * (middle - 0.5) for middle in middles], np.float32)

    def _alternatives(self) -> Iterator[tuple[int, str, int]]:
        """Each colloquial word by number, itself first, then each of its meanings."""
        count = 0
        for number, found in enumerate(self.colloquial):
            if (count := count + 1 + len(found.means)) > MOST_MEANINGS:
                return
            yield number, self.text[found.start : found.end], OWN
            for means in found.means:
                yield number, means, 0
