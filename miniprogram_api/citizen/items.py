"""The catalogue: find an item, read its guide."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from flows.catalogue import listing, service
from flows.catalogue.views import ItemPage, ItemView, ThemePage
from miniprogram_api.auth import anyone
from miniprogram_api.deps import Cursor, Limit, Reading

router = APIRouter(prefix="/api/v1", tags=["catalogue"], dependencies=[Depends(anyone)])


@router.get("/items")
async def list_items(
    q: Annotated[str, Query(max_length=200)] = "",
    department: Annotated[str, Query(max_length=100)] = "",
    audience: Literal["person", "enterprise"] | None = None,
    theme: Annotated[str, Query(max_length=50)] = "",
    limit: Limit = 20,
    cursor: Cursor = 0,
) -> ItemPage:
    """Items by words (best first), department, audience and theme."""
    return listing.list_items(q, department, audience, theme, cursor, limit)


@router.get("/items/{code}")
async def read_item(code: str, session: Reading) -> ItemView:
    """The whole guide of an item, or what an upstream catalogue tells of it."""
    return await service.read_item(session, code)


@router.get("/themes")
async def list_themes() -> ThemePage:
    return listing.list_themes()
