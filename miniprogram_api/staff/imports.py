"""Imports in the hands of editors: upload, report, agree."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Query, UploadFile

from flows.knowledge import imports
from flows.knowledge.views import BatchPage, BatchView
from knowledge_base.plans import ImportKind
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Cursor, Limit, Reading, Writing

router = APIRouter(prefix="/staff/v1/knowledge/imports", tags=["knowledge"])


@router.post("", status_code=202)
async def begin(
    file: Annotated[list[UploadFile], File()],
    kind: Annotated[ImportKind, Query()],
    staff: CurrentStaff,
    session: Writing,
) -> BatchView:
    """Take files in; they are read in the background. Uploading again reads them again."""
    received = [(f.filename or "文件", await f.read()) for f in file]
    return await imports.begin(session, staff, kind, received)


@router.get("")
async def list_batches(
    staff: CurrentStaff, session: Reading, limit: Limit = 20, cursor: Cursor = 0
) -> BatchPage:
    return await imports.list_batches(session, staff, cursor, limit)


@router.get("/{batch_id}")
async def look(batch_id: str, staff: CurrentStaff, session: Reading) -> BatchView:
    return await imports.look(session, staff, batch_id)


@router.post("/{batch_id}/apply")
async def apply(batch_id: str, staff: CurrentStaff, session: Writing) -> BatchView:
    """Agree to what a colleague's import would bring; one's own is refused (403)."""
    return await imports.apply(session, staff, batch_id)


@router.post("/{batch_id}/discard")
async def discard(batch_id: str, staff: CurrentStaff, session: Writing) -> BatchView:
    return await imports.discard(session, staff, batch_id)
