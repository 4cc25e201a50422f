"""The title of a document, put together from the lines it was broken over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge_base.importers.documents.blocks import Block
from knowledge_base.importers.documents.dates import PATTERN
from knowledge_base.importers.documents.document_number import normalise
from knowledge_base.importers.documents.numbering import (
    article_label,
    chapter_label,
    outline_label,
)

MAX_TITLE = 300
HEAD_BLOCKS = 12
_ENDING = re.compile(
    r"(?:法|条例|规定|办法|细则|规则|通知|通告|公告|公示|意见|方案|决定|决议|批复|函|措施|指引|指南|解读|问答"
    r"|说明|标准|规范|规程|章程|计划|规划|政策|解答|须知|清单|制度|条款|解释|报告|纲要|目录|答疑|百问|手册|要点|实录"
    r"|规范性文件|流程|FAQ|令)(?:[（(][^（）()]{1,20}[)）])*$"
)
_RED_HEAD = re.compile(r".{2,40}(?:文件|令|公报)$")
_PARTS = re.compile(r"\s+[-–—]+\s+|\s*[_|｜]+\s*|(?<=[一-龥])\s?[-–—]+\s?(?=[一-龥])")
_SITE = re.compile(r"(?:网|网站|门户|平台|首页|公开|栏目|频道|人民政府|信息|APP)$", re.I)
_NOT_BESIDE = re.compile(rf"[（(]?\s?(?:{PATTERN})\s?[)）]?|第\s?[一二三四五六七八九十百\d]+\s?号")
_NO_TITLE = re.compile(r"[：:]$|^(?:附件|目录|索引号|各|现将|为了|根据)")


def find_title(hints: Sequence[str], blocks: Sequence[Block]) -> tuple[str, bool] | None:
    """(title, sure): a hint that looks like a title, else the first lines that do.

    Not sure: it is only the file's best line.
    """
    for hint in hints:
        title = tidy(hint)
        if title and _ENDING.search(title):
            return title[:MAX_TITLE], True
    head = [b for b in blocks[:HEAD_BLOCKS] if b.role != "table"]
    for index, block in enumerate(head):
        if found := _from(head[index:], block):
            return found, True
    fallback = next((t for t in map(tidy, hints) if t), None)
    if fallback:
        return fallback[:MAX_TITLE], False
    first = next((b.text for b in head if len(b.text) <= 60 and not _NO_TITLE.search(b.text)), None)
    return (first, False) if first else None


def tidy(hint: str) -> str:
    """A page's title without the names of site and column before or behind it."""
    text = re.sub(r"\s+", " ", hint).strip()
    parts = [part for part in _PARTS.split(text) if part]
    named = [part for part in parts if not _SITE.search(part)] or parts
    return next((part for part in named if _ENDING.search(part)), named[0] if named else "")


def _from(lines: Sequence[Block], first: Block) -> str | None:
    """The title that starts here: up to four short lines, the last with a title's ending."""
    if not _may_stand(first.text) or (_RED_HEAD.fullmatch(first.text) and len(lines) > 1):
        return None
    title = ""
    for block in lines[:4]:
        if not _may_stand(block.text):
            return None
        title += block.text
        if len(title) > 120:
            return None
        if _ENDING.search(title) and title.count("《") == title.count("》"):
            return title
    return None


def _may_stand(text: str) -> bool:
    return not (
        len(text) > 80
        or text.endswith(("。", "；", "：", "，", "？"))
        or _NO_TITLE.search(text)
        or _NOT_BESIDE.fullmatch(text)
        or normalise(text)
        or article_label(text)
        or chapter_label(text)
        or outline_label(text)
    )
