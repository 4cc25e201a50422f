"""Where in a text something sounds or looks like the name of a place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from knowledge_base.regions.aliases import Alias
from knowledge_base.regions.sounds import readings, sounds_near, spoken

BY_EAR, BY_TYPO, ALONG_A_ROAD = 0.85, 0.75, 0.8
"""What is left of a name's weight when it is written by ear, with one character wrong, or when
it only names a road («前进路»), which may leave the street."""

SIDES = frozenset("东南西北中")
"""Never a slip of the pen: 骏景北 and 骏景南 are two places."""

_GAP = "\0"
_AFTER = re.compile(
    r"街|社区|居委|小区|花园|花苑|新村|新城|村|苑|地铁|站|立交|桥|市场|广场|商圈|大厦|医院|校区|学校"
    r"|大学|中学|小学|派出所|政务|办事|服务中心|步行|附近|旁|周边|一带|片|这边|那边|那里|这里|边|里"
)
_AFTER_STREET = re.compile(r"[办做交领查申换补怎有哪去在要开想]")
_AFTER_HEARD = re.compile(r"街|社区|居委|村")
_ROAD = re.compile(r"[东南西北中]?(?:[一二三四五]横?)?路")
_BEFORE = re.compile(
    r"(?:住|在|去|到|离|近|来|从|是|区|市|广州|天河|于|租|搬|荔湾|越秀|海珠|白云|黄埔|番禺|花都|南沙|从化|增城|街|道|路|村|镇|号)$"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """`start` and `end` are positions in the text; `weight` is the confidence of this hit alone."""

    alias: Alias
    start: int
    end: int
    weight: float
    words: str


class Finder:
    """Looks for aliases: as written, as heard, and with one character wrong."""

    def __init__(self, aliases: Iterable[Alias]) -> None:
        self._written: dict[str, list[Alias]] = defaultdict(list)
        self._heard: dict[str, list[Alias]] = defaultdict(list)
        self._gapped: dict[str, list[Alias]] = defaultdict(list)
        self._beginnings: set[tuple[int, str]] = set()
        for alias in dict.fromkeys(aliases):
            self._written[alias.text].append(alias)
            for said in spoken(alias.text):
                self._heard[said].append(alias)
                self._beginnings.add((len(alias.text), said.partition(" ")[0]))
            if len(alias.text) > 2:
                for gapped, _ in _with_gap(alias.text):
                    self._gapped[gapped].append(alias)
        self._sizes = sorted({len(text) for text in self._written})

    def find(self, text: str) -> list[Hit]:
        """Every hit, also those within each other.

        A name that could be an ordinary word counts beside words of place, or beside another hit.
        """
        sure: list[Hit] = []
        open_: list[Hit] = []
        for size in self._sizes:
            for start in range(len(text) - size + 1):
                words = text[start : start + size]
                for alias, factor in self._candidates(words):
                    worth = factor * _standing(alias, text, start, start + size, factor == 1)
                    hit = Hit(alias, start, start + size, round(alias.weight * worth, 4), words)
                    (sure if worth else open_).append(hit)
        edges = {h.start for h in sure} | {h.end for h in sure}
        beside = [h for h in open_ if h.words == h.alias.text and {h.start, h.end} & edges]
        return [*sure, *(replace(h, weight=h.alias.weight) for h in beside)]

    def _candidates(self, words: str) -> Iterator[tuple[Alias, float]]:
        if written := self._written.get(words):
            yield from ((alias, 1.0) for alias in written)
            return
        if not all("\u4e00" <= c <= "\u9fff" for c in words):
            return
        heard: set[Alias] = set()
        if any((len(words), said) in self._beginnings for said in readings(words[0])):
            heard = {a for said in spoken(words) for a in self._heard.get(said, ())}
        yield from ((alias, BY_EAR) for alias in heard)
        for gapped, at in _with_gap(words) if len(words) > 2 else ():
            for alias in self._gapped.get(gapped, ()):
                if alias in heard or at >= _core(alias) or alias.text[at] in SIDES:
                    continue
                if _is_telling(alias) or sounds_near(words[at], alias.text[at]):
                    yield alias, BY_TYPO


def _with_gap(text: str) -> Iterator[tuple[str, int]]:
    for at in range(len(text)):
        yield f"{text[:at]}{_GAP}{text[at + 1 :]}", at


def _is_telling(alias: Alias) -> bool:
    """Whether what is left with one character wrong still tells the name."""
    return _core(alias) >= 4 or (alias.is_landmark and len(alias.text) >= 4)


def _core(alias: Alias) -> int:
    """Characters of the name itself, before «街» or «社区»."""
    if alias.is_landmark:
        return len(alias.text)
    return len(alias.region.base) if alias.text.startswith(alias.region.base) else len(alias.text)


def _standing(alias: Alias, text: str, start: int, end: int, exact: bool) -> float:
    """How surely a name stands here as a place: 1 for sure, 0 for an ordinary word."""
    if not alias.needs_place:
        return 1.0
    before, after = text[:start], text[end:]
    if not exact:
        return float(bool(_AFTER_HEARD.match(after)))
    if not after and (not before or _BEFORE.search(before)):
        return 1.0
    if _AFTER.match(after):
        return 1.0
    if alias.region.level != "street":
        return 0.0
    if _ROAD.match(after):
        return ALONG_A_ROAD
    return float(bool(_BEFORE.search(before) or (not before and _AFTER_STREET.match(after))))
