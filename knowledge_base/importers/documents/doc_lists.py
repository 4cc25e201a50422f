"""Whether a Word 97 document numbers paragraphs by itself ([MS-DOC] 2.4.6.3, sprmPIlfo).

Asked so that only those documents get a doubt whose numbers are really missing from the text.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_PARAGRAPHS, _STYLES = 0x102, 0xA2
_PAGE = 512
_IN_LIST = b"\x0b\x46"
"""sprmPIlfo: the list a paragraph belongs to, two bytes behind it, 0 for none."""


def has_numbers(main: bytes, table: bytes) -> bool:
    """`main` and `table` are the streams. Raises: struct.error, IndexError when damaged."""
    used: set[int] = set()
    for style, properties in _paragraphs(main, table):
        if _is_in_list(properties):
            return True
        used.add(style)
    return any(_is_in_list(style) for index, style in _styles(main, table) if index in used)


def _is_in_list(properties: bytes) -> bool:
    at = properties.find(_IN_LIST)
    return at >= 0 and properties[at + 2 : at + 4] not in (b"\x00\x00", b"")


def _paragraphs(main: bytes, table: bytes) -> Iterator[tuple[int, bytes]]:
    """(style, properties) of every run of paragraphs, from the formatted pages."""
    offset, length = struct.unpack_from("<II", main, _PARAGRAPHS)
    count = (length - 4) // 8
    for index in range(count):
        (number,) = struct.unpack_from("<I", table, offset + 4 * (count + 1) + 4 * index)
        start = (number & 0x3FFFFF) * _PAGE
        page = main[start : start + _PAGE]
        runs = page[_PAGE - 1]
        for run in range(runs):
            place = page[4 * (runs + 1) + 13 * run] * 2
            if not place:
                continue
            size = page[place] * 2 - 1
            begin = place + 1
            if page[place] == 0:
                size, begin = page[place + 1] * 2, place + 2
            (style,) = struct.unpack_from("<H", page, begin)
            yield style, page[begin + 2 : begin + size]


def _styles(main: bytes, table: bytes) -> Iterator[tuple[int, bytes]]:
    offset, length = struct.unpack_from("<II", main, _STYLES)
    sheet = table[offset : offset + length]
    (size,) = struct.unpack_from("<H", sheet, 0)
    place, index = 2 + size, 0
    while place + 2 <= len(sheet):
        (size,) = struct.unpack_from("<H", sheet, place)
        yield index, sheet[place + 2 : place + 2 + size]
        place += 2 + size + size % 2
        index += 1
