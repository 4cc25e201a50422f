"""The audit's records, for auditors."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from flows.audit import service
from flows.audit.views import AuditPage, AuditQuery, ChainView
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Cursor, Limit, Reading, Writing

router = APIRouter(prefix="/staff/v1/audit", tags=["audit"])


class AuditAsked(AuditQuery):
    """A search with its page."""

    limit: Limit = 30
    cursor: Cursor = 0

    def query(self) -> AuditQuery:
        return AuditQuery(**self.model_dump(exclude={"limit", "cursor"}))


class Sheet(Response):
    media_type = "text/csv; charset=utf-8"


@router.get("/records")
async def search_records(
    asked: Annotated[AuditAsked, Query()], staff: CurrentStaff, session: Writing
) -> AuditPage:
    """Records of the last thirty days by default, the latest first; the search is recorded."""
    return await service.search(session, staff, asked.query(), asked.cursor, asked.limit)


@router.get("/records.csv", response_class=Sheet)
async def download_records(
    asked: Annotated[AuditQuery, Query()], staff: CurrentStaff, session: Writing
) -> Sheet:
    """The same as a sheet; the export is recorded."""
    content = await service.export(session, staff, asked)
    return Sheet(content, headers={"Content-Disposition": 'attachment; filename="audit.csv"'})


@router.get("/chain")
async def read_chain(staff: CurrentStaff, session: Reading) -> ChainView:
    """How far the chain is, what waits, when it was last sealed and proved."""
    return await service.chain_standing(session, staff)
