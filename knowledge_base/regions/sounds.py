"""How characters sound, so that what was typed by ear is still found."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

MOST_READINGS = 16


@lru_cache(maxsize=8192)
def readings(character: str) -> frozenset[str]:
    """The syllables a character may be read as, without tones; itself where it has none."""
    from pypinyin import Style, pinyin  # its dictionaries take a third of a second

    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def spoken(text: str) -> Iterator[str]:
    """Ways the text may sound, syllables joined by blanks."""
    options = [sorted(readings(c)) for c in text]
    yield from (" ".join(said) for said in islice(product(*options), MOST_READINGS))


@lru_cache(maxsize=8192)
def sounds_near(one: str, other: str) -> bool:
    """Whether two characters share the beginning or the rest of a syllable (洗 and 冼)."""
    return any(
        a == b or (_split(a)[0] and _split(a)[0] == _split(b)[0]) or _split(a)[1] == _split(b)[1]
        for a in readings(one)
        for b in readings(other)
    )


def _split(syllable: str) -> tuple[str, str]:
    """Initial and final; zh, ch, sh are heard as z, c, s in the south."""
    plain = syllable.replace("zh", "z").replace("ch", "c").replace("sh", "s")
    if plain[:1] in "bpmfdtnlgkhjqxrzcsyw":
        return plain[:1], plain[1:]
    return "", plain
