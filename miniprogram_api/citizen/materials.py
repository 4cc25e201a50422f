"""Files of a case's materials."""

from __future__ import annotations

from typing import Annotated, Any, Self
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from starlette.datastructures import UploadFile

from flows.cases import file_reading, uploads
from flows.cases.views import CaseMaterialView
from flows.licences import lending
from foundation.errors import InvalidInput
from foundation.intake.service import Received
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/api/v1/cases/{number}/materials/{material_id}", tags=["materials"])

_FILES = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "array", "items": {"type": "string", "contentMediaType": "*/*"}}
    },
}


class Chosen(BaseModel):
    """What need not be sent with this request: a file of the citizen's vault, what a finished
    upload in parts brought, or an electronic licence that was lent."""

    model_config = ConfigDict(extra="forbid")

    vault_file_id: Annotated[str | None, Field(max_length=32)] = None
    upload_id: Annotated[str | None, Field(max_length=32)] = None
    licence_id: Annotated[str | None, Field(max_length=32)] = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        given = (self.vault_file_id, self.upload_id, self.licence_id)
        if sum(name is not None for name in given) != 1:
            raise ValueError("exactly one")
        return self


_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {"schema": _FILES},
            "application/json": {"schema": Chosen.model_json_schema()},
        },
    }
}


async def handed_over(request: Request) -> Chosen | list[Received]:
    """What the body hands over: chosen by name (JSON), or sent (multipart)."""
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            return Chosen.model_validate_json(await request.body())
        except ValidationError as error:
            raise InvalidInput({"vault_file_id": "请选择一份资料，或直接上传文件"}) from error
    form = await request.form(max_files=20, max_fields=20)
    sent = [part for part in form.getlist("file") if isinstance(part, UploadFile)]
    if not sent:
        raise InvalidInput({"file": "请选择要上传的文件"})
    return [Received(part.filename or "文件", await part.read()) for part in sent]


PageNumber = Annotated[int, Path(ge=1, le=300)]
HandedOver = Annotated[Chosen | list[Received], Depends(handed_over)]


@router.put("", openapi_extra=_BODY)
@router.post("", include_in_schema=False)
async def add_files(
    number: str, material_id: str, files: HandedOver, viewer: CurrentViewer, session: Writing
) -> CaseMaterialView:
    """Add one or more files (the same again is kept once), one of the vault, or a licence."""
    if isinstance(files, Chosen) and files.licence_id:
        return await lending.use_licence(session, viewer, number, material_id, files.licence_id)
    if isinstance(files, Chosen):
        chosen = uploads.Chosen(files.vault_file_id, files.upload_id)
        return await uploads.add_chosen(session, viewer, number, material_id, chosen)
    return await uploads.add_files(session, viewer, number, material_id, files)


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
    """The file as it is kept: pictures drawn anew, the rest as it was uploaded."""
    file, content = await file_reading.read_own_file(session, viewer, number, material_id, file_id)
    return as_attachment(file.name, file.media_type, content)


@router.get("/files/{file_id}/thumbnail", response_class=Response)
async def read_thumbnail(
    number: str, material_id: str, file_id: str, viewer: CurrentViewer, session: Reading
) -> Response:
    """The first page, at most 320 pixels (JPEG)."""
    return as_thumbnail(
        await file_reading.read_own_thumbnail(session, viewer, number, material_id, file_id)
    )


@router.get("/files/{file_id}/pages/{page}", response_class=Response)
async def draw_page(
    number: str, material_id: str, file_id: str, page: PageNumber, viewer: CurrentViewer
) -> Response:
    """A page of a PDF or OFD as a picture (PNG); 404 beyond the last."""
    return as_page(await file_reading.draw_own_page(viewer, number, material_id, file_id, page))


def as_page(picture: bytes) -> Response:
    """A page's picture, kept by nobody."""
    return Response(picture, media_type="image/png", headers={"Cache-Control": "private, no-store"})


def as_attachment(name: str, media_type: str, content: bytes) -> Response:
    """Bytes a browser saves and never runs."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=media_type, headers=headers)


def as_thumbnail(picture: bytes) -> Response:
    """Kept by the browser of whom it was shown to, for an hour, and by nobody between."""
    headers = {"Cache-Control": "private, max-age=3600"}
    return Response(picture, media_type="image/jpeg", headers=headers)
