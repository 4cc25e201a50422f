"""A place (办事地点) citizens go to: a hall, a street centre, a police window, machines."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from knowledge_base.schemas.base import Ending, Line, Slug
from knowledge_base.schemas.item import Source

PlaceKind = Literal["hall", "street_centre", "police", "self_service"]
LocationAccuracy = Literal["exact", "street"]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]


class ServicePlace(Ending):
    """`location` is GCJ-02 (longitude, latitude) in degrees, left out where it was not measured.

    `location_accuracy` says what it points at: the door, or only the middle of the area the
    street serves (about a kilometre off at worst), which people are shown as 「大致位置」.

    A guide's own `Place` says where one item is done; this is the place itself, for all items.
    """

    id: Slug
    name: Line
    kind: PlaceKind
    address: Line
    hours: Line
    phone: Line | None = None
    district: Line
    location: tuple[Longitude, Latitude] | None = None
    location_accuracy: LocationAccuracy = "exact"
    services: list[Line] = Field(min_length=1)
    source: Source
    verified: bool = False
