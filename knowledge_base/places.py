"""Places citizens go to, found by words and by how near they are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from knowledge_base.catalogue import CONTENT
from knowledge_base.regions import Region, RegionIndex
from knowledge_base.regions.content import LANDMARKS, content_regions, load_landmarks
from knowledge_base.schemas import ServicePlace
from knowledge_base.search.normalise import normalise
from knowledge_base.search.tokens import pairs_of, query_text
from knowledge_base.sheets import load_sheets

Location = tuple[float, float]

NAMED, SERVING, FINDABLE = 1.0, 0.5, 0.35
"""What a word counts that names the place, or one of its services; and what is worth showing."""

HEARD = 0.2
"""Below this share of known words a query is about something else that also has «服务» in it."""

SURE_OF_STREET = 0.5
"""Confidence from which on a text is taken to name a street."""

EARTH_RADIUS_M = 6_371_000


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place with its score in [0, 1] and, where both ends are known, its distance in metres."""

    place: ServicePlace
    score: float
    distance_m: int | None


class PlaceIndex:
    """Search over what places are called, where they stand and what is done there.

    With `regions`, a text that names a street, a community or a landmark finds its street's centre.
    """

    def __init__(self, places: list[ServicePlace], regions: RegionIndex | None = None) -> None:
        self._places = places
        self._regions = regions
        self._named = [_pairs(_names(p)) for p in places]
        self._serving = [_pairs([normalise(s) for s in p.services]) for p in places]
        known = [n | s for n, s in zip(self._named, self._serving, strict=True)]
        self._rarity = _rarity(known)

    def search(self, query: str = "", near: Location | None = None) -> list[PlaceMatch]:
        """The places a query is about, all without a query; nearest first, else best first.

        The centre of a street the query names stands before all others.

        Args:
            query: a name, a street, a service, or a sentence with them.
            near: GCJ-02 longitude and latitude; places without a location come last.
        """
        text = query_text(query)
        if query.strip() and not text:
            return []
        centre, share = self._centre(query, text)
        matches = []
        for i, place in enumerate(self._places):
            least = max(share, FINDABLE) if place is centre else 0.0
            score = max(least, self._score(i, text))
            if score >= FINDABLE:
                distance = _distance(near, place.location)
                matches.append(PlaceMatch(place, round(score, 4), distance))
        return sorted(
            matches,
            key=lambda m: (
                m.place is not centre,
                math.inf if m.distance_m is None else m.distance_m,
                -m.score,
                len(m.place.name),
                m.place.id,
            ),
        )

    def _centre(self, query: str, text: str) -> tuple[ServicePlace | None, float]:
        """The centre of the street the query surely speaks of, and how much of it does so.

        Who names a street on the way to something else is asking for that, not for the street.
        """
        found = self._regions.resolve(query) if self._regions and text else None
        if found is None or found.street is None or found.confidence < SURE_OF_STREET:
            return None, 0.0
        street = found.street.name
        centres = (p for p in self._places if p.kind == "street_centre")
        centre = next((p for p in centres if p.name.startswith(street)), None)
        return centre, min(NAMED, found.confidence * len("".join(found.matched)) / len(text))

    def _score(self, i: int, text: str) -> float:
        """The share of the query's known words that this place holds, by rarity."""
        if not text or any(text in name for name in _names(self._places[i])):
            return NAMED
        said = pairs_of(text)
        grams = [g for g in said if g in self._rarity and not g.isdigit()]
        if len(grams) < HEARD * len(said):
            return 0.0
        total = sum(self._rarity[g] for g in grams)
        return sum(self._rarity[g] * self._worth(i, g) for g in grams) / total if total else 0.0

    def _worth(self, i: int, gram: str) -> float:
        return NAMED if gram in self._named[i] else SERVING if gram in self._serving[i] else 0.0


def load_places(root: Path = CONTENT) -> list[ServicePlace]:
    """Raises: ContentInvalid."""
    return load_sheets(root / "places", ServicePlace, besides=[LANDMARKS])


_served: PlaceIndex | None = None
_regions: RegionIndex | None = None


@cache
def _shipped_index() -> PlaceIndex:
    return PlaceIndex(load_places(), region_index())


def place_index() -> PlaceIndex:
    """The index this process serves: of the shipped places, until published ones are taken in."""
    return _served or _shipped_index()


def region_index() -> RegionIndex:
    """Streets, communities and landmarks this process knows."""
    return _regions or _shipped_regions()


@cache
def _shipped_regions() -> RegionIndex:
    """Of our own content: what the street centres and the landmarks name."""
    return RegionIndex(content_regions(load_places()), load_landmarks())


def serve_places(places: list[ServicePlace] | None, regions: Sequence[Region] = ()) -> None:
    """Serve these from now on, with regions that were imported; None goes back to the shipped."""
    global _served, _regions
    if places is None:
        _served = _regions = None
        return
    known = (*regions, *_not_in(content_regions(places), regions))
    _regions = _region_index(known)
    _served = PlaceIndex(places, _regions)


@lru_cache(maxsize=1)
def _region_index(known: tuple[Region, ...]) -> RegionIndex:
    """Kept while no region changes: most of what is published is none."""
    return RegionIndex(list(known), load_landmarks())


def _not_in(named: list[Region], regions: Sequence[Region]) -> list[Region]:
    names = {(region.parent, region.name) for region in regions}
    return [region for region in named if (region.parent, region.name) not in names]


def _pairs(texts: list[str]) -> set[str]:
    return {pair for text in texts for pair in pairs_of(text)}


def _rarity(places: list[set[str]]) -> dict[str, float]:
    """Inverse frequency of each pair over the places."""
    count = Counter(pair for pairs in places for pair in pairs)
    return {pair: math.log(1 + len(places) / n) - 0.6 for pair, n in count.items()}


def _names(place: ServicePlace) -> list[str]:
    """Name and address; the number to call for the exact address says nothing of the place."""
    address = place.address.replace(place.phone, "") if place.phone else place.address
    return [normalise(place.name), normalise(address)]


def _distance(here: Location | None, there: Location | None) -> int | None:
    """Metres along the great circle (haversine)."""
    if here is None or there is None:
        return None
    (lng1, lat1), (lng2, lat2) = (tuple(map(math.radians, end)) for end in (here, there))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lng2 - lng1) / 2) ** 2
    )
    return round(2 * EARTH_RADIUS_M * math.asin(math.sqrt(half)))


@cache
def home_streets() -> tuple[str, ...]:
    """The home district's streets by name, as its street centres are called."""
    return tuple(sorted(region.name for region in content_regions(load_places())))
