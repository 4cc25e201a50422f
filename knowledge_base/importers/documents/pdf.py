"""PDF and pictures of pages: lines put back into paragraphs, what repeats on every page dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Literal

from foundation.reading import Line, PageText, Unreadable, read_page, read_pdf
from foundation.reading.order import rows_of
from knowledge_base.importers.documents.blocks import Block, DocumentRefused, Note, Reading
from knowledge_base.importers.documents.numbering import (
    article_label,
    chapter_label,
    outline_label,
)
from knowledge_base.importers.documents.text import is_readable, tidy

ReadPicture = Callable[[bytes], PageText]
MIN_CONFIDENCE = 0.8
"""Mean confidence of a page below which somebody must compare it with the picture."""
MARGIN = 0.09
"""Running heads and page numbers stand within this share of the page's height at its edges."""
_PAGE_NUMBER = re.compile(
    r"[-—–－·•\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–－·•\s]*"
)
_WIDE = str.maketrans(",;:?!", "，；：？！")
_HALF = re.compile(r"(?<=[一-龥）》」”])[,;:?!]")
_BRACKETS = re.compile(r"\(([^()]*[一-龥][^()]*)\)")
_ENDS = ("。", "；", "：", "！", "？", ".", ";", ":", "!", "?", "」", "”")
_LATIN = re.compile(r"[A-Za-z0-9,.;:]$")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a page: its text (pieces apart by two spaces) and where it stands."""

    text: str
    left: float
    right: float
    top: float
    height: float
    page: int
    pieces: int


def read_pdf_document(content: bytes, read_picture: ReadPicture = read_page) -> Reading:
    """Text pages by their text layer, scanned ones by the recogniser; all by the recogniser where
    the layer is garbled (fonts without a table of their characters).

    Raises: DocumentRefused when the file cannot be opened or shows no text.
    """
    try:
        pages, scanned = _read(content, "scanned", read_picture)
        notes = []
        if not _is_readable(pages):
            pages, scanned = _read(content, "all", read_picture)
            notes.append(Note("PDF的文字层是乱码，改由机器识读"))
    except Unreadable as error:
        raise DocumentRefused(str(error)) from None
    if scanned:
        words = f"扫描页由机器识读，共{len(scanned)}页，请与原件核对"
        notes.append(Note(words, doubtful=True))
    doubts = [d for number, page in pages if number in scanned for d in _doubts(page, number)]
    return _reading(pages, [*notes, *doubts])


def _read(
    content: bytes, pictures: Literal["scanned", "all"], read_picture: ReadPicture
) -> tuple[list[tuple[int, PageText]], set[int]]:
    """(number and text of each page, the pages read from their picture). Raises: Unreadable."""
    pages: list[tuple[int, PageText]] = []
    scanned: set[int] = set()
    for page in read_pdf(content, pictures):
        text = page.layer
        if page.picture is not None:
            text = _full_width(read_picture(page.picture))
            scanned.add(page.number)
        pages.append((page.number, text))
    return pages, scanned


def _is_readable(pages: Sequence[tuple[int, PageText]]) -> bool:
    return is_readable("".join(line.text for _, page in pages for line in page.lines))


def read_picture_document(content: bytes, read_picture: ReadPicture = read_page) -> Reading:
    """One page as a picture. Raises: DocumentRefused."""
    try:
        text = _full_width(read_picture(content))
    except Unreadable as error:
        raise DocumentRefused(str(error)) from None
    notes = [Note("图片由机器识读，请与原件核对", doubtful=True), *_doubts(text, 1)]
    return _reading([(1, text)], notes)


def _full_width(page: PageText) -> PageText:
    """The recogniser mixes half-width marks into Chinese; there they are made full-width."""
    return replace(
        page, lines=tuple(replace(line, text=_widened(line.text)) for line in page.lines)
    )


def _widened(text: str) -> str:
    bracketed = _BRACKETS.sub(r"（\1）", text)
    return _HALF.sub(lambda found: found[0].translate(_WIDE), bracketed)


def _doubts(text: PageText, number: int) -> Iterator[Note]:
    if text.lines and text.confidence < MIN_CONFIDENCE:
        yield Note(f"第{number}页识读把握不大（{text.confidence:.0%}）", doubtful=True)


def _reading(pages: Sequence[tuple[int, PageText]], notes: list[Note]) -> Reading:
    rows = [(page, list(_rows(number, page))) for number, page in pages]
    if not any(own for _, own in rows):
        raise DocumentRefused("没有读到文字，可能是空白页")
    if not _is_readable(pages):
        raise DocumentRefused("识读出来的文字是乱码，请另交清楚的扫描件或Word文档")
    dropped: list[str] = []
    body = _without_margins(rows, dropped)
    if dropped:
        shown = "、".join(dict.fromkeys(dropped[:5]))
        notes = [*notes, Note(f"去掉页眉、页脚和页码{len(dropped)}处", evidence=shown)]
    return Reading(list(_paragraphs(body)), notes=notes)


def _rows(number: int, page: PageText) -> Iterator[_Row]:
    for row in rows_of(page.lines):
        text = "  ".join(words for line in row if (words := tidy(line.text)))
        if text:
            yield _Row(
                text,
                min(line.box.x for line in row),
                max(line.box.right for line in row),
                min(line.box.y for line in row),
                _height(row),
                number,
                len(row),
            )


def _height(row: Sequence[Line]) -> float:
    return max(1.0, median(line.box.h for line in row))


def _without_margins(
    pages: Sequence[tuple[PageText, list[_Row]]], dropped: list[str]
) -> list[_Row]:
    """Rows without page numbers, and without what stands at the same edge of most pages."""
    at_edge: Counter[tuple[bool, str]] = Counter()
    for page, rows in pages:
        at_edge.update({key for row in rows if (key := _edge(row, page))})
    often = max(3, (len(pages) + 1) // 2)
    body = []
    for page, rows in pages:
        for row in rows:
            key = _edge(row, page)
            is_number = key is not None and _PAGE_NUMBER.fullmatch(row.text) is not None
            if key is not None and (is_number or at_edge[key] >= often):
                dropped.append(row.text)
            else:
                body.append(row)
    return body


def _edge(row: _Row, page: PageText) -> tuple[bool, str] | None:
    """(at the top, text without digits) of a row in the margin, else None."""
    at_top = row.top + row.height < MARGIN * page.height
    at_bottom = row.top > (1 - MARGIN) * page.height
    if not (at_top or at_bottom):
        return None
    return at_top, re.sub(r"[\d\s]", "", row.text)


def _paragraphs(rows: Sequence[_Row]) -> Iterator[Block]:
    """Rows joined where a line of print merely ended; across pages too."""
    if not rows:
        return
    prose = [row for row in rows if row.pieces == 1] or list(rows)
    left = min(_common(row.left for row in prose), median(row.left for row in prose))
    right = max(row.right for row in prose)
    text, page = rows[0].text, rows[0].page
    for previous, row in pairwise(rows):
        if _continues(previous, row, left, right):
            text += f" {row.text}" if _LATIN.search(text) and row.text[0].isascii() else row.text
            continue
        yield Block(text, page=page)
        text, page = row.text, row.page
    yield Block(text, page=page)


def _common(values: Iterator[float]) -> float:
    """The leftmost edge at which many lines begin."""
    counted = Counter(round(value / 4) for value in values)
    enough = max(counted.values()) / 4
    return 4.0 * min(edge for edge, count in counted.items() if count >= enough)


def _continues(previous: _Row, row: _Row, left: float, right: float) -> bool:
    """Whether a row goes on with the sentence of the one before it."""
    size = row.height
    if previous.pieces > 1 or row.pieces > 1:
        return False
    if _is_labelled(row.text):
        return False
    is_heading = previous.height - size > 0.25 * previous.height
    if is_heading or size - previous.height > 0.35 * size:
        return False
    if _is_centred(previous, left, right) and _is_centred(row, left, right):
        return not previous.text.endswith(_ENDS) and previous.page == row.page
    is_full = previous.right > right - 2.5 * size or (
        previous.right > left + 0.7 * (right - left) and not previous.text.endswith(_ENDS)
    )
    is_indented = row.left > left + 1.2 * size
    return is_full and not is_indented and chapter_label(previous.text) is None


def _is_centred(row: _Row, left: float, right: float) -> bool:
    before, after = row.left - left, right - row.right
    return before > 2 * row.height and abs(before - after) < 0.25 * (before + after) + row.height


def _is_labelled(text: str) -> bool:
    return any(read(text) for read in (article_label, chapter_label, outline_label))
