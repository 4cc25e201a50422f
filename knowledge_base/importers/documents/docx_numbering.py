"""The numbers that Word counts by itself (numbering.xml), as a reader of the document sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "ideographTraditional",
}


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


class Numbering:
    """Counts as the paragraphs pass by in order; one object a document."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles = _style_lists(styles)
        if numbering is not None:
            self._load(numbering)

    def next(self, paragraph: Any) -> str:
        """The number before this paragraph, "" where Word writes none."""
        place = self._place(paragraph)
        if place is None:
            return ""
        number_id, depth = place
        abstract = self._lists.get(number_id, "")
        levels = self._levels.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.form in ("bullet", "none"):
            return ""

        def written(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            at = levels.get(index, level)
            return _written(counts.get(index, at.start), at.form)

        return re.sub(r"%(\d)", written, level.text)

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """(list, depth) by the paragraph itself, else by its style."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        inherited = self._styles.get(style.get(f"{W}val")) if style is not None else None
        own = paragraph.find(f"{W}pPr/{W}numPr")
        number_id, depth = inherited or (None, 0)
        if own is not None:
            number_id = _value(own, "numId") or number_id
            depth = int(_value(own, "ilvl") or depth)
        return (number_id, depth) if number_id and number_id != "0" else None

    def _load(self, numbering: Any) -> None:
        for abstract in numbering.iter(f"{W}abstractNum"):
            levels = {
                int(level.get(f"{W}ilvl")): _Level(
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                    int(_value(level, "start") or 1),
                )
                for level in abstract.iter(f"{W}lvl")
            }
            self._levels[abstract.get(f"{W}abstractNumId")] = levels
        for number in numbering.iter(f"{W}num"):
            self._lists[number.get(f"{W}numId")] = _value(number, "abstractNumId") or ""


def _style_lists(styles: Any) -> dict[str, tuple[str, int]]:
    lists: dict[str, tuple[str, int]] = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        numbers = style.find(f"{W}pPr/{W}numPr")
        if numbers is not None and (number_id := _value(numbers, "numId")):
            lists[style.get(f"{W}styleId")] = (number_id, int(_value(numbers, "ilvl") or 0))
    return lists


def _value(parent: Any, name: str) -> str | None:
    child = parent.find(f"{W}{name}")
    value = child.get(f"{W}val") if child is not None else None
    return str(value) if value is not None else None


def _written(number: int, form: str) -> str:
    if form in _CHINESE:
        return chinese(number)
    if form == "ideographDigital":
        return "".join(_DIGITS[int(c)] for c in str(number))
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and number <= 20:
        return _CIRCLED[number - 1]
    if form in ("upperLetter", "lowerLetter") and number <= 26:
        letter = chr(ord("A") + number - 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman") and number < 40:
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    return f"{number:02}" if form == "decimalZero" else str(number)


def chinese(number: int) -> str:
    """1 to 9999 as statutes count: 十一, 一百零三.

    >>> chinese(110)
    '一百一十'
    """
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return words.removeprefix("一") if 10 <= number < 20 else words


def _roman(number: int) -> str:
    words = ""
    for value, name in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        words += name * (number // value)
        number %= value
    return words
