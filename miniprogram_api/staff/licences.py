"""The licences of a case as the counter sees them, and what staff found at an issuing machine."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from flows.licences.views import IssuedLicencesView
from flows.self_service import collecting
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1/cases/{number}/licences", tags=["staff"])


class Looked(BaseModel):
    """`note` is needed where the licence may be made again."""

    model_config = ConfigDict(extra="forbid")

    found: collecting.Finding
    note: Annotated[str, Field(max_length=500)] = ""


@router.get("")
async def list_licences(number: str, staff: CurrentStaff, session: Reading) -> IssuedLicencesView:
    """For whoever may see the case."""
    return await collecting.look_as_staff(session, staff, number)


@router.post("/{licence_id}/collection")
async def settle_collection(
    number: str, licence_id: str, body: Looked, staff: CurrentStaff, session: Writing
) -> IssuedLicencesView:
    """Whoever serves at a counter: it was handed out, or may be made again. Not idempotent: each is
    an act of its own; what is already so is refused."""
    return await collecting.settle_by_staff(
        session, staff, number, licence_id, body.found, body.note
    )
