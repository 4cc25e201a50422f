"""The manual queue of pre-review."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from flows.manual_reviews import service, statistics
from flows.manual_reviews.service import FieldCorrection, QueueState
from flows.manual_reviews.views import ManualReviewPage, ManualReviewView, PreReviewStatistics
from flows.prereview.findings import Outcome
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.citizen.materials import PageNumber, as_attachment, as_page, as_thumbnail
from miniprogram_api.deps import Cursor, Licences, Limit, Reading, Writing

router = APIRouter(prefix="/staff/v1/prereviews", tags=["staff"])


class Decide(BaseModel):
    verdict: Outcome
    note: Annotated[str, Field(max_length=2000)] = ""
    dismissed: Annotated[list[int], Field(max_length=200)] = []
    fields: Annotated[list[FieldCorrection], Field(max_length=200)] = []


class TakeOver(BaseModel):
    case_number: Annotated[str, Field(max_length=17)]


@router.get("")
async def list_reviews(
    staff: CurrentStaff,
    session: Reading,
    state: QueueState = "open",
    limit: Limit = 20,
    cursor: Cursor = 0,
) -> ManualReviewPage:
    return await service.list_reviews(session, staff, state, cursor, limit)


@router.get("/statistics")
async def read_statistics(
    staff: CurrentStaff,
    session: Reading,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> PreReviewStatistics:
    """How often machine and staff agree, false alarms by rule, what sends cases back."""
    return await statistics.read_statistics(session, staff, first, last)


@router.post("/take_over")
async def take_over(body: TakeOver, staff: CurrentStaff, session: Writing) -> ManualReviewView:
    """Look again at a case's last pre-review, whatever the machine said."""
    return await service.take_over(session, staff, body.case_number)


@router.get("/{review_id}")
async def look(
    review_id: str, staff: CurrentStaff, session: Writing, port: Licences
) -> ManualReviewView:
    """A review with its case and what was read; licences lent are asked for again, and the look
    is noted."""
    return await service.look(port, session, staff, review_id)


@router.post("/{review_id}/decide")
async def decide(
    review_id: str, body: Decide, staff: CurrentStaff, session: Writing
) -> ManualReviewView:
    """Decide once. Of two at once one wins, the other is told (409)."""
    return await service.decide(
        session, staff, review_id, body.verdict, body.note, body.dismissed, body.fields
    )


@router.get("/{review_id}/materials/{material_id}/files/{file_id}", response_class=Response)
async def read_file(
    review_id: str, material_id: str, file_id: str, staff: CurrentStaff, session: Writing
) -> Response:
    """A file of the case under review; the look is noted."""
    file, content = await service.read_review_file(session, staff, review_id, material_id, file_id)
    return as_attachment(file.name, file.media_type, content)


@router.get(
    "/{review_id}/materials/{material_id}/files/{file_id}/thumbnail", response_class=Response
)
async def read_thumbnail(
    review_id: str, material_id: str, file_id: str, staff: CurrentStaff, session: Reading
) -> Response:
    """The first page, at most 320 pixels (JPEG): no letter on it can be read."""
    return as_thumbnail(
        await service.read_review_thumbnail(session, staff, review_id, material_id, file_id)
    )


@router.get(
    "/{review_id}/materials/{material_id}/files/{file_id}/pages/{page}", response_class=Response
)
async def draw_page(
    review_id: str,
    material_id: str,
    file_id: str,
    page: PageNumber,
    staff: CurrentStaff,
) -> Response:
    """A page of a PDF or OFD as a picture, so that boxes can be drawn over it."""
    return as_page(await service.draw_page(staff, review_id, material_id, file_id, page))
