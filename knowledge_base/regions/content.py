"""What our own content knows of streets and landmarks, without anything imported."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from knowledge_base.catalogue import CONTENT
from knowledge_base.regions.model import HOME, Region
from knowledge_base.schemas import Landmark, ServicePlace
from knowledge_base.sheets import load_sheet

LANDMARKS = "landmarks.yaml"
"""The sheet beside the places that holds no places."""

_CENTRE = "政务服务中心"


def content_regions(places: Iterable[ServicePlace]) -> list[Region]:
    """The home district's streets, as its street centres name them; codes are the places' ids."""
    return [
        Region(f"place:{place.id}", place.name.removesuffix(_CENTRE), "street", HOME)
        for place in places
        if place.kind == "street_centre" and place.name.endswith(f"街道{_CENTRE}")
    ]


def load_landmarks(root: Path = CONTENT) -> list[Landmark]:
    """None where there is no such sheet. Raises: ContentInvalid."""
    path = root / "places" / LANDMARKS
    return load_sheet(path, Landmark) if path.is_file() else []
