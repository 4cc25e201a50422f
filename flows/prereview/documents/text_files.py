"""Text of DOCX (ECMA-376), paragraph by paragraph.

The file has passed intake, which caps what a zip unpacks to; here only its text is taken.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from foundation.reading import Box, Line, PageText, Unreadable

LINE_HEIGHT, WIDTH, PAGE_LINES = 20.0, 600.0, 40
MAX_PART = 20_000_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_pages(content: bytes) -> list[PageText]:
    """Paragraphs one below the other, cells of a table's row beside each other."""
    with _opened(content) as archive:
        root = _parsed(archive, "word/document.xml")
    body = root.find(f"{_WORD}body")
    rows = list(_word_rows(body)) if body is not None else []
    parts = [rows[i : i + PAGE_LINES] for i in range(0, len(rows), PAGE_LINES)] or [[]]
    return [_page(part) for part in parts]


def _word_rows(parent: etree._Element) -> Iterator[list[str]]:
    for child in parent:
        if child.tag == f"{_WORD}p":
            yield [_word_text(child)]
        elif child.tag == f"{_WORD}tbl":
            for row in child.iter(f"{_WORD}tr"):
                yield [_word_text(cell) for cell in row.iter(f"{_WORD}tc")]
        elif child.tag == f"{_WORD}sdt":
            for inner in child.iter(f"{_WORD}sdtContent"):
                yield from _word_rows(inner)


def _word_text(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{_WORD}t"))


def _page(rows: list[list[str]]) -> PageText:
    lines = []
    for index, row in enumerate(rows):
        step = WIDTH / len(row)
        for column, text in enumerate(row):
            if text.strip():
                width = min(step, 12.0 * len(text))
                box = Box(column * step, index * LINE_HEIGHT * 1.5, width, LINE_HEIGHT)
                lines.append(Line(text, box))
    return PageText(tuple(lines), WIDTH, max(1, len(rows)) * LINE_HEIGHT * 1.5)


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Unreadable("文件已损坏，打不开") from None


def _parsed(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """Raises: Unreadable when the part is missing, too large or no XML."""
    try:
        with archive.open(name) as file:
            raw = file.read(MAX_PART + 1)
        if len(raw) > MAX_PART:
            raise Unreadable("文件内容过大")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        return etree.fromstring(raw, parser)
    except (KeyError, zipfile.BadZipFile, etree.XMLSyntaxError, ValueError, OSError, RuntimeError):
        raise Unreadable("文件已损坏，打不开") from None
