"""Cases as staff see them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from flows.staff import service
from flows.staff.views import Revealed, StaffCaseView
from flows.worklists import service as worklists
from flows.worklists.queries import CaseQuery
from flows.worklists.views import CaseLines
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.citizen.materials import as_attachment, as_thumbnail
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1/cases", tags=["staff"])


class Reveal(BaseModel):
    fields: Annotated[list[str], Field(min_length=1, max_length=30)]
    reason: Annotated[str, Field(max_length=200)]


@router.get("")
async def list_cases(
    staff: CurrentStaff, session: Reading, asked: Annotated[CaseQuery, Query()]
) -> CaseLines:
    """Every case one may see, or those one watches; filtered, in order, a page from a place on."""
    return await worklists.list_cases(session, staff, asked)


@router.get("/{number}")
async def look_at_case(number: str, staff: CurrentStaff, session: Writing) -> StaffCaseView:
    """A case, personal data masked; the look is noted in the access records."""
    return await service.look_at_case(session, staff, number)


@router.post("/{number}/reveal")
async def reveal(number: str, body: Reveal, staff: CurrentStaff, session: Writing) -> Revealed:
    """Masked values in full, for a reason that is noted."""
    return await service.reveal(session, staff, number, body.fields, body.reason)


@router.get("/{number}/materials/{material_id}/files/{file_id}", response_class=Response)
async def read_file(
    number: str, material_id: str, file_id: str, staff: CurrentStaff, session: Writing
) -> Response:
    """A file of a case; the look is noted."""
    file, content = await service.read_case_file(session, staff, number, material_id, file_id)
    return as_attachment(file.name, file.media_type, content)


@router.get("/{number}/materials/{material_id}/files/{file_id}/thumbnail", response_class=Response)
async def read_thumbnail(
    number: str, material_id: str, file_id: str, staff: CurrentStaff, session: Reading
) -> Response:
    """The first page of a file, at most 320 pixels (JPEG)."""
    return as_thumbnail(
        await service.read_case_thumbnail(session, staff, number, material_id, file_id)
    )
