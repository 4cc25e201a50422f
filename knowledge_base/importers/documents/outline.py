"""Documents in numbered sections (一、 （一） 1. (1)) or under headings, as a tree of passages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge_base.importers.documents.blocks import Block
from knowledge_base.importers.documents.numbering import outline_label
from knowledge_base.importers.documents.parts import articles, groups
from knowledge_base.schemas.document import Article

WHOLE = 900
"""A section up to so many characters stays one passage, with all that is numbered in it."""
GATHERED = 600
SHORT_ITEM = 200
MAX_TITLE = 60
_HEADING_RANK = -10
_FIRST_SENTENCE = re.compile(r"([^。；：，]{2,30}。)(?=\S)")


@dataclass(slots=True)
class Section:
    """`rank` as in `Label`, headings of the file's own markup below 0; the root has −100."""

    rank: int
    label: str = ""
    heading: str = ""
    page: int | None = None
    body: list[Block] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)

    def lines(self) -> list[Block]:
        """The section and all below it as plain blocks, numbers and headings included."""
        head = f"{self.label}{self.heading}"
        own = list(self.body)
        if head and self.label and not self.heading and own:
            own[0] = Block(f"{head}{own[0].text}", own[0].role, page=own[0].page)
        elif head:
            own.insert(0, Block(head, page=self.page))
        return [*own, *(line for child in self.children for line in child.lines())]

    @property
    def size(self) -> int:
        return sum(len(block.text) for block in self.lines())


def split_outline(blocks: Sequence[Block], context: str = "") -> list[Article]:
    """Every character of the blocks in passages, in order."""
    root = build(blocks)
    return list(_passages(root, "", context))


def build(blocks: Sequence[Block]) -> Section:
    root = Section(rank=-100)
    path = [root]
    for block in blocks:
        section = _opened(block)
        if section is None:
            path[-1].body.append(block)
            continue
        while path[-1].rank >= section.rank:
            path.pop()
        path[-1].children.append(section)
        path.append(section)
    return root


def _opened(block: Block) -> Section | None:
    """The section that a block opens, with what it says beyond its heading as first body."""
    if block.role in ("table", "answer"):
        return None
    label = outline_label(block.text)
    if block.role == "heading" and len(block.text) <= MAX_TITLE:
        words, rest = (label.words, label.rest) if label else ("", block.text)
        return Section(block.level + _HEADING_RANK, words, rest, block.page)
    if label is None:
        return None
    section = Section(label.rank, label.words, page=block.page)
    first = _FIRST_SENTENCE.match(label.rest)
    if len(label.rest) <= MAX_TITLE and not label.rest.endswith(("。", "；", ";", "，", "：", ":")):
        section.heading = label.rest
    elif first and len(label.rest) > len(first[0]):
        section.heading = first[0]
        section.body.append(Block(label.rest[len(first[0]) :].strip(), page=block.page))
    elif label.rest:
        section.body.append(Block(label.rest, page=block.page))
    return section


def _passages(section: Section, label: str, heading: str) -> Iterator[Article]:
    label = f"{label}{section.label}"
    heading = " · ".join(part for part in (heading, section.heading) if part)
    is_root = section.rank == -100
    if not is_root and (section.size <= WHOLE or not section.children):
        yield from _whole(section, label, heading)
        return
    if section.body:
        yield from groups(section.body, label, heading)
    waiting: list[Section] = []
    for child in section.children:
        if not is_root and not child.heading and child.size <= SHORT_ITEM:
            if sum(w.size for w in waiting) + child.size > GATHERED:
                yield from _together(waiting, label, heading)
                waiting = []
            waiting.append(child)
            continue
        yield from _together(waiting, label, heading)
        waiting = []
        yield from _passages(child, label, heading)
    yield from _together(waiting, label, heading)


def _whole(section: Section, label: str, heading: str) -> Iterator[Article]:
    below = [line for child in section.children for line in child.lines()]
    text = "\n".join(block.text for block in [*section.body, *below])
    yield from articles(label, heading, text, section.page)


def _together(sections: list[Section], label: str, heading: str) -> Iterator[Article]:
    """Short numbered sentences stay with their section, several in one passage."""
    lines = [line for section in sections for line in section.lines()]
    if lines:
        text = "\n".join(block.text for block in lines)
        yield from articles(label, heading, text, lines[0].page)
