"""One search over items, FAQ and places."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from flows.catalogue import search
from flows.catalogue.views import SearchPage
from miniprogram_api.auth import anyone
from miniprogram_api.deps import Cursor, Limit

router = APIRouter(prefix="/api/v1", tags=["catalogue"], dependencies=[Depends(anyone)])


@router.get("/search")
async def search_everything(
    q: Annotated[str, Query(max_length=200)] = "",
    kinds: Annotated[str, Query(max_length=100, description="item,policy,faq,place,package")] = "",
    limit: Limit = 20,
    cursor: Cursor = 0,
) -> SearchPage:
    """Everything that fits the words, best first, with the places where they stand."""
    return search.search(q, search.parse_kinds(kinds), cursor, limit)
