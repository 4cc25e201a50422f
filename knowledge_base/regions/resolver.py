"""Which street and community a free text speaks of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from knowledge_base.regions.aliases import FULL, aliases_of
from knowledge_base.regions.hits import BY_TYPO, Finder, Hit
from knowledge_base.regions.model import DISTRICTS, HOME, Region, ResolvedPlace
from knowledge_base.schemas.landmark import Landmark
from knowledge_base.search.normalise import normalise

LONGEST_TEXT = 200
AGREEING, AT_HOME = 0.05, 0.03
"""What is added when several words tell the same street, and for the home district."""

CLEAR, RIVALLED = 0.03, 0.15
"""How far the first street must lead, and what is taken off where it does not."""

MOST_ALTERNATIVES = 5
_SHORT, _ALIKE = 10, 80
_CITY = re.compile(r"^(?:广东省?)?(?:广州市?)?")
_FILLER = re.compile(
    r"^(?:我?(?:住在|住|在|系|是|去|到|来自)|请问)|(?:附近|这边|那边|旁边|周边|一带)$"
)


class RegionIndex:
    """Streets, communities and landmarks by everything they are called."""

    def __init__(
        self, regions: Iterable[Region], landmarks: Iterable[Landmark] = (), home: str = HOME
    ) -> None:
        self._home = home
        self._by_code = {
            code: Region(code, name, "district", "440100") for code, name in DISTRICTS.items()
        }
        self._by_code |= {region.code: region for region in regions}
        aliases = list(aliases_of(self._by_code.values(), landmarks, home))
        self._finder = Finder(aliases)
        self._full = {a.text: a for a in aliases if a.weight >= FULL or a.is_landmark}

    def resolve(self, text: str) -> ResolvedPlace:
        """The likeliest place; several that are as likely are told as alternatives."""
        said = re.sub(r"\s+", "", normalise(text))[:LONGEST_TEXT]
        district = self._district(said)
        hits = self._within(self._finder.find(said) or self._alike(said), district)
        if not hits:
            known = self._by_code.get(district or "")
            return ResolvedPlace(district=known, matched=(known.name,) if known else ())
        return self._decide(_outermost(hits))

    def _district(self, said: str) -> str | None:
        """The district a text names: 「天河区」, or 「天河」 where it is not a street's name."""
        for code, name in DISTRICTS.items():
            if name in said:
                return code
        bare = {name[:-1]: code for code, name in DISTRICTS.items()}
        rest = _CITY.sub("", _FILLER.sub("", said))
        return next((bare[name] for name in bare if re.match(f"{name}(?!大道|路|港)", rest)), None)

    def _alike(self, said: str) -> list[Hit]:
        """A short text that is almost a full name, one character too many or too few."""
        core = _FILLER.sub("", _FILLER.sub("", _CITY.sub("", said).removeprefix("天河区")))
        if not 3 <= len(core) <= _SHORT:
            return []
        best = process.extractOne(core, self._full.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if best is None or abs(len(best[0]) - len(core)) != 1:
            return []
        alias = self._full[best[0]]
        return [Hit(alias, 0, len(core), round(alias.weight * BY_TYPO, 4), core)]

    def _within(self, hits: list[Hit], district: str | None) -> list[Hit]:
        """Hits in the district that is named; all, where none is or nothing lies there."""
        inside = [h for h in hits if self._district_of(h.alias.region).code == district]
        return inside or hits

    def _decide(self, hits: list[Hit]) -> ResolvedPlace:
        """The street with the surest hit, surer where several hits agree; then its community."""
        by_street: dict[Region, list[Hit]] = defaultdict(list)
        for hit in sorted(hits, key=lambda h: (-h.weight, h.start)):
            by_street[self._street_of(hit.alias.region)].append(hit)
        scores = {street: self._score(street, held) for street, held in by_street.items()}
        street = max(scores, key=lambda s: scores[s])
        own = by_street[street]
        communities = [r for r in (h.alias.region for h in own) if r.level == "community"]
        rivals = [h.alias.region for s in by_street if s != street for h in by_street[s]]
        is_doubtful = any(scores[s] > scores[street] - CLEAR for s in scores if s != street)
        confidence = min(1.0, scores[street]) - (RIVALLED if is_doubtful else 0)
        return ResolvedPlace(
            street=street,
            community=communities[0] if communities else None,
            district=self._district_of(street),
            matched=tuple(dict.fromkeys(h.words for h in own)),
            confidence=round(confidence, 2),
            alternatives=tuple(dict.fromkeys([*communities[1:], *rivals]))[:MOST_ALTERNATIVES],
        )

    def _score(self, street: Region, hits: Sequence[Hit]) -> float:
        agreeing = len({h.start for h in hits}) > 1
        at_home = street.parent == self._home
        return hits[0].weight + (AGREEING if agreeing else 0) + (AT_HOME if at_home else 0)

    def _street_of(self, region: Region) -> Region:
        return self._by_code.get(region.parent, region) if region.level == "community" else region

    def _district_of(self, region: Region) -> Region:
        street = self._street_of(region)
        return self._by_code.get(street.parent, street)


def _outermost(hits: list[Hit]) -> list[Hit]:
    """Without those within one that is surer, and without the same region told twice at a spot."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (-h.weight, h.start - h.end)):
        covered = any(
            k.start <= hit.start
            and hit.end <= k.end
            and (k.start, k.end) != (hit.start, hit.end)
            and not _tells_more(hit, k)
            for k in kept
        )
        told = any(
            k.alias.region == hit.alias.region and k.start < hit.end and hit.start < k.end
            for k in kept
        )
        if not covered and not told:
            kept.append(hit)
    return kept


def _tells_more(hit: Hit, around: Hit) -> bool:
    """A community's name within a landmark of its own street: 骏景 within 骏景花园."""
    return around.alias.is_landmark and hit.alias.region.parent == around.alias.region.code
