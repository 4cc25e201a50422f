"""Files of a case's materials."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Response, UploadFile

from flows.cases import uploads
from flows.cases.uploads import Upload
from flows.cases.views import CaseMaterialView
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/api/v1/cases/{number}/materials/{material_id}", tags=["materials"])


@router.put("")
@router.post("", include_in_schema=False)
async def add_files(
    number: str,
    material_id: str,
    file: Annotated[list[UploadFile], File()],
    viewer: CurrentViewer,
    session: Writing,
) -> CaseMaterialView:
    """Add one or more files; the same file again is kept once."""
    received = [Upload(f.filename or "文件", await f.read()) for f in file]
    return await uploads.add_files(session, viewer, number, material_id, received)


@router.delete("")
async def remove_all(
    number: str, material_id: str, viewer: CurrentViewer, session: Writing
) -> CaseMaterialView:
    return await uploads.remove_files(session, viewer, number, material_id)


@router.delete("/files/{file_id}")
async def remove_file(
    number: str, material_id: str, file_id: str, viewer: CurrentViewer, session: Writing
) -> CaseMaterialView:
    return await uploads.remove_files(session, viewer, number, material_id, file_id)


@router.get("/files/{file_id}", response_class=Response)
async def read_file(
    number: str, material_id: str, file_id: str, viewer: CurrentViewer, session: Reading
) -> Response:
    """The file as it was uploaded."""
    file, content = await uploads.read_own_file(session, viewer, number, material_id, file_id)
    return as_attachment(file.name, file.media_type, content)


def as_attachment(name: str, media_type: str, content: bytes) -> Response:
    """Bytes a browser saves and never runs."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=media_type, headers=headers)
