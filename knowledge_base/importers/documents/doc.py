"""Word 97 to 2003 (DOC): the text by the piece table, as [MS-DOC] 2.4.1 «Retrieving Text» says.

Only the main text is taken. Numbers that Word counts by itself are not in it; where a document has
such, that is said as a doubt.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import olefile

from knowledge_base.importers.documents.blocks import Block, DocumentRefused, Note, Reading
from knowledge_base.importers.documents.doc_lists import has_numbers
from knowledge_base.importers.documents.tables import table_blocks
from knowledge_base.importers.documents.text import is_readable, tidy

MAX_CHARACTERS = 5_000_000
_FIB_MAGIC = 0xA5EC
_ENCRYPTED, _TABLE_ONE = 0x0100, 0x0200
_CCP_TEXT, _CLX = 0x4C, 0x1A2
_WORD_97 = 0x00C1
_COMPRESSED = 0x40000000
_CELL, _PARAGRAPH, _FIELD, _FIELD_RESULT, _FIELD_END = "\x07", "\r", "\x13", "\x14", "\x15"
_AS_TEXT = str.maketrans({"\x0b": "\n", "\x0c": "\r", "\x1e": "-", "\x1f": "", "\xa0": " "})
_NO_TEXT = re.compile("[\x00-\x06\x08\x0e-\x12\x16-\x1d]")


@dataclass(frozen=True, slots=True)
class _Header:
    """The few fields of the file information block (FIB) that lead to the text."""

    table: str
    length: int
    clx: tuple[int, int]


def read_doc(content: bytes) -> Reading:
    """Raises: DocumentRefused when it is encrypted, older than Word 97, or damaged."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            main = ole.openstream("WordDocument").read()
            header = _header(main)
            table = ole.openstream(header.table).read()
    except DocumentRefused:
        raise
    except Exception:  # olefile fails in many ways on damaged files, all meaning the same
        raise DocumentRefused("Word文档（DOC）已损坏，打不开") from None
    try:
        text = _text(main, table, header)
        numbered = has_numbers(main, table)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise DocumentRefused("Word文档（DOC）的正文位置表已损坏") from None
    if not is_readable(text):
        raise DocumentRefused("Word文档（DOC）的文字无法识别")
    notes = []
    if numbered:
        notes.append(Note("有Word自动编号，DOC格式里读不到这些编号，请核对", doubtful=True))
    return Reading(list(_blocks(_without_fields(text))), notes=notes)


def _header(main: bytes) -> _Header:
    try:
        magic, version = struct.unpack_from("<HH", main, 0)
        (flags,) = struct.unpack_from("<H", main, 10)
        (length,) = struct.unpack_from("<i", main, _CCP_TEXT)
        clx = struct.unpack_from("<II", main, _CLX)
    except struct.error:
        raise DocumentRefused("Word文档（DOC）已损坏，打不开") from None
    if magic != _FIB_MAGIC or version < _WORD_97:
        raise DocumentRefused("Word 95或更早的文档，请用Word另存为DOCX")
    if flags & _ENCRYPTED:
        raise DocumentRefused("Word文档（DOC）加了密码，请去掉密码后再导入")
    if not 0 <= length <= MAX_CHARACTERS:
        raise DocumentRefused("Word文档（DOC）的正文过长或已损坏")
    table = "1Table" if flags & _TABLE_ONE else "0Table"
    return _Header(table, length, (clx[0], clx[1]))


def _text(main: bytes, table: bytes, header: _Header) -> str:
    """The pieces put together, as far as the main text goes."""
    offset, length = header.clx
    clx = table[offset : offset + length]
    place = 0
    while clx[place] == 0x01:
        (skipped,) = struct.unpack_from("<H", clx, place + 1)
        place += 3 + skipped
    if clx[place] != 0x02:
        raise IndexError
    (size,) = struct.unpack_from("<I", clx, place + 1)
    plc = clx[place + 5 : place + 5 + size]
    count = (len(plc) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc, 0)
    parts = []
    for index in range(count):
        (at,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)
        characters = min(ends[index + 1], header.length) - ends[index]
        if characters <= 0:
            continue
        parts.append(_piece(main, at, characters))
    return "".join(parts)


def _piece(main: bytes, at: int, characters: int) -> str:
    """One byte a character in Windows-1252, or two in UTF-16."""
    if at & _COMPRESSED:
        start = (at & ~_COMPRESSED) // 2
        piece = main[start : start + characters]
        if len(piece) < characters:
            raise IndexError
        return piece.decode("cp1252", "replace")
    piece = main[at : at + 2 * characters]
    if len(piece) < 2 * characters:
        raise IndexError
    return piece.decode("utf-16-le", "replace")


def _without_fields(text: str) -> str:
    """Of a field only its result is text, not its instruction; fields may hold fields."""
    if _FIELD not in text:
        return text
    kept: list[str] = []
    in_instruction: list[bool] = []
    for c in text:
        if c == _FIELD:
            in_instruction.append(True)
        elif c == _FIELD_RESULT and in_instruction:
            in_instruction[-1] = False
        elif c == _FIELD_END and in_instruction:
            in_instruction.pop()
        elif not any(in_instruction):
            kept.append(c)
    return "".join(kept)


def _blocks(text: str) -> Iterator[Block]:
    """Paragraphs, and tables: each cell ends with a mark, and each row with one more.

    An empty cell looks like the end of a row; it then makes two rows of one, and loses nothing.
    """
    cells: list[str] = []
    rows: list[list[str]] = []
    *marked, rest = _NO_TEXT.sub("", text.translate(_AS_TEXT)).split(_CELL)
    for piece in marked:
        *before, cell = piece.split(_PARAGRAPH)
        if cells:
            before, cell = [], piece.replace(_PARAGRAPH, " ")
        if any(map(tidy, before)):
            yield from _closed(rows)
            rows = []
            yield from _paragraphs(before)
        if tidy(cell):
            cells.append(tidy(cell))
        elif cells:
            rows.append(cells)
            cells = []
    yield from _closed([*rows, cells])
    yield from _paragraphs(rest.split(_PARAGRAPH))


def _closed(rows: list[list[str]]) -> Iterator[Block]:
    yield from table_blocks(rows)


def _paragraphs(paragraphs: list[str]) -> Iterator[Block]:
    for paragraph in paragraphs:
        for line in paragraph.split("\n"):
            if words := tidy(line):
                yield Block(words)
