"""Columns that hold several things: other names, materials, themes, who may apply."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from knowledge_base.importers.items.reading import Reading, as_text, doubtful, nothing, said
from knowledge_base.importers.items.text import clean_line, is_nothing
from knowledge_base.schemas.brief import ServiceObject

LONGEST = 200
SHORTEST_NAME = 3
"""A word shorter than this («设立») says too little to be anything's name."""

_BREAKS = re.compile(r"[\n;；|]+")
_COMMAS = re.compile(r"[,，、]")
_NUMBERED = re.compile(
    r"(?:^|(?<=[\s。；;、，,]))(?:[（(]?\d{1,2}[）)、.．](?!\d)|[（(][一二三四五六七八九十]+[）)])\s*"
)
_QUOTES = re.compile(r"^[“”\"‘’'「『]+|[“”\"‘’'」』]+$")
_NAME_BREAKS = re.compile(r"[,，、;；|\s]")
_KEYWORD_BREAKS = re.compile(r"[,，;；|\s“”]+")
_NAME_KEYS = ("material_name", "name", "材料名称", "名称")
_OBJECTS: dict[str, str] = {
    "个人": "自然人",
    "公民": "自然人",
    "法人": "企业法人",
    "企业": "企业法人",
    "社会团体法人": "社会组织法人",
    "其它组织": "其他组织",
    "1": "自然人",
    "2": "企业法人",
    "3": "事业法人",
    "4": "社会组织法人",
    "5": "非法人企业",
    "6": "行政机关",
    "9": "其他组织",
}


def read_names(value: Any, _beside: Mapping[str, Any]) -> Reading:
    """What people call it.

    A list of names is split. Where a part is too short to be a name, the parts are keywords of
    one thing («公司,创立») and stay together.
    """
    if is_nothing(value):
        return nothing("原文没有别的叫法")
    cleaned = clean_line(as_text(value))
    text = _QUOTES.sub("", cleaned.text) if _balanced_without_ends(cleaned.text) else cleaned.text
    parts = [_QUOTES.sub("", p).strip() for p in _outside_brackets(text, _NAME_BREAKS)]
    parts = [p for p in dict.fromkeys(parts) if any(c.isalnum() for c in p)]
    if not parts:
        return doubtful([], "没有可作名称的文字")
    together = " ".join(p for p in _KEYWORD_BREAKS.split(text) if p).strip()
    names = parts if all(len(p) >= SHORTEST_NAME for p in parts) else [together]
    done = list(cleaned.repairs)
    if names != [cleaned.text]:
        done.append(f"分成{len(names)}个名称" if len(names) > 1 else "整理为一个名称")
    return _fitted(names, done)


def _balanced_without_ends(text: str) -> bool:
    """Whether the quotation marks at both ends belong to each other: not in 「“甲”和“乙”」."""
    inner = _QUOTES.sub("", text)
    return inner.count("“") == inner.count("”")


def read_materials(value: Any, _beside: Mapping[str, Any]) -> Reading:
    """Names of materials, from a list, a text, or objects that carry `material_name`."""
    return _read_list(value, _material_parts, "原文没有写材料")


def read_themes(value: Any, _beside: Mapping[str, Any]) -> Reading:
    return _read_list(value, _comma_parts, "原文没有写主题")


def read_objects(value: Any, _beside: Mapping[str, Any]) -> Reading:
    """服务对象, in the words of the national scheme; unknown words are told."""
    found = _read_list(value, _comma_parts, "原文没有写服务对象")
    if not found.value:
        return found
    known = [_OBJECTS.get(word, word) for word in found.value]
    kept = [word for word in dict.fromkeys(known) if word in get_args(ServiceObject)]
    unknown = [word for word in known if word not in get_args(ServiceObject)]
    if unknown:
        return doubtful(kept, f"不认识的服务对象：{'、'.join(unknown)}")
    return said(kept, [] if kept == value else [found.why or "统一为国家规定的说法"])


def _read_list(value: Any, split: Callable[[str], list[str]], empty: str) -> Reading:
    if is_nothing(value):
        return nothing(empty)
    entries, done = _entries(value, split)
    cleaned = [clean_line(entry) for entry in entries]
    texts = [re.sub(r"[\s。；;，,、]+$", "", c.text) for c in cleaned]
    if any(c.repairs or t != c.text for c, t in zip(cleaned, texts, strict=True)):
        done.append("整理标点和空白")
    kept = [t for t in texts if not is_nothing(t)]
    unique = list(dict.fromkeys(kept))
    if len(unique) < len(kept):
        done.append(f"去掉{len(kept) - len(unique)}个重复")
    return _fitted(unique, done) if unique else nothing(empty)


def _entries(value: Any, split: Callable[[str], list[str]]) -> tuple[list[str], list[str]]:
    """The parts of a value as texts, and what was done to get them."""
    done = []
    if isinstance(value, str) and value.lstrip().startswith(("[", "{")):
        try:
            value = json.loads(value)
            done.append("解开文字里的JSON")
        except ValueError:
            pass
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, list):
        return [_named(entry) for entry in value], done
    parts = split(as_text(value))
    return parts, [f"分成{len(parts)}项"] if len(parts) > 1 else done


def _named(entry: Any) -> str:
    if not isinstance(entry, dict):
        return as_text(entry)
    lower = {str(name).lower(): held for name, held in entry.items()}
    return as_text(next((lower[k] for k in _NAME_KEYS if k in lower), ""))


def _material_parts(text: str) -> list[str]:
    """By line, semicolon or number; commas only part a list that is nothing but short names."""
    parts = [p for line in _BREAKS.split(text) for p in _NUMBERED.split(line) if p.strip()]
    if len(parts) > 1 or "。" in text.rstrip("。") or re.search(r"[等及和]", text):
        return parts or [text]
    return _outside_brackets(text)


def _comma_parts(text: str) -> list[str]:
    return [p for line in _BREAKS.split(text) for p in _outside_brackets(line) if p.strip()]


def _outside_brackets(text: str, breaks: re.Pattern[str] = _COMMAS) -> list[str]:
    """Parted at marks that stand in no bracket or title mark."""
    parts, depth = [""], 0
    for c in text:
        depth = max(0, depth + (c in "（(《「[") - (c in "）)》」]"))
        if depth == 0 and breaks.match(c):
            parts.append("")
        else:
            parts[-1] += c
    return parts


def _fitted(entries: list[str], done: list[str]) -> Reading:
    long = [entry for entry in entries if len(entry) > LONGEST]
    if long:
        return doubtful(
            [e[:LONGEST] for e in entries], f"{len(long)}项超过{LONGEST}字，只取前面部分"
        )
    return said(entries, done)
