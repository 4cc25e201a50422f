"""Telling a text that upstream cut short."""

from __future__ import annotations

import re

COLUMN_LENGTHS = frozenset([100, 128, 200, 250, 255, 256, 300, 500, 512, 1000, 1024, 2000, 4000])
"""Sizes database columns are given; a text of just that length was probably cut to fit."""

_PAIRS = (
    ("《", "》"),
    ("（", "）"),
    ("(", ")"),
    ("“", "”"),
    ("〔", "〕"),
    ("【", "】"),
    ("「", "」"),
)
_OPEN_END = {
    "：": "以冒号结尾，后面应有内容",
    ":": "以冒号结尾，后面应有内容",
    "；": "以分号结尾，列举没有完",
    ";": "以分号结尾，列举没有完",
    "，": "停在逗号上",
    ",": "停在逗号上",
    "、": "停在顿号上",
}
_NUMBER_END = re.compile(
    r"(?:^|\s|[。；;：:])(?:[（(]?[一二三四五六七八九十]{1,3}|[（(]?\d{1,2})[）)、.．]$"
)
_ENDED = tuple("。！？…!?》）)”」】.")


def cut_short(text: str) -> str | None:
    """Why the text seems to have been cut, in Chinese; None when it seems whole."""
    text = text.rstrip()
    if not text:
        return None
    if why := _OPEN_END.get(text[-1]):
        return why
    if _NUMBER_END.search(text):
        return "停在序号上"
    tail = text[-200:]
    for opening, closing in _PAIRS:
        if tail.rfind(opening) > tail.rfind(closing):
            return f"「{opening}」没有合上"
    sizes = {len(text), len(text.encode("utf-8")), len(text.encode("gb18030"))}
    if len(text) >= 80 and not text.endswith(_ENDED) and sizes & COLUMN_LENGTHS:
        return f"长{len(text)}字，正好是常见的字段长度，又没有句末标点"
    return None
