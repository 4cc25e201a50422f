"""Values as they are written on papers, made plain: dates, amounts, areas, codes.

A code is mended only where its check digit then proves it (letters that the code does not use, read
for digits); anything else stays as it was read, less sure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from foundation.identifiers import CreditCode, IdentifierInvalid, ResidentId

UNPROVED = 0.6
"""What is left of the confidence of a code whose check digit does not hold."""

_FORMS = str.maketrans("黃粵–—〇○():;", "黄粤--00（）：；")
_DATES = (
    re.compile(r"((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日?"),
    re.compile(r"((?:19|20)\d{2})[.·/,-](\d{1,2})[.·/,-](\d{1,2})"),
    re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)"),
)
_CHINESE_DATE = re.compile(
    r"([一二三四五六七八九0零]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"0": 0}
_MONEY_DIGITS = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")} | _DIGITS | {"两": 2}
_MONEY_UNITS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_LATIN_FOR_DIGITS = str.maketrans("OQDILSZB", "00011528")
_RESIDENT = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{17}[0-9X](?![0-9A-Z])")
_CREDIT = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")


def compact(text: str) -> str:
    """No blanks; letters and digits half-width, punctuation as in Chinese and once; 黃 is 黄."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).translate(_FORMS))
    plain = re.sub(r"(?<!\d),|,(?!\d)", "，", plain)
    return re.sub(r"([（）：；，])\1+", r"\1", plain)


def find_dates(text: str) -> list[str]:
    """Every date in the text in order, as ISO 8601; days that do not exist are left out."""
    found: list[tuple[int, str]] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            year, month, day = (int(part) for part in match.groups())
            found += _valid(match.start(), year, month, day)
    for match in _CHINESE_DATE.finditer(text):
        year = int("".join(str(_DIGITS[c]) for c in match[1]))
        found += _valid(match.start(), year, _counted(match[2]), _counted(match[3]))
    return [iso for _, iso in sorted(found)]


def first_date(text: str) -> str | None:
    return next(iter(find_dates(text)), None)


def amount(text: str) -> str | None:
    """Yuan as a plain number: 壹拾万元, 50万元, 3,500.00元."""
    plain = re.search(r"(\d[\d,]*(?:\.\d+)?)(亿|万)?(?=[元圆]|$|（|人民币)", text)
    if plain:
        number = float(plain[1].replace(",", "")) * {"万": 1e4, "亿": 1e8}.get(plain[2] or "", 1)
        return f"{number:.2f}".rstrip("0").rstrip(".")
    written = re.search(
        r"([零壹贰叁肆伍陆柒捌玖拾佰仟万亿一二三四五六七八九十百千两]+)[元圆整]", text
    )
    return str(_counted_money(written[1])) if written else None


def area(text: str) -> str | None:
    """Square metres as a plain number."""
    match = re.search(r"(\d+(?:\.\d+)?)(?:平方米|平米|㎡|m2|M2)", text)
    return match[1] if match else None


def resident_id(text: str) -> tuple[str, float] | None:
    """An ID number and how far its check digit lets one be sure of it (1 or `UNPROVED`)."""
    return _code(text, _RESIDENT, ResidentId.parse)


def credit_code(text: str) -> tuple[str, float] | None:
    """As `resident_id`, for a 统一社会信用代码."""
    return _code(text, _CREDIT, CreditCode.parse)


def is_luhn(number: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    digits = [int(c) * (1 + i % 2) for i, c in enumerate(reversed(number))]
    return sum(d // 10 + d % 10 for d in digits) % 10 == 0


def _code(
    text: str, pattern: re.Pattern[str], parse: Callable[[str], Any]
) -> tuple[str, float] | None:
    upper = text.upper()
    candidates = pattern.findall(upper)
    for candidate in candidates:
        for value in (candidate, candidate.translate(_LATIN_FOR_DIGITS)):
            try:
                return str(parse(value)), 1.0
            except IdentifierInvalid:
                continue
    for candidate in candidates:
        mended = _one_letter_mended(candidate, parse)
        if mended:
            return mended, 1.0
    return (candidates[0], UNPROVED) if candidates else None


def _one_letter_mended(candidate: str, parse: Callable[[str], Any]) -> str | None:
    """Letters that such a code never uses, each read for its digit, when that alone proves it."""
    letters = [c for c in set(candidate) if c in "OISZ"]
    for letter in letters:
        try:
            return str(parse(candidate.replace(letter, letter.translate(_LATIN_FOR_DIGITS))))
        except IdentifierInvalid:
            continue
    return None


def _valid(start: int, year: int, month: int, day: int) -> list[tuple[int, str]]:
    try:
        return [(start, date(year, month, day).isoformat())]
    except ValueError:
        return []


def _counted(text: str) -> int:
    """二十七 → 27."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[c]) for c in text))
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _counted_money(text: str) -> int:
    """壹仟万 → 10000000."""
    total = section = digit = 0
    for letter in text:
        if letter in _MONEY_DIGITS:
            digit = _MONEY_DIGITS[letter]
        elif letter in _MONEY_UNITS:
            section += (digit or 1) * _MONEY_UNITS[letter]
            digit = 0
        else:
            total = (total + section + digit) * {"万": 10**4, "亿": 10**8}[letter]
            section = digit = 0
    return total + section + digit
