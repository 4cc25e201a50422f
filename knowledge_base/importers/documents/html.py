"""Web pages as a browser saved them: the document without what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from itertools import islice
from typing import Any

from lxml import etree, html

from knowledge_base.importers.documents.blocks import Block, DocumentRefused, Note, Reading
from knowledge_base.importers.documents.html_clean import (
    BLOCKS,
    clean,
    is_element,
    is_tired,
)
from knowledge_base.importers.documents.info_table import fields_in
from knowledge_base.importers.documents.tables import table_blocks
from knowledge_base.importers.documents.text import decode, tidy, without_controls

Element = Any
MAX_DEPTH = 200
MAX_ELEMENTS = 200_000
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(https?://\S+)")
_QUESTION = re.compile(r"(?:^|[-_\s])(?:question|wen|faq-?q|q)(?=$|[-_\s])", re.I)
_ANSWER = re.compile(r"(?:^|[-_\s])(?:answer|faq-?a|huida)(?=$|[-_\s])", re.I)
_META_TITLES = ("ArticleTitle", "articletitle", "og:title", "title")
_META_FIELDS = {"PubDate": "PubDate", "ContentSource": "ContentSource", "pubdate": "PubDate"}


def read_html(content: bytes) -> Reading:
    """Raises: DocumentRefused when it is no text, or nothing is left of it."""
    text, notes = decode(content)
    return read_page(text, notes)


def read_mhtml(content: bytes) -> Reading:
    """The page within a web archive. Raises: DocumentRefused."""
    message = message_from_bytes(content, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                reading = read_html(body)
                reading.url = reading.url or _web(str(message.get("Snapshot-Content-Location", "")))
                return reading
    raise DocumentRefused("网页归档里没有网页")


def read_page(text: str, notes: list[Note]) -> Reading:
    root = _parse(text)
    titles, fields, url = _head(root, text)
    fields = fields_in(root) | fields
    main, removed = clean(root)
    if removed > 0:
        notes = [*notes, Note(f"去掉网页上与正文无关的文字约{removed}字")]
    blocks = list(_blocks(main))
    headings = [b.text for b in blocks if b.role == "heading" and b.level == 1]
    return Reading(blocks, [*titles[:1], *headings, *titles[1:]], fields, url, notes)


def _parse(text: str) -> Element:
    parser = html.HTMLParser(encoding="utf-8", remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(without_controls(text).encode(), parser=parser)
    except (etree.ParserError, ValueError):
        raise DocumentRefused("网页里没有内容") from None
    if sum(1 for _ in islice(root.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        raise DocumentRefused("网页过大，请只保存正文部分")
    return root


def _head(root: Element, text: str) -> tuple[list[str], dict[str, str], str | None]:
    """Title candidates, fields of the head, address."""
    meta = {
        (m.get("name") or m.get("property") or "").strip(): tidy(m.get("content") or "")
        for m in root.iter("meta")
    }
    titles = [meta[name] for name in _META_TITLES if meta.get(name)]
    titles += [tidy(t.text_content()) for t in root.iter("title")]
    fields = {ours: meta[name] for name, ours in _META_FIELDS.items() if meta.get(name)}
    canonical = [
        link.get("href", "") for link in root.iter("link") if link.get("rel") == "canonical"
    ]
    saved = _SAVED_FROM.search(text[:2000])
    candidates = [*canonical, saved[1] if saved else "", meta.get("og:url", "")]
    url = next((address for c in candidates if (address := _web(c))), None)
    return titles, fields, url


def _web(address: str) -> str | None:
    return address if re.fullmatch(r"https?://\S{1,1900}", address) else None


def _blocks(main: Element) -> Iterator[Block]:
    """What every portal prints is dropped; headings and answers are what their markup says."""
    for block in _walk(main, 0):
        if block.role != "text" or not is_tired(block.text):
            yield block


def _walk(element: Element, depth: int) -> Iterator[Block]:
    """Blocks of an element in order; inline text between child blocks is one of its own."""
    tag = element.tag
    if tag == "table" and not _is_layout(element):
        yield from table_blocks(_rows(element))
        return
    if tag in ("ul", "ol"):
        yield from _list(element, depth)
        return
    if depth > MAX_DEPTH or not _holds_blocks(element):
        yield from _lines(element, element.text_content() if tag == "pre" else _text(element))
        return
    run = _flat(element.text)
    for child in element:
        if not is_element(child):
            run += _flat(child.tail)
            continue
        if child.tag in BLOCKS or _holds_blocks(child):
            yield from _lines(element, run)
            yield from _walk(child, depth + 1)
            run = _flat(child.tail)
        else:
            run += _text(child) + _flat(child.tail)
    yield from _lines(element, run)


def _holds_blocks(element: Element) -> bool:
    return any(is_element(c) and c.tag in BLOCKS for c in element.iterdescendants())


def _text(element: Element) -> str:
    """Inline text; a line break is one, other white space of the source is none."""
    if element.tag == "br":
        return "\n"
    parts = [_flat(element.text)]
    for child in element:
        parts.append(_text(child) if is_element(child) else "")
        parts.append(_flat(child.tail))
    return "".join(parts)


def _flat(text: str | None) -> str:
    return re.sub(r"[\r\n\t ]+", " ", text or "")


def _lines(element: Element, run: str) -> Iterator[Block]:
    for line in run.split("\n"):
        if text := tidy(line):
            yield _block(element, text)


def _block(element: Element, text: str) -> Block:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if element.tag == "dt" or _QUESTION.search(names):
        return Block(text, "question")
    if element.tag == "dd" or _ANSWER.search(names):
        return Block(text, "answer")
    if re.fullmatch("h[1-6]", element.tag):
        return Block(text, "heading", int(element.tag[1]))
    return Block(text)


def _list(element: Element, depth: int) -> Iterator[Block]:
    """List items; those of a numbered list with the number a browser shows."""
    try:
        number = int(element.get("start", "1"))
    except ValueError:
        number = 1
    for child in element:
        if not is_element(child):
            continue
        blocks = list(_walk(child, depth + 1))
        if blocks and element.tag == "ol" and child.tag == "li":
            first = blocks[0]
            mark = "" if re.match(r"\d|[（(一二三四五六七八九十第]", first.text) else f"{number}. "
            blocks[0] = Block(f"{mark}{first.text}", first.role, first.level)
            number += 1
        yield from blocks


def _is_layout(table: Element) -> bool:
    """A table that only arranges the page: one column, or others in it, or whole texts in cells."""
    if table.find(".//table") is not None:
        return True
    rows = _rows(table)
    if max((len(row) for row in rows), default=0) < 2:
        return True
    return any(len(cell) > 400 for row in rows for cell in row)


def _rows(table: Element) -> list[list[str]]:
    rows = []
    for row in table.iter("tr"):
        cells = [c for c in row if is_element(c) and c.tag in ("td", "th")]
        rows.append([" ".join(b.text for b in _walk(c, 0)) for c in cells])
    return rows
