"""The places citizens go to, as clients read them."""

from __future__ import annotations

from flows.catalogue.standing import UNVERIFIED
from flows.catalogue.views import PlacePage, PlaceView, ResolvedPlaceView
from foundation.errors import InvalidInput
from foundation.paging import next_cursor
from knowledge_base.places import (
    SURE_OF_STREET,
    Location,
    PlaceMatch,
    place_index,
    region_index,
)
from knowledge_base.schemas import ServicePlace

KIND_LABELS = {
    "hall": "政务服务中心",
    "street_centre": "街道政务服务中心",
    "police": "公安办证窗口",
    "self_service": "自助服务区",
}


APPROXIMATE = "地图上是大致位置"


def list_places(query: str, near: str, offset: int, limit: int) -> PlacePage:
    """Places by words and by distance; all of them where neither is given.

    Args:
        query: a name, a street, what is to be done there.
        near: «longitude,latitude» in degrees (GCJ-02), or nothing.
        offset: how many to leave out at the beginning.
        limit: how many to show.

    Raises: InvalidInput when `near` is no such pair.
    """
    found = place_index().search(query, parse_location(near) if near else None)
    page = found[offset : offset + limit]
    return PlacePage(
        items=[show_place(match) for match in page],
        total=len(found),
        next=next_cursor(offset, len(page), len(found)),
        resolved=resolve_place(query),
    )


def resolve_place(query: str) -> ResolvedPlaceView | None:
    """Where the words lie, if they surely name a street, a community or a landmark."""
    found = region_index().resolve(query) if query.strip() else None
    if found is None or found.confidence < SURE_OF_STREET:
        return None
    return ResolvedPlaceView(
        district=found.district.name if found.district else None,
        street=found.street.name if found.street else None,
        community=found.community.name if found.community else None,
        matched="、".join(found.matched),
        alternatives=[region.name for region in found.alternatives],
    )


def parse_location(text: str) -> Location:
    """«113.36,23.12» → (113.36, 23.12). Raises: InvalidInput."""
    try:
        longitude, latitude = (float(part) for part in text.split(","))
    except ValueError:
        longitude, latitude = 999.0, 999.0
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        raise InvalidInput({"near": "位置应写成「经度,纬度」，例如 113.36,23.12"})
    return longitude, latitude


def show_place(match: PlaceMatch) -> PlaceView:
    place = match.place
    return PlaceView(
        **place.model_dump(exclude={"source"}),
        kind_label=KIND_LABELS[place.kind],
        distance_m=match.distance_m,
        note=_note_of(place),
        source=place.source.model_dump(mode="json"),
    )


def _note_of(place: ServicePlace) -> str | None:
    """What a person should know before going: nobody compared it, the map is only roughly right."""
    is_rough = place.location is not None and place.location_accuracy == "street"
    notes = [*([] if place.verified else [UNVERIFIED]), *([APPROXIMATE] if is_rough else [])]
    return "；".join(notes) or None
