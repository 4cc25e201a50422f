"""云勘察 of a case, the inspector's side."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from flows.inspections import records, service, stills
from flows.inspections.service import Finding, Wish
from flows.inspections.stills import Shot
from flows.inspections.views import InspectionsView, InspectionView, StillView, Verdict
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.citizen.inspections import STILL_BODY, as_still, shot_of
from miniprogram_api.citizen.materials import as_attachment
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1/cases/{number}/inspections", tags=["staff"])


class Invitation(BaseModel):
    """`proposed_at` left out: now."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(max_length=1000)]
    focus: Annotated[str, Field(max_length=1000)] = ""
    proposed_at: AwareDatetime | None = None

    def wish(self) -> Wish:
        """The invitation as the journey takes it."""
        at: datetime | None = self.proposed_at
        return Wish(self.reason, self.focus, at)


class Said(BaseModel):
    model_config = ConfigDict(extra="forbid")

    verdict: Verdict
    note: Annotated[str, Field(max_length=500)] = ""


class Found(BaseModel):
    """Verdicts by point; points left out have none yet."""

    model_config = ConfigDict(extra="forbid")

    findings: Annotated[dict[str, Said], Field(max_length=100)] = {}
    notes: Annotated[str, Field(max_length=4000)] = ""


class Companion(BaseModel):
    """Work number of the second inspector."""

    model_config = ConfigDict(extra="forbid")

    companion: Annotated[str, Field(max_length=64)]


class Cancelled(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(max_length=500)]


async def _shot(staff: CurrentStaff, request: Request) -> Shot:
    """The still of the body, read only from who may send one. Raises: Forbidden, InvalidInput."""
    staff.must_hold(service.HOLD)
    return await shot_of(request)


@router.get("")
async def list_inspections(number: str, staff: CurrentStaff, session: Reading) -> InspectionsView:
    return await service.list_inspections(session, staff, number)


@router.post("", status_code=201)
async def invite(
    number: str, body: Invitation, staff: CurrentStaff, session: Writing
) -> InspectionView:
    """Ask the applicant to a video session; the same again gives the open one."""
    return await service.invite(session, staff, number, body.wish())


@router.post("/{inspection_id}/start")
async def start(
    number: str, inspection_id: str, staff: CurrentStaff, session: Writing
) -> InspectionView:
    """Begin to look; again goes on."""
    return await service.start(session, staff, number, inspection_id)


@router.put("/{inspection_id}/findings")
async def answer(
    number: str, inspection_id: str, body: Found, staff: CurrentStaff, session: Writing
) -> InspectionView:
    """Keep verdicts and notes as they are now."""
    findings = {point: Finding(said.verdict, said.note) for point, said in body.findings.items()}
    return await service.answer(session, staff, number, inspection_id, findings, body.notes)


@router.post("/{inspection_id}/stills", status_code=201, openapi_extra=STILL_BODY)
async def take_still(
    number: str, inspection_id: str, staff: CurrentStaff, shot: Annotated[Shot, Depends(_shot)]
) -> StillView:
    """A picture of the call; the same `client_id` is kept once."""
    return await stills.add_by_staff(staff, number, inspection_id, shot)


@router.get("/{inspection_id}/stills/{still_id}", response_class=Response)
async def read_still(
    number: str,
    inspection_id: str,
    still_id: str,
    staff: CurrentStaff,
    session: Writing,
    original: bool = False,
) -> Response:
    """With its caption, or as it was taken in (JPEG); the look is noted."""
    picture = await stills.read_as_staff(
        session, staff, number, inspection_id, still_id, original=original
    )
    return as_still(picture)


@router.post("/{inspection_id}/record")
async def make_record(
    number: str, inspection_id: str, body: Companion, staff: CurrentStaff, session: Writing
) -> InspectionView:
    """勘察笔录, for the applicant to sign."""
    return await records.make_record(session, staff, number, inspection_id, body.companion)


@router.get("/{inspection_id}/record", response_class=Response)
async def read_record(
    number: str, inspection_id: str, staff: CurrentStaff, session: Writing
) -> Response:
    """The record (PDF), sealed once it is; the look is noted."""
    name, content = await records.read_record_as_staff(session, staff, number, inspection_id)
    return as_attachment(name, "application/pdf", content)


@router.post("/{inspection_id}/reopen")
async def reopen(
    number: str, inspection_id: str, staff: CurrentStaff, session: Writing
) -> InspectionView:
    """Take the unsigned record back to change it."""
    return await service.reopen(session, staff, number, inspection_id)


@router.post("/{inspection_id}/cancel")
async def cancel(
    number: str, inspection_id: str, body: Cancelled, staff: CurrentStaff, session: Writing
) -> InspectionView:
    """Call it off; the applicant is told why."""
    return await service.cancel(session, staff, number, inspection_id, body.reason)
