"""Misspelt words heard as what they sound like: 「架照」 is 「驾照」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate

from knowledge_base.search.tokens import plain_cutter, sound_of, southern
from knowledge_base.search.wordlist import WordList

LONG = 3
"""Characters of a word that is heard even across the words of the text."""

_FIRST = 0xF0000


class _Syllables(dict[int, int]):
    """For each character that of its syllable, found when it is first met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __missing__(self, character: int) -> int:
        syllable = southern(sound_of(chr(character)))
        number = self._numbers.setdefault(syllable, _FIRST + len(self._numbers))
        self[character] = number
        return number


class HeardWords:
    """Finds words of a list in a text by sound where the text does not make sense as written.

    A place is taken for a word when it sounds like it, shares a character with it that is none of
    the `small` ones, and is no word itself; nor is it cut out of the words of a text that makes
    sense as it stands.
    """

    def __init__(self, words: Iterable[str], small: str) -> None:
        self._small = frozenset(small)
        self._syllables = _Syllables()
        self._words: dict[str, list[str]] = {}
        for word in words:
            if len(word) > 1 and all(c >= "㐀" for c in word):
                self._words.setdefault(self._spoken(word), []).append(word)
        self._spelled = WordList(self._words)

    def places(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The words heard in a normalised text, each with where it begins and ends."""
        heard = self._spelled.places(self._spoken(text))
        if not heard:
            return
        words = plain_cutter().cut(text)
        ends = [0, *accumulate(map(len, words))]
        alone = {end - 1 for end, word in zip(ends[1:], words, strict=True) if len(word) == 1}
        for spoken, start, end in heard:
            written = text[start:end]
            whole = {start, end} <= set(ends)
            if written in words or not (whole or self._is_broken(start, end, alone)):
                continue
            for word in self._words[spoken]:
                if word != written and not (set(word) & set(written)) <= self._small:
                    yield word, start, end
                    break

    @staticmethod
    def _is_broken(start: int, end: int, alone: set[int]) -> bool:
        """Whether a long place holds a character that belongs to no word."""
        return end - start >= LONG and not alone.isdisjoint(range(start, end))

    def _spoken(self, text: str) -> str:
        """Each character as one for its syllable, so that places stay what they are."""
        return text.translate(self._syllables)
