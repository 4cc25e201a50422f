"""Places of administration (行政区划) by GB/T 2260 code: names, and which rules hold where.

The country, its provinces and cities, and the districts of Guangdong and the municipalities.
Streets and communities are data of the knowledge base.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from pathlib import Path

NATIONAL = "000000"
_TABLE = Path(__file__).with_suffix(".csv")


@cache
def names() -> dict[str, str]:
    """Code → name, as the place itself is called: 440106 → 天河区."""
    with _TABLE.open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {NATIONAL: "全国", **{row["code"]: row["name"] for row in rows}}


def name_of(code: str) -> str:
    """What people call the place: 440300 → 深圳市, 440106 → 广州市天河区; the code if unknown."""
    own = names().get(code)
    if own is None:
        return f"行政区划{code}"
    city = names().get(f"{code[:4]}00", "")
    return f"{city}{own}" if code[4:] != "00" else own


def lineage(code: str) -> tuple[str, ...]:
    """The place and everything it lies in, nearest first: 440106, 440100, 440000, 000000."""
    steps = (code, f"{code[:4]}00", f"{code[:2]}0000", NATIONAL)
    return tuple(dict.fromkeys(steps))


@lru_cache(maxsize=4096)
def holds_for(region: str, home: str) -> bool:
    """Whether a rule of `region` holds for people of `home`."""
    return region in lineage(home)
