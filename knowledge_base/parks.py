"""Parks (园区) of the district, and in which of them an address lies."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from knowledge_base.catalogue import CONTENT
from knowledge_base.schemas.park import Park
from knowledge_base.search.normalise import normalise
from knowledge_base.sheets import load_sheet


def load_parks(root: Path = CONTENT) -> list[Park]:
    """Raises: ContentInvalid."""
    folder = root / "parks"
    return [park for path in sorted(folder.glob("*.yaml")) for park in load_sheet(path, Park)]


@cache
def parks() -> dict[str, Park]:
    """The shipped parks by id."""
    return {park.id: park for park in load_parks()}


@cache
def _words() -> list[tuple[str, str]]:
    """Every word with its park, the longest first."""
    told = [(normalise(word), park.id) for park in parks().values() for word in park.words]
    return sorted(told, key=lambda pair: -len(pair[0]))


def park_at(address: str) -> str | None:
    """The id of the park an address lies in, None where no park's word stands in it."""
    said = normalise(address)
    return next((park for word, park in _words() if word in said), None)
