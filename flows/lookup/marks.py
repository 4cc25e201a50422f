"""What a case is found by, as keyed marks: what is kept tells nothing, what is typed finds it.

A mark is an HMAC of a piece and of what kind of piece it is: two characters that stand side by side
in a text, two of a name, the end of a number, a masked form of it. Words of any length are found by
all their pairs, so Chinese needs no cutting into words, and PostgreSQL and SQLite find the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from foundation.crypto import mark

LONGEST_TEXT = 4000
"""Characters of one case that are looked at; nobody writes as much by hand."""
NUMBER_ENDS = (4, 5, 6, 7)
ID_ENDS = (4, 6)
MASKED_HEADS = (3, 4, 6)
"""Digits left in front where a number is masked: 440***…, 9144***…, 440106***…."""
_BREAK = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """As it is compared: full-width forms and capitals made one (NFKC, lower case)."""
    return unicodedata.normalize("NFKC", text).casefold()


def runs(text: str) -> list[str]:
    """The unbroken runs of letters, digits and characters in a text."""
    return [run for run in _BREAK.split(plain(text)) if run]


def text_marks(text: str) -> Iterator[str]:
    """Every pair of neighbours in the text."""
    for run in runs(text[:LONGEST_TEXT]):
        yield from (mark(f"t:{pair}") for pair in pairs(run))


def name_marks(name: str) -> Iterator[str]:
    """A person's or enterprise's name: by its pairs, and whole."""
    for run in runs(name):
        yield from (mark(f"n:{pair}") for pair in pairs(run))
    yield name_mark(name)


def name_mark(name: str) -> str:
    return mark(f"w:{''.join(runs(name))}")


def pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def identity_marks(number: str) -> Iterator[str]:
    """An ID number or credit code: whole, its end, and as it looks masked."""
    number = plain(number)
    if len(number) < max(MASKED_HEADS) + 4:
        return
    yield identity_mark(number)
    yield from (identity_end_mark(number[-length:]) for length in ID_ENDS)
    yield from (masked_mark(number[:head], number[-4:]) for head in MASKED_HEADS)


def identity_mark(number: str) -> str:
    return mark(f"i:{plain(number)}")


def identity_end_mark(end: str) -> str:
    return mark(f"e:{plain(end)}")


def masked_mark(head: str, end: str) -> str:
    return mark(f"m:{plain(head)}*{plain(end)}")


def phone_mark(phone: str) -> str:
    return mark(f"p:{phone}")


def number_end_mark(end: str) -> str:
    return mark(f"c:{plain(end)}")


def number_marks(number: str) -> Iterator[str]:
    """The last digits of a case number, which people read out."""
    yield from (number_end_mark(number[-length:]) for length in NUMBER_ENDS)


def joined(marks: Iterable[str]) -> str:
    """Marks as they are kept: once each, parted by blanks."""
    return " ".join(dict.fromkeys(marks))
