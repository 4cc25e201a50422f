"""Word documents (DOCX, ECMA-376): paragraphs, tables and the numbers that Word writes itself.

Read from the XML directly: content controls, text boxes and tracked insertions hold text too;
deleted text and field codes are none of the document's.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from knowledge_base.importers.documents.blocks import Block, DocumentRefused, Note, Reading
from knowledge_base.importers.documents.docx_numbering import Numbering
from knowledge_base.importers.documents.tables import table_blocks
from knowledge_base.importers.documents.text import tidy

MAX_PART = 64 << 20
"""Bytes one part may unpack to; a statute of 300 pages has about 5 MB."""
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, KeyError, OSError, RuntimeError, NotImplementedError),
    *(EOFError, ValueError),
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", _CHOICE}
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " ", f"{W}noBreakHyphen": "-"}


def read_docx(content: bytes) -> Reading:
    """Raises: DocumentRefused when it is damaged or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            document = _part(archive, "word/document.xml")
            styles = _part(archive, "word/styles.xml", optional=True)
            numbers = _part(archive, "word/numbering.xml", optional=True)
            titles = _title(_part(archive, "docProps/core.xml", optional=True))
    except DAMAGED:
        raise DocumentRefused("Word文档已损坏，打不开") from None
    if document is None or (body := document.find(f"{W}body")) is None:
        raise DocumentRefused("Word文档里没有正文")
    reader = _Reader(Numbering(numbers, styles), _outline_levels(styles))
    blocks = list(reader.blocks(body))
    notes = [Note("编号由Word自动生成，已按文档设置算出")] if reader.numbered else []
    return Reading(blocks, titles, notes=notes)


def _part(archive: zipfile.ZipFile, name: str, optional: bool = False) -> Any:
    """The root of one part, read no further than `MAX_PART` whatever its header declares."""
    if optional and name not in archive.namelist():
        return None
    with archive.open(name) as file:
        content = file.read(MAX_PART + 1)
    if len(content) > MAX_PART:
        raise DocumentRefused("Word文档解压后过大，可能是恶意文件")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise DocumentRefused("Word文档已损坏，打不开") from None


def _title(core: Any) -> list[str]:
    if core is None:
        return []
    found = core.findtext("{http://purl.org/dc/elements/1.1/}title")
    return [tidy(found)] if found and tidy(found) else []


def _outline_levels(styles: Any) -> dict[str, int]:
    """Style id → level of heading from 1, for styles that Word takes into an outline."""
    levels: dict[str, int] = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        level = style.find(f"{W}pPr/{W}outlineLvl")
        value = level.get(f"{W}val") if level is not None else None
        if value and value.isdecimal() and int(value) < 6:
            levels[style.get(f"{W}styleId")] = int(value) + 1
    return levels


class _Reader:
    def __init__(self, numbering: Numbering, levels: dict[str, int]) -> None:
        self._numbering = numbering
        self._levels = levels
        self.numbered = 0

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Paragraphs and tables at any depth of content controls."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from table_blocks(self._rows(child))
            elif child.tag not in _SKIPPED:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        number = self._numbering.next(paragraph)
        level = self._level(paragraph)
        for line in filter(None, map(tidy, "".join(_texts(paragraph)).split("\n"))):
            words = line
            if number:
                self.numbered += 1
                is_word = number[-1:].isalnum() or number.endswith(("条", "章", "节"))
                words, number = f"{number}{' ' if is_word else ''}{line}", ""
            yield Block(words, "heading", level) if level and len(words) <= 60 else Block(words)
        for box in paragraph.iter(f"{W}txbxContent"):
            if not any(parent.tag in _SKIPPED for parent in box.iterancestors()):
                yield from self.blocks(box)

    def _level(self, paragraph: Any) -> int:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self._levels.get(style.get(f"{W}val"), 0) if style is not None else 0

    def _rows(self, table: Any) -> list[list[str]]:
        return [
            [" ".join(b.text for b in self.blocks(cell)) for cell in row.iter(f"{W}tc")]
            for row in table.iter(f"{W}tr")
        ]


def _texts(element: Any) -> Iterator[str]:
    """The words of a paragraph in order, text boxes apart."""
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag == f"{W}sym":
            yield "□" if child.get(f"{W}char", "").upper() in ("F0A3", "F06F", "F0A8") else ""
        elif child.tag not in _SKIPPED and child.tag not in (
            f"{W}pPr",
            f"{W}rPr",
            f"{W}txbxContent",
        ):
            yield from _texts(child)
