"""What regions and landmarks are called, and how surely each way of calling tells them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge_base.regions.model import Region
from knowledge_base.schemas.landmark import Landmark
from knowledge_base.search.normalise import normalise

FULL, LANDMARK, LONG, BARE, STEM = 0.95, 0.9, 0.8, 0.7, 0.6
"""How surely: 「天园街」, 「骏景花园」, 「美林海岸」, 「石牌」, 「骏景」 for 骏景北 and 骏景南."""

_ENDINGS = frozenset(["新村", "新街", "西街", "新园", "东城"])
"""Names of communities that are also the end of many other names."""

LONG_NAME = 3
"""Characters from which on a name is hardly anything else."""


@dataclass(frozen=True, slots=True)
class Alias:
    """`needs_place`: a word of its own, a place only beside words of place («前进», «东方»)."""

    text: str
    region: Region
    weight: float
    needs_place: bool = False
    is_landmark: bool = False


def aliases_of(
    regions: Iterable[Region], landmarks: Iterable[Landmark], home: str
) -> Iterator[Alias]:
    """Every way of calling that is looked for in a text."""
    known = list(regions)
    bases = {region.code: region.base for region in known}
    for region in known:
        if region.level == "street":
            yield from _of_street(region)
        elif region.level == "community":
            yield from _of_community(region, named_alike=bases.get(region.parent) == region.base)
    yield from _stems(known)
    streets = {r.name: r for r in known if r.level == "street" and r.parent == home}
    for landmark in landmarks:
        if street := streets.get(landmark.street):
            for name in map(normalise, (landmark.name, *landmark.aliases)):
                yield Alias(name, street, LANDMARK, len(name) < LONG_NAME, is_landmark=True)


def _of_street(region: Region) -> Iterator[Alias]:
    base = normalise(region.base)
    kind = region.name.removeprefix(region.base)
    endings = ("街道办事处", "街道办", "街道", "街") if kind.startswith("街") else (kind,)
    for ending in endings:
        yield Alias(f"{base}{ending}", region, FULL)
    is_word = len(base) < LONG_NAME
    yield Alias(base, region, BARE if is_word else LONG, needs_place=is_word)


def _of_community(region: Region, *, named_alike: bool) -> Iterator[Alias]:
    """`named_alike`: called like its street, so that the bare name means the street."""
    base = normalise(region.base)
    for ending in ("社区居委会", "社区", "居委会", "居委"):
        yield Alias(f"{base}{ending}", region, FULL)
    if named_alike:
        return
    if len(base) >= LONG_NAME:
        yield Alias(base, region, LONG)
    elif len(base) == LONG_NAME - 1 and base not in _ENDINGS:
        yield Alias(base, region, BARE - 0.05, needs_place=True)


def _stems(regions: list[Region]) -> Iterator[Alias]:
    """What communities of one street share when only the side differs: 骏景 of 骏景北, 骏景南."""
    taken = {normalise(r.base) for r in regions if r.level != "community"} | {"天河", "体育"}
    sharing: dict[tuple[str, str], list[Region]] = defaultdict(list)
    for region in regions:
        base = normalise(region.base)
        if region.level == "community" and len(base) > 2 and base[-1] in "东西南北":
            sharing[region.parent, base[:-1]].append(region)
    for (_, stem), sharers in sharing.items():
        if len(sharers) > 1 and stem not in taken:
            for region in sharers:
                yield Alias(stem, region, STEM, needs_place=True)
