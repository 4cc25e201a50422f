"""Cleaning text from upstream: leftovers of pages and word processors out, meaning untouched."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_DASHES = ["/", "//", "\\", "-", "--", "—", "——", "－", "*", "〇"]
_FOREIGN = ["null", "none", "nil", "n/a", "nan", "undefined"]
NOTHING = frozenset(
    ["", "无", "无。", "（无）", "(无)", "暂无", "没有", "空", *_DASHES, *_FOREIGN]
)  # fmt: skip

_SCRIPTS = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.I | re.S)
_BREAKS = re.compile(r"<\s*(?:br|/p|/div|/li|/tr)\b[^<>]*>", re.I)
_TAGS = re.compile(
    r"</?(?:a|abbr|b|big|body|br|center|div|dl|dt|dd|em|font|form|h[1-6]|head|hr|html|i|img|input|li"
    r"|link|meta|o:p|ol|p|pre|s|small|span|strong|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|u"
    r"|ul)(?:\s[^<>]*)?/?>",
    re.I,
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ue000-\uf8ff]"
)
_ENTITIES = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_WIDE = {
    code: code - 0xFEE0 for a, b in ("０９", "ＡＺ", "ａｚ") for code in range(ord(a), ord(b) + 1)
}
_WIDE[0x3000] = 0x20


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`repairs` says in Chinese what was done; empty when the text was clean."""

    text: str
    repairs: tuple[str, ...] = ()


def is_nothing(value: object) -> bool:
    """Whether a value says nothing: null, empty, «无», a dash."""
    if value is None:
        return True
    if isinstance(value, str):
        return _INVISIBLE.sub("", value).strip().lower() in NOTHING
    if isinstance(value, (list, tuple)):
        return all(is_nothing(entry) for entry in value)
    return isinstance(value, dict) and not value


def clean(raw: str) -> Cleaned:
    """A text without tags, entities, invisible characters, wide digits and doubled spaces.

    Chinese punctuation stays, and so do `<办法>` (angle brackets used as title marks) and letters
    such as Ⅳ or ①, which only look like something to be unified.
    """
    text, repairs = raw, []
    for done, change in _STEPS:
        changed = change(text)
        if changed != text:
            repairs.append(done)
            text = changed
    return Cleaned(text.strip(), tuple(repairs))


def clean_line(raw: str) -> Cleaned:
    """`clean`, on one line."""
    cleaned = clean(raw)
    line = re.sub(r"\s*\n\s*", " ", cleaned.text)
    repairs = cleaned.repairs if line == cleaned.text else (*cleaned.repairs, "并为一行")
    return Cleaned(line, repairs)


def _without_tags(text: str) -> str:
    return _TAGS.sub("", _BREAKS.sub("\n", _SCRIPTS.sub("", text)))


def _without_entities(text: str) -> str:
    """Upstream escapes up to twice (`&amp;nbsp;`)."""
    for _ in range(2):
        text = _ENTITIES.sub(lambda m: html.unescape(m.group()), text)
    return text.replace("\xa0", " ")


def _single_spaces(text: str) -> str:
    spaced = re.sub(r"[ \t\u2002-\u200a]+", " ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r" ?\n[ \n]*", "\n", spaced).strip()


_STEPS = (
    ("去掉网页标签", _without_tags),
    ("还原网页转义字符", _without_entities),
    ("去掉网页标签", _without_tags),
    ("去掉不可见字符", lambda text: _INVISIBLE.sub("", text)),
    ("全角字母数字改为半角", lambda text: text.translate(_WIDE)),
    ("去掉多余空白", _single_spaces),
)
