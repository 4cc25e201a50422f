"""The information that a portal prints above a document: 索引号, 发布机构, 文号, 发布日期 …"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from knowledge_base.importers.documents import document_number, issuer, validity
from knowledge_base.importers.documents.text import tidy

OTHERS = ("索引号", "分类", "主题分类", "主题词", "名称", "标题", "体裁分类", "关键词", "公开方式")
NAMES = frozenset(
    (
        *document_number.FIELDS,
        *issuer.FIELDS,
        *issuer.SOURCES,
        *validity.PUBLISHED,
        *validity.WRITTEN,
        *validity.EFFECTIVE,
        *validity.ENDS,
        *validity.STATES,
        *OTHERS,
    )
)
MAX_VALUE = 120
_ALTERNATIVES = "|".join(sorted(map(re.escape, NAMES), key=len, reverse=True))
_PAIR = re.compile(rf"[\[【]?\s*({_ALTERNATIVES})\s*[\]】]?\s*[:：]\s*")
_NEXT_NAME = re.compile(r"\s[一-龥]{2,6}[:：]")
_SPACED = re.compile(r"(?<=[一-龥])\s+(?=[一-龥])")


def fields_in(root: Any) -> dict[str, str]:
    """Name and value pairs of a page: cells beside each other, list items, runs of 「名：值」."""
    fields: dict[str, str] = {}
    for element in root.iter("td", "th", "li", "p", "div", "span", "label", "dt", "b", "strong"):
        name = _name(tidy("".join(element.itertext()))) if len(element) < 3 else None
        following = element.getnext() if name else None
        if name and following is not None and isinstance(following.tag, str):
            _put(fields, name, tidy("".join(following.itertext())))
        elif name and (element.tail or "").strip():
            _put(fields, name, tidy(element.tail))
    for element in root.iter("td", "th", "li", "p", "div", "span"):
        if len(element) < 20:
            text = tidy(" ".join(element.itertext()))
            if len(text) < 600:
                fields = pairs_in(text) | fields
    return fields


def pairs_in(text: str) -> dict[str, str]:
    """「来源：某局 发布时间：2023-05-01」 as pairs; a value ends where the next name begins."""
    fields: dict[str, str] = {}
    found = list(_PAIR.finditer(text))
    ends: Sequence[int] = [*(m.start() for m in found[1:]), len(text)]
    for match, end in zip(found, ends, strict=False):
        begins = match.start(1)
        if begins == 0 or not text[begins - 1].isalnum():
            _put(fields, match[1], _NEXT_NAME.split(text[match.end() : end])[0])
    return fields


def _name(text: str) -> str | None:
    bare = re.sub(r"\s", "", text).strip("：:[]【】")
    return bare if bare in NAMES else None


def _put(fields: dict[str, str], name: str, value: str | None) -> None:
    text = _SPACED.sub(" ", value or "").strip(" ：:|[]【】")
    if text and len(text) <= MAX_VALUE and _name(text) is None:
        fields.setdefault(name, text)
