"""Words of a list found in a text: from left to right, at each place the longest."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ahocorasick_rs import AhoCorasick, MatchKind


class WordList:
    """Finds any of thousands of words in one pass over a text."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [w for w in dict.fromkeys(words) if w]
        self._finder = AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest)

    def places(self, text: str) -> list[tuple[str, int, int]]:
        """The words in a text, in their order, each with where it begins and ends."""
        found = self._finder.find_matches_as_indexes(text)
        return [(self._words[number], start, end) for number, start, end in found]

    def replaced(self, text: str, by: Callable[[str], str]) -> str:
        """A text with each word of the list replaced."""
        places = self.places(text)
        if not places:
            return text
        parts, at = [], 0
        for word, start, end in places:
            parts += [text[at:start], by(word)]
            at = end
        return "".join([*parts, text[at:]])
