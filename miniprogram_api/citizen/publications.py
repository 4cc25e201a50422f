"""Published results for anybody: JSON, files, a feed, and plain pages that need no script."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import HTMLResponse

from flows.publications import public
from flows.publications.errors import PublicationUnknown
from flows.publications.views import PublicPage, PublicView
from foundation.rates import at_most
from miniprogram_api.auth import anyone
from miniprogram_api.citizen import publications_page as pages
from miniprogram_api.deps import Cursor, Limit, Reading

router = APIRouter(
    tags=["publications"], dependencies=[Depends(anyone), Depends(at_most(120, "publications"))]
)
Files = Depends(at_most(10, "publications.file"))


class Wanted:
    """The filters, the same for pages and files."""

    def __init__(
        self,
        department: Annotated[str, Query(max_length=18, description="许可机关代码")] = "",
        item: Annotated[str, Query(max_length=31, description="事项实施编码")] = "",
        q: Annotated[str, Query(max_length=60, description="相对人、文书号、信用代码")] = "",
        since: Annotated[date | None, Query(alias="from", description="决定日期，含")] = None,
        until: Annotated[date | None, Query(alias="to", description="决定日期，含")] = None,
    ) -> None:
        self.department, self.item, self.q = department, item, q
        self.since, self.until = since, until

    async def page(self, session: Reading, offset: int, limit: int) -> PublicPage:
        return await public.list_public(
            session, self.department, self.item, self.q, self.since, self.until, offset, limit
        )


Filters = Annotated[Wanted, Depends()]
PublicationId = Annotated[str, Path(max_length=32)]


@router.get("/api/v1/publications")
async def list_publications(
    wanted: Filters, session: Reading, limit: Limit = 20, cursor: Cursor = 0
) -> PublicPage:
    """Published results, the latest first, with the offices and items to choose from."""
    return await wanted.page(session, cursor, limit)


@router.get("/api/v1/publications.csv", dependencies=[Files], response_class=Response)
async def download_csv(wanted: Filters, session: Reading) -> Response:
    content = public.as_csv(await wanted.page(session, 0, public.LONGEST_SHEET))
    return _file(content, "text/csv; charset=utf-8", "csv")


@router.get("/api/v1/publications.xlsx", dependencies=[Files], response_class=Response)
async def download_xlsx(wanted: Filters, session: Reading) -> Response:
    content = public.as_xlsx(await wanted.page(session, 0, public.LONGEST_SHEET))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(content, kind, "xlsx")


@router.get("/api/v1/publications.rss", response_class=Response)
async def read_feed(session: Reading) -> Response:
    """RSS of the last thirty days."""
    return Response(await public.as_feed(session), media_type="application/rss+xml")


@router.get("/api/v1/publications/{publication_id}")
async def read_publication(publication_id: PublicationId, session: Reading) -> PublicView:
    return await public.read_public(session, publication_id)


@router.get("/publications", response_class=HTMLResponse)
async def open_list(wanted: Filters, session: Reading, cursor: Cursor = 0) -> HTMLResponse:
    """The page of results; it needs no script."""
    page = await wanted.page(session, cursor, pages.ON_ONE_PAGE)
    chosen = {"department": wanted.department, "item": wanted.item, "q": wanted.q}
    days = {"from": wanted.since, "to": wanted.until}
    told = {name: day.isoformat() for name, day in days.items() if day}
    return pages.list_page(page, {**chosen, **told}, cursor)


@router.get("/publications/{publication_id}", response_class=HTMLResponse)
async def open_one(publication_id: PublicationId, session: Reading) -> HTMLResponse:
    """One result, all that the public may read of it."""
    try:
        return pages.one_page(await public.read_public(session, publication_id))
    except PublicationUnknown as unknown:
        return pages.unknown_page(unknown)


def _file(content: bytes, kind: str, ending: str) -> Response:
    name = f'attachment; filename="publications.{ending}"'
    return Response(content, media_type=kind, headers={"Content-Disposition": name})
