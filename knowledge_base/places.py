"""Places citizens go to, found by words and by how near they are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge_base.catalogue import CONTENT
from knowledge_base.schemas import ServicePlace
from knowledge_base.search.normalise import normalise
from knowledge_base.search.phrases import bigrams, grams_of, query_text, rarity
from knowledge_base.sheets import load_sheets

Location = tuple[float, float]

NAMED, SERVING, FINDABLE = 1.0, 0.5, 0.35
"""What a word counts that names the place, or one of its services; and what is worth showing."""

EARTH_RADIUS_M = 6_371_000


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place with its score in [0, 1] and, where both ends are known, its distance in metres."""

    place: ServicePlace
    score: float
    distance_m: int | None


class PlaceIndex:
    """Search over what places are called, where they stand and what is done there."""

    def __init__(self, places: list[ServicePlace]) -> None:
        self._places = places
        self._named = [grams_of(_names(p)) for p in places]
        self._serving = [grams_of([normalise(s) for s in p.services]) for p in places]
        known = [n | s for n, s in zip(self._named, self._serving, strict=True)]
        self._rarity = rarity(known)

    def search(self, query: str = "", near: Location | None = None) -> list[PlaceMatch]:
        """The places a query is about, all without a query; nearest first, else best first.

        Args:
            query: a name, a street, a service, or a sentence with them.
            near: GCJ-02 longitude and latitude; places without a location come last.
        """
        text = query_text(query)
        if query.strip() and not text:
            return []
        matches = [
            PlaceMatch(place, round(score, 4), _distance(near, place.location))
            for i, place in enumerate(self._places)
            if (score := self._score(i, text) if text else 1.0) >= FINDABLE
        ]
        return sorted(
            matches, key=lambda m: (math.inf if m.distance_m is None else m.distance_m, -m.score)
        )

    def _score(self, i: int, text: str) -> float:
        """The share of the query's known words that this place holds, by rarity."""
        if any(text in name for name in _names(self._places[i])):
            return NAMED
        grams = [g for g in bigrams(text) if g in self._rarity]
        total = sum(self._rarity[g] for g in grams)
        return sum(self._rarity[g] * self._worth(i, g) for g in grams) / total if total else 0.0

    def _worth(self, i: int, gram: str) -> float:
        return NAMED if gram in self._named[i] else SERVING if gram in self._serving[i] else 0.0


def load_places(root: Path = CONTENT) -> list[ServicePlace]:
    """All but the landmarks beside them, which are no places to go to. Raises: ContentInvalid."""
    return load_sheets(root / "places", ServicePlace, leaving="landmarks.yaml")


@cache
def place_index() -> PlaceIndex:
    """The index of this process."""
    return PlaceIndex(load_places())


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
