"""Telephone numbers in free text: one way of writing, and which of them can exist.

Numbering: area code and 7 or 8 digits (20 and other three-digit areas: 8), mobile 11 digits,
hotlines of 3 to 5 digits, 400 and 800 numbers (工信部 电信网编号计划 2017).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge_base.importers.items.reading import Reading, as_text, doubtful, nothing, said
from knowledge_base.importers.items.text import clean_line, is_nothing

LONGEST = 200
_APART = re.compile(r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[A-Za-z_]+[\w-]*\d[\w-]*")
_DASHES = re.compile(r"\s*[-—–－‐‑﹣−]+\s*")
_AREA = re.compile(r"(?<!\d)[(（]\s*(?:\+?86)?\s*(0?\d{2,3})\s*[)）]\s*(?=\d)")
_COUNTRY = re.compile(r"(?<!\d)(?:\+|00)?86[ -]+(?=\d)")
_SPACED = re.compile(r"(?<![\d-])(0\d{2,3}-?\d{0,4}) (\d{4,8})(?!\d)|(?<!\d)(\d{2}) (\d{8})(?!\d)")
_NUMBER = re.compile(
    r"(?<![\d.])(?<!\d[:：])\d[\d-]{1,24}\d(?:\s*(?:转|分机)\s*\d{1,5})?(?!\d|[:：]\d|号[^码])"
)
_CONTACT = re.compile(
    r"https?://|www\.|@|地址|微信|网站|网址|信箱|窗口|大厅|现场|APP|小程序|公众号"
)

_VALID = (
    re.compile(r"0(?:10|2\d)-\d{8}(?:-\d{1,6})*$"),
    re.compile(r"0[3-9]\d\d-\d{7,8}(?:-\d{1,6})*$"),
    re.compile(
        r"(?:0\d{2,3}-)?1(?:2\d{3}|1[0-9]{1,4}|0\d{3}|6\d{3}|8\d{3}|[13]\d{3})(?:-\d{1,6})*$"
    ),
    re.compile(r"(?:0\d{2,3}-)?9\d{4,6}(?:-\d{1,6})*$"),
    re.compile(r"1[3-9]\d{9}$"),
    re.compile(r"[48]00(?:-?\d){7}$"),
)
_LOCAL = re.compile(r"[2-8]\d{6,7}(?:-\d{1,6})*$")


@dataclass(frozen=True, slots=True)
class Phones:
    """`text` with every number written one way; `bad` are those that cannot exist."""

    text: str
    good: tuple[str, ...]
    bad: tuple[str, ...]


def find_phones(text: str) -> Phones:
    """Numbers in the order they stand; a local number takes the area code of one beside it."""
    parts = _APART.split(text)
    kept = _APART.findall(text)
    area = ""
    good: list[str] = []
    bad: list[str] = []

    def one(match: re.Match[str]) -> str:
        nonlocal area
        written = re.sub(r"\s*(?:转|分机)\s*", "转", match.group())
        number = _joined(written.partition("转")[0])
        if _LOCAL.match(number) and area and len(number.partition("-")[0]) >= 7:
            number, written = f"{area}-{number}", f"{area}-{number}" + _extension(written)
        elif number != written.partition("转")[0]:
            written = number + _extension(written)
        if any(valid.match(number) for valid in _VALID) or _LOCAL.match(number):
            good.append(written)
        elif len(number.replace("-", "")) >= 5 and not re.match(r"\d{1,2}-\d{1,2}$", number):
            bad.append(written)
        if number.startswith("0"):
            area = number.partition("-")[0]
        return written

    changed = [_NUMBER.sub(one, _one_way(part)) for part in parts]
    mended = "".join(p + k for p, k in zip(changed, [*kept, ""], strict=True))
    return Phones(
        mended.strip(" ，,；;。、"), tuple(dict.fromkeys(good)), tuple(dict.fromkeys(bad))
    )


def _one_way(text: str) -> str:
    text = _AREA.sub(lambda m: f"0{m[1].removeprefix('0')}-", _DASHES.sub("-", text))
    text = _COUNTRY.sub("", text)
    return _SPACED.sub(lambda m: f"{m[1]}{m[2]}" if m[1] else f"0{m[3]}-{m[4]}", text)


def _extension(written: str) -> str:
    extension = written.partition("转")[2]
    return f"转{extension}" if extension else ""


def _joined(number: str) -> str:
    """An area code without its dash gets one: 02034121084 → 020-34121084."""
    if re.match(r"0(?:10|2\d)\d{8}$", number):
        return f"{number[:3]}-{number[3:]}"
    if re.match(r"0[3-9]\d{9,10}$", number):
        return f"{number[:4]}-{number[4:]}"
    return number


def read_phones(value: Any, _beside: Mapping[str, Any]) -> Reading:
    """A line for the field, in words where words stand between the numbers."""
    if is_nothing(value):
        return nothing("原文没有写电话")
    raw = as_text(value)
    cleaned = clean_line(raw)
    found = find_phones(cleaned.text)
    if not found.good and not _CONTACT.search(found.text):
        return doubtful(None, "没有可用的电话号码" + _named(found.bad))
    line, done = found.text, list(cleaned.repairs)
    if line != cleaned.text:
        done.append("统一号码写法")
    if len(line) > LONGEST:
        short = "、".join(found.good)[:LONGEST] or line[:LONGEST]
        done.append("文字太长，只取号码" if found.good else "文字太长，只取前面部分")
        line = short
    if found.bad:
        return doubtful(line, "有不合规则的号码" + _named(found.bad))
    return said(line, done)


def _named(bad: tuple[str, ...]) -> str:
    return f"：{'、'.join(bad)}" if bad else ""
