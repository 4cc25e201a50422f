"""What somebody typed into the one box, understood: a number, a masked ID, a name, words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.lookup import marks
from foundation.crypto import mark

MOST_WORDS, LONGEST = 6, 100
_NUMBER = re.compile(r"^TH\d{0,15}$")
_MASKED = re.compile(r"^(\d{3}|[0-9A-Z]{4}|\d{6})\*{2,14}([0-9A-Z]{4})$")
_WHOLE_ID = re.compile(r"^(\d{17}[\dX]|[0-9A-HJ-NPQRTUWXY]{18})$")
_DIGITS = re.compile(r"^\d{3}[\dX]$|^\d{5}[\dX]$|^\d{4,7}$")
_PHONE = re.compile(r"^1\d{10}$")
_DAY = re.compile(r"^20\d{6}$")
_LETTER = re.compile(r"[〔\[\(（【](20\d\d)[〕\]\)）】]")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for among cases. All of it must hold; `any_of` holds if one mark does.

    `numbers` is what the case number begins with; `items` the codes of items whose name was said.
    `is_personal` says that a person is looked for by a number of theirs, which is noted as a look;
    `about` which: id_number (or a credit code), phone, or an end of digits that may be of one.
    `skipped` are words of one character, which are not looked for; `too_short`: nothing else was.
    `unseen` are items whose cases are not looked through by words.
    """

    number: str = ""
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    items: frozenset[str] | None = None
    is_personal: bool = False
    too_short: bool = False
    about: str = ""
    skipped: tuple[str, ...] = ()
    unseen: frozenset[str] = frozenset()

    @property
    def needs_index(self) -> bool:
        return bool(self.all_of or self.any_of)


@dataclass(frozen=True, slots=True)
class ItemName:
    """An item as words may name it."""

    code: str
    name: str


def read(query: str, items: Sequence[ItemName]) -> Wish:
    """What the words ask for among cases; words that name items ask for cases of those items."""
    text = query.strip()[:LONGEST]
    code = re.sub(r"\s+", "", marks.plain(text)).upper()
    return _of_number(code) or _of_words(text, items)


def read_person(query: str) -> Wish:
    """The same, for a person: by name or by a number of theirs."""
    code = re.sub(r"\s+", "", marks.plain(query)).upper()
    wish = _of_identity(code)
    if wish is not None:
        return wish
    runs = marks.runs(query[:LONGEST])
    found = [mark(f"n:{pair}") for run in runs for pair in marks.pairs(run)]
    return Wish(all_of=tuple(dict.fromkeys(found)), is_personal=True, too_short=not found)


def letter_number(query: str) -> str | None:
    """The number of a letter with the brackets it is written in, None for other words."""
    text = query.strip()
    return _LETTER.sub(r"〔\1〕", text) if _LETTER.search(text) else None


def _of_number(code: str) -> Wish | None:
    if _NUMBER.match(code):
        return Wish(number=code)
    if _DAY.match(code):
        return Wish(number=f"TH{code}")
    return _of_identity(code)


def _of_identity(code: str) -> Wish | None:
    masked = _MASKED.match(code)
    if masked:
        return _of_person(marks.masked_mark(*masked.groups()), "id_number")
    if _WHOLE_ID.match(code):
        return _of_person(marks.identity_mark(code), "id_number")
    if _PHONE.match(code):
        return _of_person(marks.phone_mark(code), "phone")
    if _DIGITS.match(code):
        ends = (marks.number_end_mark(code), marks.identity_end_mark(code))
        return Wish(any_of=ends, is_personal=True, about="end")
    return None


def _of_person(mark: str, about: str) -> Wish:
    return Wish(all_of=(mark,), is_personal=True, about=about)


def _of_words(text: str, items: Sequence[ItemName]) -> Wish:
    """Each word is the name of items, or stands in the case as text or in a name."""
    found: list[str] = []
    skipped: list[str] = []
    named: frozenset[str] | None = None
    for word in text.split()[:MOST_WORDS]:
        plain = marks.plain(word)
        codes = frozenset(i.code for i in items if len(plain) > 1 and plain in i.name)
        if codes:
            named = codes if named is None else named & codes
        elif pairs := list(marks.text_marks(word)):
            found += pairs
        elif marks.runs(word):
            skipped.append(word)
    return Wish(
        all_of=tuple(dict.fromkeys(found)),
        items=named,
        too_short=not found and named is None,
        skipped=tuple(skipped),
    )
