"""Uploads in parts, in the words of tus (Upload-Offset, Upload-Length)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel, Field

from flows.vault import uploads
from flows.vault.views import UploadView
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/api/v1/uploads", tags=["uploads"])

Offset = Annotated[int, Header(alias="Upload-Offset", ge=0)]


class OpenUpload(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=300)]
    size: Annotated[int, Field(ge=0, le=2**40, description="字节数")]
    sha256: Annotated[str | None, Field(pattern=r"^[0-9a-f]{64}$")] = None


@router.post("", status_code=201)
async def open_upload(
    body: OpenUpload, viewer: CurrentViewer, session: Writing, response: Response
) -> UploadView:
    """Begin; a SHA-256 of the whole, where given, is proved at the end."""
    upload = await uploads.open_upload(session, viewer, body.name, body.size, body.sha256)
    return _marked(upload, response)


@router.patch(
    "/{upload_id}",
    openapi_extra={"requestBody": {"content": {"application/offset+octet-stream": {}}}},
)
async def add_part(
    upload_id: str, offset: Offset, request: Request, viewer: CurrentViewer, response: Response
) -> UploadView:
    """The bytes from `Upload-Offset` on, at most 4 MB; 409 tells the right `offset`."""
    upload = await uploads.add_part(viewer, upload_id, offset, await request.body())
    return _marked(upload, response)


@router.get("/{upload_id}")
@router.head("/{upload_id}")
async def look_at_upload(
    upload_id: str, viewer: CurrentViewer, session: Reading, response: Response
) -> UploadView:
    """Where to go on; once finished, the files of the vault it became."""
    return _marked(await uploads.look_at_upload(session, viewer, upload_id), response)


@router.delete("/{upload_id}", status_code=204)
async def cancel_upload(upload_id: str, viewer: CurrentViewer, session: Writing) -> None:
    await uploads.cancel_upload(session, viewer, upload_id)


def _marked(upload: UploadView, response: Response) -> UploadView:
    response.headers["Upload-Offset"] = str(upload.offset)
    response.headers["Upload-Length"] = str(upload.size)
    response.headers["Cache-Control"] = "no-store"
    return upload
