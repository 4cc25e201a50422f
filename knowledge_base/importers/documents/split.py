"""A document cut into articles: by 第…条, by questions, by numbered sections, else by size.

Nothing is lost: label, heading and text of the articles hold every character of the blocks, but
for tables of contents (told in `dropped`) and the marks 问： and 答：.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge_base.importers.documents.blocks import Block
from knowledge_base.importers.documents.numbering import Label, article_label, chapter_label
from knowledge_base.importers.documents.outline import split_outline
from knowledge_base.importers.documents.parts import articles, groups, joined
from knowledge_base.importers.documents.questions import read_answers
from knowledge_base.schemas.document import Article

MIN_ARTICLES = 2

_ANNEX = re.compile(r"附\s?件\s?(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})?\s?[:：]?")
_CONTENTS = re.compile(r"目\s*[录次]")
_LEADER = re.compile(r"[.…·]{3,}\s*\d*$")
_SET_APART = re.compile(r"(?<=[一-龥])\s(?=[一-龥])")
_INLINE_ARTICLE = re.compile(
    r"(?<=[。；！])\s*(?=第\s?[零〇一二三四五六七八九十百千0-9]{1,7}\s?[条條]\s)"
)


@dataclass(slots=True)
class Split:
    """`has_answers`: most of it is questions and answers. `gaps`: article numbers that jump."""

    articles: list[Article] = field(default_factory=list)
    has_answers: bool = False
    has_articles: bool = False
    dropped: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)


def split(blocks: Sequence[Block]) -> Split:
    """The articles of a whole document, its annexes each in their own way."""
    result = Split()
    kept = _without_contents(blocks, result.dropped)
    sizes = {False: 0, True: 0}
    for context, part in _annexes(kept):
        before = len(result.articles)
        answers = read_answers(part, context)
        statute = _Statute.of(part, context)
        if statute is not None:
            result.has_articles = True
            result.articles += statute.articles
            result.gaps += statute.gaps
        elif answers is not None:
            result.articles += [*groups(answers.before, heading=context), *answers.articles]
            result.unanswered += answers.unanswered
        else:
            result.articles += split_outline(part, context)
        told = sum(len(a.heading) + len(a.text) for a in result.articles[before:])
        sizes[statute is None and answers is not None] += told
    result.has_answers = sizes[True] > sizes[False]
    return result


def _without_contents(blocks: Sequence[Block], dropped: list[str]) -> list[Block]:
    """The blocks without a table of contents whose lines all come again."""
    start = next((i for i, b in enumerate(blocks) if _CONTENTS.fullmatch(b.text)), None)
    if start is None:
        return list(blocks)
    end = start + 1
    later = {_bare(b.text) for b in blocks[start + 1 :] if not _LEADER.search(b.text)}
    again = [_bare(b.text) for b in blocks]
    while end < len(blocks):
        line = again[end]
        if line in later and (_LEADER.search(blocks[end].text) or line in again[end + 1 :]):
            end += 1
        else:
            break
    dropped += [b.text for b in blocks[start:end]]
    return [*blocks[:start], *blocks[end:]]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", _LEADER.sub("", text))


def _annexes(blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    """(「附件1」 or "", blocks): a line that is only 附件 opens the next part."""
    context: str = ""
    part: list[Block] = []
    for block in blocks:
        if block.role != "table" and _ANNEX.fullmatch(block.text):
            if part or context:
                yield context, part or [Block(context)]
            context, part = block.text, []
        else:
            part.append(block)
    if part or context:
        yield context, part or [Block(context)]


class _Statute:
    """Reads blocks with 第…条 one after the other."""

    def __init__(self, context: str) -> None:
        self.articles: list[Article] = []
        self.gaps: list[str] = []
        self._context = context
        self._chapters: dict[int, str] = {}
        self._unused: dict[int, Block] = {}
        self._loose: list[Block] = []
        self._label: Label | None = None
        self._is_open = False
        self._lines: list[str] = []
        self._page: int | None = None

    @classmethod
    def of(cls, blocks: Sequence[Block], context: str) -> _Statute | None:
        """None where fewer than `MIN_ARTICLES` articles stand in it."""
        pieces = _explode(blocks)
        labels = _accepted(pieces)
        if len(labels) < MIN_ARTICLES:
            return None
        reader = cls(context)
        for index, block in enumerate(pieces):
            if label := labels.get(index):
                reader._open_article(label, block)
            elif block.role != "table" and (chapter := chapter_label(block.text)):
                reader._open_chapter(chapter, block)
            elif reader._is_open:
                reader._lines.append(block.text)
            else:
                reader._loose.append(block)
        reader._close()
        reader._keep_unused(0)
        return reader

    def _open_article(self, label: Label, block: Block) -> None:
        self._close()
        if self._label is not None and label.number > self._label.number + 1:
            self.gaps.append(f"{self._label.words}之后是{label.words}")
        self._label, self._page, self._lines = label, block.page, [label.rest]
        self._is_open = True
        self._unused = {}

    def _open_chapter(self, chapter: Label, block: Block) -> None:
        """Names of chapters are often set with spaces between the letters (总　则)."""
        rank = chapter.rank
        name = _SET_APART.sub("", chapter.rest)
        self._close()
        self._keep_unused(rank)
        self._chapters = {r: text for r, text in self._chapters.items() if r < rank}
        self._chapters[rank] = f"{chapter.words} {name}".strip()
        self._unused[rank] = block

    def _heading(self) -> str:
        chapters = [self._chapters[rank] for rank in sorted(self._chapters)]
        return " · ".join(part for part in (self._context, *chapters) if part)

    def _close(self) -> None:
        """End the article, or the plain text before the next one."""
        if self._is_open and self._label is not None:
            text = joined(self._lines)
            self.articles += articles(self._label.words, self._heading(), text, self._page)
        elif self._loose:
            self.articles += split_outline(self._loose, self._heading())
        self._is_open, self._lines, self._loose = False, [], []

    def _keep_unused(self, rank: int) -> None:
        """Chapters that end without an article are passages themselves."""
        ended = [block for r, block in self._unused.items() if r >= rank]
        self.articles += groups(ended)
        self._unused = {r: block for r, block in self._unused.items() if r < rank}


def _explode(blocks: Sequence[Block]) -> list[Block]:
    """Blocks in which several articles run on are cut before each."""
    return [
        replace(block, text=piece)
        for block in blocks
        for piece in ([block.text] if block.role == "table" else _INLINE_ARTICLE.split(block.text))
        if piece.strip()
    ]


def _accepted(blocks: Sequence[Block]) -> dict[int, Label]:
    """Which blocks open an article: set off by a space, or the very next number."""
    found: dict[int, Label] = {}
    last = 0
    for index, block in enumerate(blocks):
        label = article_label(block.text) if block.role != "table" else None
        if label is None:
            continue
        is_next = label.number in (last, last + 1) if last else label.number == 1
        if is_next or label.is_set_off or not label.rest or label.number == 1:
            found[index], last = label, label.number
    return found
