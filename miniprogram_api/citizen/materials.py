"""Files of a case's materials."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, File, Request, Response, UploadFile
from pydantic import BaseModel, Field, ValidationError

from flows.cases import uploads
from flows.cases.uploads import Upload
from flows.cases.views import CaseMaterialView
from flows.licences import lending
from foundation.errors import InvalidInput
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/api/v1/cases/{number}/materials/{material_id}", tags=["materials"])


class UseLicence(BaseModel):
    licence_id: Annotated[str, Field(min_length=1, max_length=32)]


async def licence_named(request: Request) -> str | None:
    """`licence_id` of a JSON body; None for an upload. Raises: InvalidInput."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        return None
    try:
        return UseLicence.model_validate_json(await request.body()).licence_id
    except ValidationError as error:
        raise InvalidInput({"licence_id": "请指明用哪一份电子证照"}) from error


_EITHER: dict[str, Any] = {
    "requestBody": {"content": {"application/json": {"schema": UseLicence.model_json_schema()}}}
}


@router.put("", openapi_extra=_EITHER)
@router.post("", include_in_schema=False)
async def add_files(
    number: str,
    material_id: str,
    viewer: CurrentViewer,
    session: Writing,
    licence_id: Annotated[str | None, Depends(licence_named)],
    file: Annotated[list[UploadFile], File(default_factory=list)],
) -> CaseMaterialView:
    """Add one or more files (the same file again is kept once), or use a lent licence."""
    if licence_id:
        return await lending.use_licence(session, viewer, number, material_id, licence_id)
    if not file:
        raise InvalidInput({"file": "请选择要上传的文件"})
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
