"""云勘察, the applicant's side."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import FormData, UploadFile

from flows.inspections import applicant, records, signing, stills
from flows.inspections.applicant import Position
from flows.inspections.signing import TypedName
from flows.inspections.stills import Shot
from flows.inspections.views import InspectionsView, InspectionView, StillView
from flows.signatures.strokes import Signature
from foundation.errors import InvalidInput
from foundation.intake.service import Received
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.citizen.materials import as_attachment
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/api/v1/inspections", tags=["inspections"])

_NUMBERS = ("longitude", "latitude", "accuracy")
STILL_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "client_id"],
                    "properties": {
                        "file": {"type": "string", "contentMediaType": "image/jpeg"},
                        "client_id": {"type": "string"},
                        "point_id": {"type": "string"},
                        "taken_at": {"type": "string", "format": "date-time"},
                        **{name: {"type": "number"} for name in _NUMBERS},
                    },
                }
            }
        },
    }
}


class Consents(BaseModel):
    """Yes or no to each by itself."""

    model_config = ConfigDict(extra="forbid")

    picture: bool
    sound: bool
    position: bool


class Where(BaseModel):
    """WGS 84 degrees, metres."""

    model_config = ConfigDict(extra="forbid")

    longitude: Annotated[float, Field(ge=-180, le=180)]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    accuracy: Annotated[float, Field(ge=0, le=1_000_000)]


class Declined(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(max_length=400)] = ""


Point = tuple[float, float, float, float]


class Signed(BaseModel):
    """Strokes of (x, y, milliseconds, pressure) on a pad of `width` × `height` pixels, made under
    the record of this hash."""

    model_config = ConfigDict(extra="forbid")

    record_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    width: Annotated[int, Field(ge=1, le=4000)]
    height: Annotated[int, Field(ge=1, le=4000)]
    strokes: Annotated[list[Annotated[list[Point], Field(max_length=6000)]], Field(max_length=60)]


class Confirmed(BaseModel):
    """The signer's own full name under the record of this hash."""

    model_config = ConfigDict(extra="forbid")

    record_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    name: Annotated[str, Field(min_length=1, max_length=100)]


async def shot_of(request: Request) -> Shot:
    """The still a multipart body carries. Raises: InvalidInput."""
    form = await request.form(max_files=1, max_fields=10)
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise InvalidInput({"file": "请选择要上传的照片"})
    return Shot(
        client_id=str(form.get("client_id") or ""),
        received=Received(file.filename or "照片.jpg", await file.read()),
        taken_at=_moment(form),
        point_id=str(form.get("point_id") or "") or None,
        position=_position(form),
    )


def as_still(picture: bytes) -> Response:
    """A still, kept by nobody between."""
    return Response(
        picture, media_type="image/jpeg", headers={"Cache-Control": "private, no-store"}
    )


@router.get("")
async def list_inspections(
    viewer: CurrentViewer,
    session: Reading,
    case_number: Annotated[str | None, Query(max_length=20)] = None,
) -> InspectionsView:
    """The viewer's own, the newest first; of one case if asked."""
    return await applicant.list_own(session, viewer, case_number)


@router.get("/{inspection_id}")
async def look_at(inspection_id: str, viewer: CurrentViewer, session: Reading) -> InspectionView:
    return await applicant.look_at(session, viewer, inspection_id)


@router.post("/{inspection_id}/consent")
async def consent(
    inspection_id: str, body: Consents, viewer: CurrentViewer, session: Writing
) -> InspectionView:
    """Picture, sound and position, each by itself; may be said anew."""
    return await applicant.consent(session, viewer, inspection_id, body.model_dump())


@router.post("/{inspection_id}/decline")
async def decline(
    inspection_id: str, body: Declined, viewer: CurrentViewer, session: Writing
) -> InspectionView:
    """No to the inspection, or to signing its record."""
    return await applicant.decline(session, viewer, inspection_id, body.reason)


@router.put("/{inspection_id}/position", status_code=204)
async def tell_position(
    inspection_id: str, body: Where, viewer: CurrentViewer, session: Writing
) -> None:
    """Where the device is now; only the last is kept."""
    position = Position(body.longitude, body.latitude, body.accuracy)
    await applicant.tell_position(session, viewer, inspection_id, position)


@router.post("/{inspection_id}/stills", status_code=201, openapi_extra=STILL_BODY)
async def take_still(
    inspection_id: str, viewer: CurrentViewer, shot: Annotated[Shot, Depends(shot_of)]
) -> StillView:
    """A still of one's own, with or without a call; the same `client_id` is kept once."""
    return await stills.add_by_applicant(viewer, inspection_id, shot)


@router.get("/{inspection_id}/stills/{still_id}", response_class=Response)
async def read_still(
    inspection_id: str, still_id: str, viewer: CurrentViewer, session: Reading
) -> Response:
    """With its caption (JPEG)."""
    return as_still(await stills.read_own(session, viewer, inspection_id, still_id))


@router.get("/{inspection_id}/record", response_class=Response)
async def read_record(inspection_id: str, viewer: CurrentViewer, session: Reading) -> Response:
    """The record (PDF), sealed once it is."""
    name, content = await records.read_own_record(session, viewer, inspection_id)
    return as_attachment(name, "application/pdf", content)


@router.post("/{inspection_id}/sign")
async def sign(
    inspection_id: str, body: Signed, viewer: CurrentViewer, session: Writing
) -> InspectionView:
    """A signature on glass under the record of this hash; the same again changes nothing."""
    signature = Signature(body.width, body.height, body.strokes)
    return await signing.sign(session, viewer, inspection_id, body.record_sha256, signature)


@router.post("/{inspection_id}/confirm")
async def confirm(
    inspection_id: str, body: Confirmed, viewer: CurrentViewer, session: Writing
) -> InspectionView:
    """The own name typed instead of written on glass; kept and printed as such."""
    given = TypedName(body.name)
    return await signing.sign(session, viewer, inspection_id, body.record_sha256, given)


def _moment(form: FormData) -> datetime | None:
    try:
        return datetime.fromisoformat(str(form.get("taken_at") or ""))
    except ValueError:
        return None


def _position(form: FormData) -> Position | None:
    """None where the device told none. Raises: InvalidInput where it told no numbers."""
    told = [form.get(name) for name in _NUMBERS]
    if not all(told):
        return None
    try:
        where = Where(**dict(zip(_NUMBERS, (float(str(t)) for t in told), strict=True)))
    except ValueError as error:
        raise InvalidInput({"longitude": "位置不对，请重新定位"}) from error
    return Position(where.longitude, where.latitude, where.accuracy)
