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


class LooseWordList:
    """Finds words of a list whatever small words stand between: 「注册个商标」 is 「注册商标」.

    A small word at the end of a word of the list belongs to it: 「退掉」 is no 「掉了」.
    """

    def __init__(self, words: Iterable[str], between: str) -> None:
        self._gone = dict.fromkeys(map(ord, between))
        self._between = between
        self._words: dict[str, str] = {}
        for word in sorted(words, key=self._ending):
            self._words.setdefault(word.translate(self._gone) or word, word)
        self._list = WordList(self._words)

    def places(self, text: str) -> list[tuple[str, int, int]]:
        """The words in a text, in their order, each with where it begins and ends."""
        kept = [at for at, character in enumerate(text) if character not in self._between]
        found = self._list.places(text.translate(self._gone))
        places = [(self._words[w], kept[start], kept[end - 1] + 1) for w, start, end in found]
        return [
            (word, start, end + len(ending))
            for word, start, end in places
            if text.startswith(ending := self._ending(word), end)
        ]

    def _ending(self, word: str) -> str:
        """The small words a word ends with; words of nothing else are found as they are."""
        return word[len(word.rstrip(self._between)) :] if word.translate(self._gone) else ""
