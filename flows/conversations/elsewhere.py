"""People name other cities: what is said then is said to be of here."""

from __future__ import annotations

import re
from functools import cache

from flows.conversations.replies import text
from flows.conversations.turn import Turn
from foundation.places_of_administration import NATIONAL, lineage, name_of, names
from foundation.settings import settings
from knowledge_base.search.normalise import normalise

_KIND = re.compile(r"(?:省|市|地区|盟|(?:壮族|回族|维吾尔)?自治[区州]|特别行政区)$")
_NO_PLACE = "(?!大学|学院|医院|公园|大厦|大道|街|[东南西北中一二三四五六七八九十]*路)"
"""Streets, parks and schools of ours carry the names of other cities (中山大道、北京路)."""


def told_of_elsewhere(turn: Turn) -> None:
    """Put in front of what was said that it holds here, where the words name another place."""
    named = place_named(turn.text)
    if named is None or not turn.replies or _speaks_of_it(turn, named):
        return
    home = name_of(settings().home_region)
    turn.replies.insert(
        0,
        text(f"您提到了{named}。下面说的是{home}的办法，{named}的规定可能不同，请以当地公布为准。"),
    )


def place_named(words: str) -> str | None:
    """Another province or city that words name; None for here, and for names that are streets."""
    found = _pattern().search(normalise(words))
    return _by_short_name()[found.group()] if found else None


def _speaks_of_it(turn: Turn, named: str) -> bool:
    """Whether a quoted passage already says that it is of that place."""
    quoted = (passage for reply in turn.replies for passage in reply.data.get("passages", ()))
    return any(named in passage["region_name"] for passage in quoted)


@cache
def _by_short_name() -> dict[str, str]:
    """«深圳» → «深圳市»: provinces and cities but those home lies in."""
    here = {NATIONAL, *lineage(settings().home_region)}
    places = {code: name for code, name in names().items() if code.endswith("00")}
    short = {_KIND.sub("", name): name for code, name in places.items() if code not in here}
    return {name: whole for name, whole in short.items() if len(name) >= 2}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_by_short_name(), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, longest_first))}){_NO_PLACE}")
