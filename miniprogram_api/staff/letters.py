"""The letters of a case as staff see, correct and revoke them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from flows.letters.samples import sample_letter
from flows.letters.views import CorrectionPage, CorrectionPreview, LettersView
from flows.staff import letters
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.citizen.materials import as_attachment
from miniprogram_api.deps import Cursor, Limit, Reading, Writing

router = APIRouter(prefix="/staff/v1/cases/{number}/letters", tags=["staff"])
waiting = APIRouter(tags=["staff"])


class Correction(BaseModel):
    """`why` stands in the new letter; `reason` replaces the officer's reason of the old one."""

    model_config = ConfigDict(extra="forbid")

    why: Annotated[str, Field(max_length=1000)]
    reason: Annotated[str | None, Field(max_length=500)] = None


class Preview(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str | None, Field(max_length=500)] = None


class Answered(BaseModel):
    model_config = ConfigDict(extra="forbid")

    answer: letters.Answer
    note: Annotated[str, Field(max_length=500)] = ""


class TextPreview(BaseModel):
    """The body of a 文书用语 as the editor has it."""

    model_config = ConfigDict(extra="forbid")

    body: dict[str, Any]


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
async def ask_for_correction(
    number: str, letter_id: str, body: Correction, staff: CurrentStaff, session: Writing
) -> LettersView:
    """勘误申请: a second person approves before a new letter takes this one's place."""
    return await letters.ask_for_correction(
        session, staff, number, letter_id, body.why, body.reason
    )


@router.post("/{letter_id}/correct/preview")
async def preview_correction(
    number: str, letter_id: str, body: Preview, staff: CurrentStaff, session: Writing
) -> CorrectionPreview:
    """What a letter written now would say otherwise; nothing is kept."""
    return await letters.preview_correction(session, staff, number, letter_id, body.reason)


@router.post("/{letter_id}/correction")
async def answer_correction(
    number: str, letter_id: str, body: Answered, staff: CurrentStaff, session: Writing
) -> LettersView:
    """Approve or refuse what another asked; take back what one asked oneself."""
    return await letters.answer_correction(
        session, staff, number, letter_id, body.answer, body.note
    )


@router.post("/{letter_id}/revoke")
async def revoke_letter(
    number: str, letter_id: str, body: Revocation, staff: CurrentStaff, session: Writing
) -> LettersView:
    """Whoever checks the letter is told from now on that it was revoked."""
    return await letters.revoke_letter(session, staff, number, letter_id, body.why)


@waiting.get("/staff/v1/letter_corrections")
async def list_corrections(
    staff: CurrentStaff, session: Reading, limit: Limit = 20, cursor: Cursor = 0
) -> CorrectionPage:
    """勘误申请 that wait for a second person, the longest waiting first."""
    return await letters.list_corrections(session, staff, cursor, limit)


@waiting.post("/staff/v1/letter_texts/preview", response_class=Response)
async def preview_text(body: TextPreview, staff: CurrentStaff) -> Response:
    """A sample letter (PDF, marked 样张) in these words, whether or not they are published."""
    content = await sample_letter(staff, body.body)
    return Response(content, media_type="application/pdf")
