"""Chinese numerals and the labels by which official documents number their parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "[零〇○一二两三四五六七八九十百千]+|[0-9０-９]+"

_ARTICLE = re.compile(
    rf"第\s?({_NUMERAL})\s?[条條](?:之[一二三四五六七八九十]+)?(?!规定|規定|第|款|项|、|和|及|至|或|的)"
)
_CHAPTER = re.compile(rf"第\s?({_NUMERAL})\s?([编編章节節])")
_OUTLINE = (
    re.compile(r"([一二三四五六七八九十]{1,3})\s?[、．.](?!\d)"),
    re.compile(r"[（(]([一二三四五六七八九十]{1,3})[)）]"),
    re.compile(r"(\d{1,2})\s?(?:[、．]|\.(?!\d))(?![年月日])"),
    re.compile(r"[（(](\d{1,2})[)）]"),
)
CHAPTER_RANKS = {"编": 0, "編": 0, "章": 1, "节": 2, "節": 2}


@dataclass(frozen=True, slots=True)
class Label:
    """A part's own number: its words, its value, and what follows it.

    `rank`: 0 编, 1 章, 2 节, 3 条, then 4 一、 5 （一） 6 1. 7 (1); a lower rank holds a higher.
    `is_set_off`: white space stands between the label and what follows.
    """

    words: str
    number: int
    rank: int
    rest: str
    is_set_off: bool


def numeral(words: str) -> int:
    """`二十一`, `二〇二三`, `１２` as a number.

    Raises: ValueError when it is none.
    """
    if words.isdecimal():
        return int(words)
    if not any(c in _UNITS for c in words):
        return int("".join(str(DIGITS[c]) for c in words if c in DIGITS))
    total, digit = 0, 0
    for c in words:
        if c in _UNITS:
            total += (digit or 1) * _UNITS[c]
            digit = 0
        else:
            digit = DIGITS[c]
    return total + digit


def article_label(text: str) -> Label | None:
    """第…条 at the start of a paragraph; whether it really opens an article the caller judges."""
    found = _ARTICLE.match(text)
    return _label(found, found[1], 3, text) if found else None


def chapter_label(text: str) -> Label | None:
    """第…编, 第…章, 第…节 at the start of a short paragraph: a heading over articles."""
    found = _CHAPTER.match(text)
    if not found or len(text) > 60 or text.rstrip().endswith(("。", "；", "，")):
        return None
    return _label(found, found[1], CHAPTER_RANKS[found[2]], text)


def outline_label(text: str) -> Label | None:
    """一、 （一） 1. (1) at the start of a paragraph."""
    for rank, pattern in enumerate(_OUTLINE, start=4):
        if found := pattern.match(text):
            return _label(found, found[1], rank, text)
    return None


def _label(found: re.Match[str], number: str, rank: int, text: str) -> Label:
    rest = text[found.end() :]
    return Label(found[0].strip(), numeral(number), rank, rest.strip(), rest[:1].isspace())
