"""The letters of a case as staff see, correct and revoke them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from flows.letters.views import LettersView
from flows.staff import letters
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.citizen.materials import as_attachment
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1/cases/{number}/letters", tags=["staff"])


class Correction(BaseModel):
    """`why` stands in the new letter; `reason` replaces the officer's reason of the old one."""

    model_config = ConfigDict(extra="forbid")

    why: Annotated[str, Field(max_length=1000)]
    reason: Annotated[str | None, Field(max_length=500)] = None


class Revocation(BaseModel):
    model_config = ConfigDict(extra="forbid")

    why: Annotated[str, Field(max_length=1000)]


@router.get("")
async def list_letters(number: str, staff: CurrentStaff, session: Reading) -> LettersView:
    return await letters.list_letters(session, staff, number)


@router.get("/{letter_id}", response_class=Response)
async def read_letter(
    number: str, letter_id: str, staff: CurrentStaff, session: Writing
) -> Response:
    """The sealed letter (PDF); the look is noted."""
    name, content = await letters.read_letter(session, staff, number, letter_id)
    return as_attachment(name, "application/pdf", content)


@router.post("/{letter_id}/correct")
async def correct_letter(
    number: str, letter_id: str, body: Correction, staff: CurrentStaff, session: Writing
) -> LettersView:
    """勘误: a new letter that names the old one, which then no longer holds."""
    return await letters.correct_letter(session, staff, number, letter_id, body.why, body.reason)


@router.post("/{letter_id}/revoke")
async def revoke_letter(
    number: str, letter_id: str, body: Revocation, staff: CurrentStaff, session: Writing
) -> LettersView:
    """Whoever checks the letter is told from now on that it was revoked."""
    return await letters.revoke_letter(session, staff, number, letter_id, body.why)
