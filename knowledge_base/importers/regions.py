"""The region importer: lists of streets and communities with statistical codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge_base.importers.items.model import RefusedFile, RefusedRow
from knowledge_base.importers.items.readers import read_rows
from knowledge_base.importers.items.sniffing import FileRefused, sniff
from knowledge_base.importers.items.text import clean_line
from knowledge_base.regions import DISTRICTS, Region
from knowledge_base.regions.model import Level

SIZE_CAP = 50_000_000
_LEVELS: dict[int, tuple[Level, int]] = {
    6: ("district", 4),
    9: ("street", 6),
    12: ("community", 9),
}
"""By the length of a statistical code: what it is, and how much of it its parent's code is."""

_CODES = ("code", "代码", "统计用区划代码")
_NAMES = ("name", "名称")
_PARENTS = ("streetCode", "areaCode", "parent", "parentCode", "上级代码")


@dataclass(slots=True)
class RegionBatch:
    """What was read of all files; a code stands once."""

    regions: list[Region] = field(default_factory=list)
    refused_rows: list[RefusedRow] = field(default_factory=list)
    refused_files: list[RefusedFile] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    """(as written, as kept) where a name had a slip in its ending."""


def read_regions(paths: Sequence[Path], size_cap: int = SIZE_CAP) -> RegionBatch:
    """Districts, streets and communities of JSON or table files; what cannot be read is told."""
    batch, seen = RegionBatch(), dict[str, str]()
    for path in paths:
        try:
            for row in read_rows(path, sniff(path, size_cap)):
                try:
                    if row.fault:
                        raise _Unfit(row.fault)
                    region = _region(row.raw, batch)
                    if region.code in seen:
                        raise _Unfit(f"代码{region.code}已有「{seen[region.code]}」")
                except _Unfit as fault:
                    batch.refused_rows.append(RefusedRow(path.name, row.line, str(fault), row.raw))
                    continue
                seen[region.code] = region.name
                batch.regions.append(region)
        except FileRefused as refusal:
            batch.refused_files.append(RefusedFile(path.name, str(refusal)))
    return batch


def orphans(regions: Iterable[Region], known: Iterable[str] = ()) -> Iterator[Region]:
    """Regions whose parent is neither among them, nor a district of the city, nor `known`."""
    held = list(regions)
    codes = {region.code for region in held} | set(DISTRICTS) | set(known)
    yield from (r for r in held if r.level != "district" and r.parent not in codes)


class _Unfit(Exception):
    """The row is no region; the text says in Chinese why."""


def _region(raw: dict[str, Any], batch: RegionBatch) -> Region:
    code = re.sub(r"\s", "", str(_first(raw, _CODES) or ""))
    written = clean_line(str(_first(raw, _NAMES) or "")).text
    if not code.isdecimal() or len(code) not in _LEVELS:
        raise _Unfit(f"「{code}」不是6、9或12位的区划代码")
    if not written:
        raise _Unfit("没有名称")
    level, size = _LEVELS[len(code)]
    parent = str(_first(raw, _PARENTS) or "")
    if level != "district" and parent and parent != code[:size]:
        raise _Unfit(f"上级代码{parent}与代码{code}对不上")
    name = re.sub(r"居居+委", "居委", written)
    if name != written:
        batch.renamed.append((written, name))
    return Region(code, name, level, code[:size].ljust(6, "0"))


def _first(raw: dict[str, Any], names: Sequence[str]) -> Any:
    return next((raw[name] for name in names if raw.get(name) not in (None, "")), None)
