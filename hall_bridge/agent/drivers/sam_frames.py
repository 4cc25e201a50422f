"""Frames of the identity card module (SAM) as readers of many makers pass them through.

Confirmed by public sources of several makers' serial examples (also for 精伦 IDR210 in serial
mode): `AA AA AA 96 69`, length (2 bytes, big end first, from the command to the check byte),
command and parameter or three status bytes, data, and the XOR of everything after the beginning.
The base information is a text of 256 bytes in UTF-16 (little end first) and a picture of 1,024
bytes in the ministry's own compression (WLT), for which no public decoder exists: kept as bytes.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import reduce

BEGINNING = bytes.fromhex("AAAAAA9669")
STATUS, FIND, SELECT, READ = b"\x11\xff", b"\x20\x01", b"\x20\x02", b"\x30\x01"
OK, FOUND, NO_CARD, NOT_SELECTED = 0x90, 0x9F, 0x80, 0x81
TEXT_LENGTH, PHOTO_LENGTH = 256, 1024
_LONGEST = 4096
_FIELDS = (
    ("name", 30), ("sex", 2), ("nation", 4), ("born", 16), ("address", 70), ("number", 36),
    ("issuer", 30), ("valid_from", 16), ("valid_until", 16),
)  # fmt: skip
_SEXES = {"1": "男", "2": "女"}
_NATIONS = [
    "汉",
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
]
"""GB/T 3304: 01 to 56."""
_KIND_AT = 248
"""Where cards of other holders say what they are: `I` foreigners, `J` Hong Kong, Macao, Taiwan."""


class FrameBroken(Exception):
    """Not a frame of the module, or changed on its way."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is the third status byte; the two before say nothing to us."""

    status: int
    data: bytes


def request(command: bytes) -> bytes:
    """A frame to the module."""
    return _framed(command)


def answer(status: int, data: bytes = b"") -> bytes:
    """A frame from the module."""
    return _framed(bytes((0, 0, status)) + data)


def base_information(text: bytes, photo: bytes) -> bytes:
    """The data of an answer to READ: both lengths, then both."""
    return len(text).to_bytes(2) + len(photo).to_bytes(2) + text + photo


async def read_frame(reader: asyncio.StreamReader) -> bytes:
    """What stands between length and check byte. Raises: FrameBroken, IncompleteReadError."""
    await reader.readuntil(BEGINNING)
    head = await reader.readexactly(2)
    length = int.from_bytes(head)
    if not 2 <= length <= _LONGEST:
        raise FrameBroken("length")
    body = await reader.readexactly(length)
    if _check(head + body[:-1]) != body[-1]:
        raise FrameBroken("check byte")
    return body[:-1]


async def read_answer(reader: asyncio.StreamReader) -> Answer:
    """Raises: FrameBroken, IncompleteReadError."""
    body = await read_frame(reader)
    if len(body) < 3:
        raise FrameBroken("status")
    return Answer(body[2], body[3:])


def split_information(data: bytes) -> tuple[bytes, bytes]:
    """Text and photo of an answer to READ. Raises: FrameBroken."""
    text, photo = int.from_bytes(data[:2]), int.from_bytes(data[2:4])
    if text != TEXT_LENGTH or len(data) != 4 + text + photo:
        raise FrameBroken("information")
    return data[4 : 4 + text], data[4 + text :]


def fields_of(text: bytes) -> dict[str, str]:
    """The card's own words; `sex` and `nation` as people read them. Raises: FrameBroken for cards
    of foreigners, whose text is laid out otherwise."""
    if text[_KIND_AT : _KIND_AT + 2].decode("utf-16-le", "replace") == "I":
        raise FrameBroken("foreigner")
    found, at = {}, 0
    for name, length in _FIELDS:
        found[name] = text[at : at + length].decode("utf-16-le").strip(" \0")
        at += length
    found["sex"] = _SEXES.get(found["sex"], "")
    nation = int(found["nation"]) if found["nation"].isdecimal() else 0
    found["nation"] = _NATIONS[nation - 1] if 0 < nation <= len(_NATIONS) else ""
    return found


def text_of(fields: dict[str, str]) -> bytes:
    """A card's text, for a simulator: codes for sex and nation."""
    codes = {value: key for key, value in _SEXES.items()}
    said = {
        **fields,
        "sex": codes.get(fields["sex"], "9"),
        "nation": f"{_NATIONS.index(fields['nation']) + 1:02d}",
    }
    text = "".join(said[name].ljust(length // 2) for name, length in _FIELDS)
    return text.ljust(TEXT_LENGTH // 2).encode("utf-16-le")


def _framed(body: bytes) -> bytes:
    head = (len(body) + 1).to_bytes(2)
    return BEGINNING + head + body + bytes((_check(head + body),))


def _check(content: bytes) -> int:
    return reduce(lambda one, other: one ^ other, content, 0)
