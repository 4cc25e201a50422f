"""One search over items, policies, FAQ and places, and what was opened of its results."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from flows.catalogue import search
from flows.catalogue.views import SearchKind, SearchPage
from flows.searching.records import note_opened
from miniprogram_api.auth import anyone
from miniprogram_api.deps import Cursor, Limit, Writing

router = APIRouter(prefix="/api/v1/search", tags=["catalogue"], dependencies=[Depends(anyone)])


class Opened(BaseModel):
    """`search_id` of the page, `kind` and `id` of its result."""

    search_id: Annotated[str, Field(max_length=32)]
    kind: SearchKind
    id: Annotated[str, Field(max_length=100)]


@router.get("")
async def search_everything(
    session: Writing,
    q: Annotated[str, Query(max_length=200)] = "",
    kinds: Annotated[str, Query(max_length=100, description="item,policy,faq,place,package")] = "",
    record: Annotated[bool, Query(description="一次完整的提问，记入检索分析")] = False,
    limit: Limit = 20,
    cursor: Cursor = 0,
) -> SearchPage:
    """Everything that fits the words, best first, with the places where they stand."""
    page = search.search(q, search.parse_kinds(kinds), cursor, limit)
    return search.record(session, q, page) if record and q.strip() else page


@router.post("/clicks", status_code=204)
async def note_click(body: Opened, session: Writing) -> None:
    """A result was opened; the first one of a search counts, repeats change nothing."""
    await note_opened(session, body.search_id, search.key_of(body.kind, body.id))
