"""Passages of a size that can be quoted and found: long ones are cut, short ones gathered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge_base.importers.documents.blocks import Block
from knowledge_base.schemas.document import Article

GROUP = 600
"""Characters after which a group of plain paragraphs is closed."""
LIMIT = 2000
"""Characters that a passage has at most; a longer article goes on in the next one."""
MAX_HEADING = 300
MAX_LABEL = 60

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+|[^。！？；\n]+$")


def articles(label: str, heading: str, text: str, page: int | None) -> Iterator[Article]:
    """One article, or several with the same label where the text is too long.

    What does not fit a label or heading goes to the head of the text; nothing is lost.
    """
    if len(heading) > MAX_HEADING:
        heading, text = "", f"{heading}\n{text}"
    if len(label) > MAX_LABEL:
        label, text = "", f"{label} {text}"
    text = text.strip() or heading or label
    for piece in _cut(text):
        yield Article(label=label, heading=heading, text=piece, page=page)


def groups(blocks: Sequence[Block], label: str = "", heading: str = "") -> Iterator[Article]:
    """Plain paragraphs gathered to about `GROUP` characters, never across a page's table."""
    gathered: list[Block] = []
    for block in blocks:
        size = sum(len(b.text) for b in gathered)
        if gathered and size + len(block.text) > GROUP:
            yield from _gathered(gathered, label, heading)
            gathered = []
        gathered.append(block)
    if gathered:
        yield from _gathered(gathered, label, heading)


def joined(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)


def _gathered(blocks: list[Block], label: str, heading: str) -> Iterator[Article]:
    yield from articles(label, heading, joined(b.text for b in blocks), blocks[0].page)


def _cut(text: str) -> Iterator[str]:
    """At line ends, else at sentence ends, else anywhere."""
    piece = ""
    for sentence in _SENTENCE.findall(text) if len(text) > LIMIT else [text]:
        if piece.strip() and len(piece) + len(sentence) > LIMIT:
            yield piece.strip()
            piece = ""
        piece += sentence
        while len(piece) > LIMIT:
            if piece[:LIMIT].strip():
                yield piece[:LIMIT].strip()
            piece = piece[LIMIT:]
    if piece.strip():
        yield piece.strip()
