"""Publications for staff: check, publish, take off, report again, answer objections."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from flows.publications import service
from flows.publications.views import StaffPublicationFile, StaffPublicationPage
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Cursor, Limit, Reading, Writing

router = APIRouter(prefix="/staff/v1/publications", tags=["publications"])

PublicationId = Annotated[str, Path(max_length=32)]
Note = Annotated[str, Field(max_length=500)]


class Acted(BaseModel):
    model_config = ConfigDict(extra="forbid")

    act: service.Act
    note: Note = ""


class Answered(BaseModel):
    model_config = ConfigDict(extra="forbid")

    verdict: service.Verdict
    answer: Note


@router.get("")
async def list_publications(
    staff: CurrentStaff,
    session: Reading,
    state: Annotated[service.State, Query(description="哪一种")] = "",
    q: Annotated[str, Query(max_length=60)] = "",
    limit: Limit = 20,
    cursor: Cursor = 0,
) -> StaffPublicationPage:
    """By state; `late` waits past its day, `failed` was not taken by 双公示, `objected` is
    objected to."""
    return await service.list_publications(session, staff, state, q, cursor, limit)


@router.get("/{publication_id}")
async def look_at(
    publication_id: PublicationId, staff: CurrentStaff, session: Writing
) -> StaffPublicationFile:
    """One with its trace and objections; the look is noted."""
    return await service.look_at(session, staff, publication_id)


@router.post("/{publication_id}")
async def act_on(
    publication_id: PublicationId, body: Acted, staff: CurrentStaff, session: Writing
) -> StaffPublicationFile:
    """Publish (not one's own decision), keep back, take off, report again."""
    return await service.act_on(session, staff, publication_id, body.act, body.note)


@router.post("/{publication_id}/objections/{objection_id}")
async def answer_objection(
    publication_id: PublicationId,
    objection_id: PublicationId,
    body: Answered,
    staff: CurrentStaff,
    session: Writing,
) -> StaffPublicationFile:
    """Upheld: the publication comes off. Dismissed: it stays, and the citizen reads why."""
    return await service.answer_objection(
        session, staff, publication_id, objection_id, body.verdict, body.answer
    )
