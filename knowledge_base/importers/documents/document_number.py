"""A document's number (文号), in one form: 穗府规〔2023〕5号, 国务院令第663号."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from knowledge_base.importers.documents.numbering import numeral

FIELDS = ("文号", "发文字号", "文件编号", "发文文号", "文件文号", "公文号")

_WORDS = r"[一-龥]{1,14}?(?:[A-Z]{1,3})?"
_OPEN, _CLOSE = r"[〔\[［【（(﹝〈]", r"[〕\]］】）)﹞〉]"
_NUMBERED = (
    rf"(?P<words>{_WORDS})\s?{_OPEN}\s?(?P<year>(?:19|20)\d{{2}})\s?{_CLOSE}"
    r"\s?(?:第\s?)?(?P<serial>\d{1,5})\s?号"
)
_NUMERAL = r"(?P<number>\d{1,4}|[零〇一二三四五六七八九十百]{1,6})"
_ORDER = (
    r"(?P<by>[一-龥 、]{2,40}?)\s?(?P<what>令|公告|通告)\s?[（(]?\s?"
    rf"(?:(?P<of>(?:19|20)\d{{2}})年\s?)?第\s?{_NUMERAL}\s?号\s?[)）]?"
)
_AS_NUMBERED = re.compile(_NUMBERED)
_AS_ORDER = re.compile(_ORDER)
_IN_BRACKETS = re.compile(rf"[（(]\s?(?:{_NUMBERED})\s?[)）]\s*$")
_ORDER_HEAD = re.compile(r"(?:令|公告|通告)$")
_LINE_TAIL = re.compile(r"\s*(?:签发人.*|.*[日月]\s?[)）]?)?\s*")
MAX_HEAD_LINE = 80
MAX_TAIL = 24


def normalise(words: str) -> str | None:
    """The number in its one form, None where the words are none.

    >>> normalise("穗府规[2023]5号")
    '穗府规〔2023〕5号'
    >>> normalise("中华人民共和国国务院令 第663号")
    '国务院令第663号'
    """
    text = words.strip().removeprefix("（").removesuffix("）").strip()
    if found := _AS_NUMBERED.fullmatch(text):
        return _numbered(found)
    found = _AS_ORDER.fullmatch(text)
    return _order(found) if found else None


def own_number(
    head: Sequence[str], fields: Mapping[str, str], title: str
) -> tuple[str, str] | None:
    """(number, evidence) of the document itself, never of one that it merely cites.

    It stands in the page's information, on a line of its own above the text, or in brackets
    behind the title.
    """
    for name in FIELDS:
        if (value := fields.get(name)) and (number := _starting(value)):
            return number, f"{name}：{value}"
    broken = [f"{line} {after}" for line, after in pairwise(head) if _ORDER_HEAD.search(line)]
    for line in (*head, *broken):
        if len(line) <= MAX_HEAD_LINE and (number := _starting(line)):
            return number, line
    for line in (title, *head):
        found = _IN_BRACKETS.search(line)
        if found and (line == title or line.startswith(title)):
            return _numbered(found), found[0].strip()
    return None


def _starting(line: str) -> str | None:
    """The number that a line consists of, but for a date or signatory behind it."""
    text = line.strip().lstrip("（(").strip()
    text = re.sub(r"^(?:发文字号|文号|编号)\s?[:：]\s?", "", text)
    for pattern, form in ((_AS_NUMBERED, _numbered), (_AS_ORDER, _order)):
        found = pattern.match(text)
        if not found:
            continue
        rest = text[found.end() :].strip("）) ")
        if not rest or (len(rest) <= MAX_TAIL and _LINE_TAIL.fullmatch(rest)):
            return form(found)
    return None


def _numbered(found: re.Match[str]) -> str:
    return f"{found['words'].strip()}〔{found['year']}〕{int(found['serial'])}号"


def _order(found: re.Match[str]) -> str:
    by = re.sub(r"\s", "", found["by"]).removeprefix("中华人民共和国")
    of = f"{found['of']}年" if found["of"] else ""
    return f"{by}{found['what']}{of}第{numeral(found['number'])}号"
