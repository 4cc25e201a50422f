"""Every number, date, name and address the assistant says stands in the data of its turn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from foundation.places_of_administration import names

ALLOWED = {
    "12345": "政务服务热线：找不到答案时总可以打的电话",
    "TH": "办件编号的样子由程序规定",
    "共17位": "办件编号的样子由程序规定",
    "15位数字": "办件编号的样子由程序规定",
    "上一个问题": "指刚问过的那个，不是数目",
    "一项": "指点选的那一行，不是数目",
    "一件事": "「一件事」是一种服务的名字，不是数目",
    "一次只问一件事": "长者模式怎么问，不是事实",
    "「居住证怎么办」": "教人怎样问的例子",
    "「开餐馆要什么证」": "教人怎样问的例子",
    "「个体户登记和食品经营许可」": "教人怎样问的例子",
    "「转人工」": "教人怎样问的例子",
    "「读给我听」": "教人怎样改显示的例子",
    "「不用读了」": "教人怎样改显示的例子",
    "「恢复正常字体」": "教人怎样改显示的例子",
    "「放大字体」": "教人怎样改显示的例子",
    "「开始智能导办」": "本平台的按钮",
    "「开始预审」": "本平台的按钮",
    "「开始申报」": "本平台的按钮",
    "「提交」": "本平台的按钮",
    "「提交补正」": "本平台的按钮",
    "「我的办件」": "本平台的页面",
    "「咨询人工」": "本平台的按钮",
}
"""Said without data, each with its reason. Nothing here is a fact of an item or a policy."""

CLAIMS = {
    r"承诺(\d+)个(?:工作|自然)日": {"promised.days", "promised_days"},
    r"法定时限(\d+)个(?:工作|自然)日": {"statutory.days", "statutory_days"},
    r"最多(\d+)个问题": {"remaining_at_most"},
    r"需要(\d+)份材料": {"needed"},
    r"另有(\d+)份不用交": {"not_needed"},
    r"(?:还有|涉及的)(\d+)份材料要看情形": {"depends"},
    r"等(\d+)份，全部见办事指南": {"materials"},
    r"需到现场(\d+)次": {"visits", "visits.count"},
}
"""Sentences of ours that put a field of the data into words, and which fields those are."""

HOME = {"广东省", "广州市", "天河区"}

_UNIT = (
    r"个?(?:工作日|自然日|问题|月|小时|星期|字)|份|次|天|日|年|周岁|岁"
    r"|元|万元|分钟|周|张|平方米|人|条|项|款|%"
)
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?")
_NUMBER = re.compile(rf"\d+(?:[.,:：/\-—–~～至]\d+)*(?:{_UNIT})?")
_IN_CHINESE = re.compile(rf"第?[零一二两三四五六七八九十百千万半]+(?:{_UNIT})")
_QUOTED = re.compile(r"「[^「」]+」|《[^《》]+》")
_HAN = "\u4e00-\u9fff"
_PLACE = re.compile(
    rf"[{_HAN}]{{2,}}?(?:局|委员会|街道办事处|政务服务中心|派出所|分局|服务大厅|办证大厅|窗口)"
    rf"|[{_HAN}]{{2,}}(?:路|街|巷|大道)[{_HAN}]{{0,4}}\d+(?:-\d+)?号?"
)
_LEADS = re.compile(r"由|在|到|去")
_COMMON = {"窗口", "办事窗口", "服务窗口", "政务服务中心", "派出所", "服务大厅", "办证大厅"}
"""Kinds of places, not one of them."""


@dataclass
class Facts:
    """Everything a turn may draw on: texts as they stand, and numbers by the field they are in."""

    texts: list[str] = field(default_factory=list)
    fields: set[tuple[str, str]] = field(default_factory=set)

    def take(self, data: Any, name: str = "", within: str = "") -> None:
        """Add JSON data: its strings, its numbers, and how many members each list has."""
        if isinstance(data, dict):
            for key, value in data.items():
                self.take(value, key, name)
            self._count_materials(data.get("materials"))
        elif isinstance(data, list):
            self.fields.add((name, str(len(data))))
            for value in data:
                self.take(value, name)
        elif isinstance(data, str):
            self.texts.append(_plain(data))
        elif data is not None and not isinstance(data, bool):
            self.fields |= {(name, f"{data:g}"), (f"{within}.{name}", f"{data:g}")}

    def _count_materials(self, materials: Any) -> None:
        """How many depend on the situation (a guide), how many are needed (the end of a run)."""
        rows = materials if isinstance(materials, list) else []
        listed = [row for row in rows if isinstance(row, dict)]
        if any("conditional" in row for row in listed):
            self.fields.add(("depends", str(sum(bool(row["conditional"]) for row in listed))))
        else:
            self.fields.add(("needed", str(sum(bool(row.get("required")) for row in listed))))

    @property
    def all(self) -> str:
        return "\n".join(self.texts)


def _without_numbering(words: str) -> str:
    """Lines numbered from 1 on carry no number of theirs."""
    lines, number = [], 1
    for line in words.split("\n"):
        if line.startswith(f"{number}. "):
            lines.append(line.removeprefix(f"{number}. "))
            number += 1
        else:
            lines.append(line)
    return "\n".join(lines)


def unproved(reply: dict[str, Any], facts: Facts) -> list[str]:
    """What a reply says, in words and on buttons, that neither the facts nor `ALLOWED` hold."""
    found: list[str] = []
    known = facts.all
    for words in (reply["text"], *(b["title"] for b in reply.get("buttons", ()))):
        said = _plain(_without_numbering(words))
        for allowed in sorted((a for a in ALLOWED if a[0] != "「"), key=len, reverse=True):
            said = re.sub(rf"(?<!\d){re.escape(allowed)}(?!\d)", " ", said)
        found += _names(said, known)
        found += _places(said, known)
        found += _regions(said, known)
        found += _numbers(said, known, facts.fields)
    return list(dict.fromkeys(found))


def _names(said: str, known: str) -> Iterator[str]:
    for name in _QUOTED.findall(said):
        if name not in ALLOWED and name[1:-1].rstrip("…") not in known:
            yield name


def _places(said: str, known: str) -> Iterator[str]:
    """Departments and addresses; where one begins is not written, so each likely start is tried."""
    for match in _PLACE.finditer(said):
        name = match.group()
        starts = [0, *(m.end() for m in _LEADS.finditer(name))]
        tried = [name[start:] for start in starts]
        if not any(part in known or part in _COMMON for part in tried if len(part) >= 2):
            yield name


def _numbers(said: str, known: str, fields: set[tuple[str, str]]) -> Iterator[str]:
    for year, month, day in _DATE.findall(said):
        iso = "-".join(part.zfill(2) for part in (year, month, day) if part)
        words = f"{year}年{month}月" + (f"{day}日" if day else "")
        if not _stands(iso, known) and not _stands(words, known):
            yield words
    rest = _DATE.sub(" ", said)
    for pattern, of in CLAIMS.items():
        for claim in re.finditer(pattern, rest):
            if not {(name, claim.group(1)) for name in of} & fields and claim.group() not in known:
                yield claim.group()
        rest = re.sub(pattern, " ", rest)
    yield from (words for words in _NUMBER.findall(rest) if not _stands(words, known))
    yield from (words for words in _IN_CHINESE.findall(rest) if words not in known)


def _regions(said: str, known: str) -> Iterator[str]:
    """Provinces, cities and districts other than ours."""
    for name in dict.fromkeys(_region_names().findall(said)):
        if name[:-1] not in known and name not in HOME:
            yield name


@cache
def _region_names() -> re.Pattern[str]:
    whole = sorted({name for name in names().values() if len(name) > 2}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, whole)))


def _stands(words: str, known: str) -> bool:
    """Whether it stands there as a whole: «5» does not stand in «2015»."""
    return bool(re.search(rf"(?<![\d.]){re.escape(words)}(?!\.?\d)", known))


def _plain(words: str) -> str:
    """Without spaces, so that a line broken otherwise is the same."""
    return re.sub(r"\s+", "", words)


def facts_of(everything: Iterable[Any]) -> Facts:
    facts = Facts()
    for data in everything:
        facts.take(data)
    return facts
