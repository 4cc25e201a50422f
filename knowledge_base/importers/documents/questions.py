"""Collections of questions and answers: 问/答, Q/A, numbered questions, questions as headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge_base.importers.documents.blocks import Block
from knowledge_base.importers.documents.numbering import outline_label
from knowledge_base.importers.documents.parts import articles, joined
from knowledge_base.schemas.document import Article

MIN_SHARE = 0.5
"""So much of the text must be questions and answers for a document to be a collection of them."""
MAX_QUESTION = 200

_NUMERAL = r"(?:[一二三四五六七八九十]{1,3}|\d{1,3})"
_NUMBER = rf"(?:{_NUMERAL}\s?[、．.:：]|[（(]{_NUMERAL}[)）])"
_ASKED = re.compile(
    rf"(?P<label>{_NUMBER}\s*)?(?:【问】|[\[【]?(?:提问|问题|问|Q)\s*(?P<number>{_NUMERAL}?)"
    r"\s*[\]】]?\s*[:：.、．])\s*(?P<rest>.+)",
    re.S | re.I,
)
_ANSWERED = re.compile(
    r"(?:【答】|[\[【]?(?:解答|答复|回答|答案|答|A)\s*\d{0,3}\s*[\]】]?\s*[:：.、．])\s*", re.I
)
_INLINE_ANSWER = re.compile(r"(?<=[？?。！\s])(?:【答】|(?:答复|回答|答|A)\s*[:：])\s*")
_NUMBERED = re.compile(
    rf"(?P<label>{_NUMBER})\s*(?P<rest>[^。；]{{4,{MAX_QUESTION}}}?[？?])(?P<more>.*)", re.S
)
_PLAIN = re.compile(rf"[^。；：:？?]{{4,{MAX_QUESTION}}}[？?]$")


@dataclass(slots=True)
class _Pair:
    question: str
    label: str = ""
    context: str = ""
    page: int | None = None
    is_marked: bool = False
    answer: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answers:
    """What stands before the first question, and the pairs as articles."""

    before: list[Block]
    articles: list[Article]
    unanswered: list[str]


def read_answers(blocks: Sequence[Block], context: str = "") -> Answers | None:
    """The pairs, or None where the document is no collection of answers.

    `context` (「附件1」) and headings over questions become part of the labels.
    """
    before, pairs = _pairs(blocks, context)
    total = sum(len(b.text) for b in blocks)
    told = sum(len(p.question) + sum(map(len, p.answer)) for p in pairs if p.answer)
    marked = any(p.is_marked and p.answer for p in pairs)
    if len(pairs) < (1 if marked else 2) or told < MIN_SHARE * total:
        return None
    found = [a for p in pairs for a in _articles(p)]
    return Answers(before, found, [p.question for p in pairs if not p.answer])


def _articles(pair: _Pair) -> Iterator[Article]:
    number = pair.label.rstrip("、.．:： ")
    label = " ".join(part for part in (pair.context, number) if part)
    yield from articles(label, pair.question, joined(pair.answer), pair.page)


def _pairs(blocks: Sequence[Block], given: str) -> tuple[list[Block], list[_Pair]]:
    before: list[Block] = []
    pairs: list[_Pair] = []
    context = given
    queue = [piece for block in blocks for piece in _pieces(block)]
    for index, block in enumerate(queue):
        following = queue[index + 1] if index + 1 < len(queue) else None
        if pair := _question(block) or _next_in_row(block, pairs):
            pair.context = context
            pairs.append(pair)
        elif _is_section(block, following):
            context = f"{given} {block.text}".strip()
        elif pairs:
            opened = _ANSWERED.match(block.text)
            pairs[-1].answer.append(block.text[opened.end() :] if opened else block.text)
        else:
            before.append(block)
    return before, pairs


def _pieces(block: Block) -> Iterator[Block]:
    """A block with question and answer in one is two."""
    asked = _ASKED.match(block.text) or _NUMBERED.match(block.text)
    found = _INLINE_ANSWER.search(block.text) if asked else None
    if not found or block.role == "table":
        yield block
        return
    yield replace(block, text=block.text[: found.start()].strip(), role="question")
    if answer := block.text[found.end() :].strip():
        yield replace(block, text=answer, role="answer")


def _question(block: Block) -> _Pair | None:
    if block.role in ("table", "answer"):
        return None
    text = block.text
    if asked := _ASKED.fullmatch(text):
        label = (asked["label"] or "").strip() or (asked["number"] or "")
        if len(asked["rest"]) <= MAX_QUESTION + 100:
            return _Pair(asked["rest"].strip(), label, page=block.page, is_marked=True)
    if numbered := _NUMBERED.fullmatch(text):
        more = [numbered["more"].strip()] if numbered["more"].strip() else []
        question, label = numbered["rest"].strip(), numbered["label"].strip()
        return _Pair(question, label, page=block.page, answer=more)
    if block.role == "question":
        return _Pair(text, page=block.page, is_marked=True)
    return _Pair(text, page=block.page) if _PLAIN.fullmatch(text) else None


def _next_in_row(block: Block, pairs: Sequence[_Pair]) -> _Pair | None:
    """三、在哪里申请: the next number after the question 二、, though it has no question mark.

    Only for 一、二、三、; smaller numbers stand in answers too.
    """
    label = outline_label(block.text) if block.role in ("text", "heading") else None
    last = outline_label(f"{pairs[-1].label} ") if pairs else None
    if label is None or last is None or (label.rank, last.rank) != (4, 4):
        return None
    if label.number != last.number + 1 or not 3 < len(label.rest) <= 60:
        return None
    if label.rest.endswith(("。", "；", "：", "，")):
        return None
    return _Pair(label.rest, label.words, page=block.page)


def _is_section(block: Block, following: Block | None) -> bool:
    """A heading over questions: short, without a full stop, a question right behind it."""
    if following is None or len(block.text) > 40 or block.text.endswith(("。", "；", "：", "，")):
        return False
    label = outline_label(block.text)
    is_heading = block.role == "heading" or (label is not None and label.rank in (4, 5))
    return is_heading and _question(following) is not None
