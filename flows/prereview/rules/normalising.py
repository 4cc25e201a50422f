"""Names, addresses and codes as people write them, brought to one form before they are compared."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache

from opencc import OpenCC

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "两": "2"}
_CHINESE_NUMBER = re.compile(r"[〇零一二两三四五六七八九十百]+(?=[号栋幢座楼层室房单巷弄])")
_DISTRICT = re.compile("(?:越秀|海珠|荔湾|天河|白云|黄埔|番禺|花都|南沙|从化|增城)区")
_AREAS = re.compile(rf"^(中国)?(广东省)?(广州市)?({_DISTRICT.pattern})?")
_STREET_OFFICE = re.compile(r"^[\u4e00-\u9fff]{2,5}(街道|镇)(?=.)")
_DASHES = re.compile(r"[-‐‑–—―~_/、·.,，。;；:：\s()\[\]【】「」<>《》\"'#]")
_MARKS_OF_NAMES = re.compile(r"[\s·•・‧.,，()\[\]【】「」<>《》\"'-]")
_FOREVER = ("长期", "永久", "无固定期限")


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def plain(text: str) -> str:
    """Full width to half, traditional to simplified, upper case, no spaces."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(_converter().convert(folded).split())


def plain_name(text: str) -> str:
    """A person's or enterprise's name: brackets, dots and spaces do not tell names apart."""
    return _MARKS_OF_NAMES.sub("", plain(text))


def plain_code(text: str) -> str:
    """A number with its letters: spaces and dashes do not count."""
    return re.sub(r"[^0-9A-Z]", "", plain(text))


def plain_address(text: str) -> str:
    """An address without what is the same for all of us or is written one way or another.

    Province, city, district and street office fall away in front; 首层 and 一楼 are 1层; 栋, 幢 and
    座 are one word, 房, 室 and 单元房 another; what stands in brackets stays.
    """
    found = _AREAS.sub("", plain(text))
    found = _STREET_OFFICE.sub("", found)
    found = found.replace("首层", "1层").replace("首楼", "1层").replace("地下室", "B1层")
    found = _CHINESE_NUMBER.sub(lambda m: str(_number(m.group())), found)
    found = re.sub(r"(\d+)楼", r"\1层", found)
    found = re.sub(r"之([〇零一二三四五六七八九十]+)", lambda m: f"之{_number(m.group(1))}", found)
    found = re.sub(r"[栋幢座]", "栋", found)
    found = re.sub(r"(?<=[\dA-Z])(房号|号房|房间|房|室)", "房", found)
    found = _DASHES.sub(lambda m: "之" if m.group() in "-‐‑–—―" else "", found)
    return re.sub(r"(?<=[\dA-Z])(房|自编)?$", "", found)


def is_same_address(one: str, other: str) -> bool:
    """Equal once brought to one form, or one says less of the same place.

    Saying less is leaving out the end (a room), the village before the road or the building's
    name, never another number: 天河路1号 is not 天河北路1号, 901房 is not 902房.
    """
    districts = {d for text in (one, other) for d in _DISTRICT.findall(plain(text))[:1]}
    if len(districts) > 1:
        return False
    (road, *rest), (other_road, *other_rest) = sorted(
        (_chunks(plain_address(one)), _chunks(plain_address(other))), key=len
    )
    if not rest:
        return road == other_road and not other_rest
    if min(len(road), len(other_road)) < 2 or not (
        road.endswith(other_road) or other_road.endswith(road)
    ):
        return False
    return all(_is_chunk_of(a, b) for a, b in zip(rest, other_rest, strict=False))


def _chunks(address: str) -> list[str]:
    """The road, then each number with the words behind it."""
    return re.split(r"(?=(?<![0-9A-Z])[0-9A-Z])", address)


def _is_chunk_of(one: str, other: str) -> bool:
    number = re.compile(r"[0-9A-Z]*")
    a, b = (str(number.match(chunk).group()) for chunk in (one, other))  # type: ignore[union-attr]
    words, other_words = one[len(a) :], other[len(b) :]
    return a == b and (words.startswith(other_words) or other_words.startswith(words))


def date_of(text: str) -> date | None:
    """A day as written: ISO, 2026年11月27日, 2026.11.27. What never ends is `date.max`."""
    found = plain(text)
    if any(word in found for word in _FOREVER):
        return date.max
    match = re.search(r"(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})", found) or re.fullmatch(
        r"(\d{4})(\d{2})(\d{2})", found
    )
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def number_of(text: str) -> float | None:
    """The first number written, thousands separated or not; 万 counts."""
    match = re.search(r"(-?\d[\d,]*\.?\d*)(万)?", plain(text))
    if match is None:
        return None
    return float(match.group(1).replace(",", "")) * (10000 if match.group(2) else 1)


def _number(chinese: str) -> int:
    """十二 → 12, 一百零三 → 103, 二〇 → 20."""
    if not set(chinese) & {"十", "百"}:
        return int("".join(_DIGITS[c] for c in chinese))
    total, digit = 0, 0
    for letter in chinese:
        if letter in "十百":
            total += (digit or 1) * (10 if letter == "十" else 100)
            digit = 0
        else:
            digit = int(_DIGITS[letter])
    return total + digit
