"""Dates as official documents write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from knowledge_base.importers.documents.numbering import numeral

_CHINESE_YEAR = "[一二][〇○零一二三四五六七八九Oo0]{3}"
PATTERN = (
    rf"(?:(?:19|20)\d{{2}}|{_CHINESE_YEAR})\s?年\s?(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s?月"
    r"\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?[日号]"
    r"|(?:19|20)\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?!\d)"
)
_DATE = re.compile(PATTERN)
_PARTS = re.compile(r"(.+?)\s?年\s?(.+?)\s?月\s?(.+?)\s?[日号]")


@dataclass(frozen=True, slots=True)
class Found:
    """A date and the words it was read from."""

    day: date
    words: str


def parse_date(words: str) -> date | None:
    """The date that the words begin with, None where they are no day of the calendar."""
    found = _DATE.match(words.strip())
    if not found:
        return None
    parts = _PARTS.fullmatch(found[0])
    pieces = parts.groups() if parts else tuple(re.split(r"[-/.]", found[0]))
    try:
        year, month, day = (numeral(re.sub("[○Oo]", "〇", piece)) for piece in pieces)
        return date(year, month, day)
    except ValueError:
        return None


def years_later(day: date, years: int, months: int = 0) -> date:
    """The same day so much later; the 29th of February gives way to the 1st of March."""
    total = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(total, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        following = total + 1
        return date(following // 12, following % 12 + 1, 1)
