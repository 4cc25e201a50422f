"""Item names written as they sound are put right: 「居住正」 is 「居住证」."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import accumulate

from components.sounds import Sounds

LONG = 3
"""Characters from which a name is heard even across the words of the text."""

LONGEST = 12


class Hearing:
    """Finds names in a text by sound where the text does not make sense as written.

    A place is taken for a name when it sounds like it and at least half of its characters are
    those of the name; of two characters only where neither belongs to another word. Search
    follows a like rule (`knowledge_base/search/heard.py`).
    """

    def __init__(
        self, names: Iterable[str], sounds: Sounds, cut: Callable[[str], list[str]]
    ) -> None:
        """`cut` cuts a text into words of a dictionary, and what is none into characters."""
        self._sounds = sounds
        self._cut = cut
        self._names = {
            tuple(sounds.spoken(name)): name
            for name in sorted(names)
            if 2 <= len(name) <= LONGEST and all(c >= "㐀" for c in name)
        }
        self._written = frozenset(self._names.values())

    def repaired(self, text: str) -> str:
        """The text with names that were only heard written as they are; its length stays."""
        spoken = tuple(self._sounds.spoken(text))
        ends: frozenset[int] | None = None
        at = 0
        while at < len(text):
            for length in range(min(LONGEST, len(text) - at), 1, -1):
                name = self._names.get(spoken[at : at + length])
                if name is None:
                    continue
                if ends is None:
                    ends = frozenset(accumulate((len(w) for w in self._cut(text)), initial=0))
                if text[at : at + length] in self._written or _is_meant(text, at, name, ends):
                    text = text[:at] + name + text[at + length :]
                    at += length - 1
                    break
            at += 1
        return text


def _is_meant(text: str, at: int, name: str, ends: frozenset[int]) -> bool:
    """Whether a place that sounds like a name makes no sense as it is; `ends` of the words."""
    written = text[at : at + len(name)]
    if 2 * sum(a == b for a, b in zip(written, name, strict=True)) < len(name):
        return False
    begins, stops = at in ends, at + len(name) in ends
    if len(name) >= LONG:
        return (begins or written[0] == name[0]) and (stops or written[-1] == name[-1])
    return begins and stops and at + 1 in ends
