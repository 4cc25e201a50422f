"""Places citizens go to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from flows.catalogue import places
from flows.catalogue.views import PlacePage
from miniprogram_api.auth import anyone
from miniprogram_api.deps import Cursor, Limit

router = APIRouter(prefix="/api/v1", tags=["catalogue"], dependencies=[Depends(anyone)])


@router.get("/places")
async def list_places(
    q: Annotated[str, Query(max_length=200)] = "",
    near: Annotated[str, Query(max_length=60, description="经度,纬度（GCJ-02）")] = "",
    limit: Limit = 20,
    cursor: Cursor = 0,
) -> PlacePage:
    """Places by words, the nearest first where a position is given."""
    return places.list_places(q, near, cursor, limit)
