"""Beside a case: notes, similar cases, history, credit; items at hand and parks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from flows.casework import applicant, items, notes, parks, similar
from flows.casework.views import (
    CreditView,
    History,
    Mentions,
    Notes,
    Parks,
    ParkView,
    SimilarCases,
    UsedItems,
)
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Credit, IdempotencyKey, Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["staff"])

Text = Annotated[str, Field(max_length=1000)]
Named = Annotated[list[Annotated[str, Field(max_length=32)]], Field(max_length=20)]


class NewNote(BaseModel):
    text: Text
    mentions: Named = []


class ChangeNote(BaseModel):
    """What stays None stays as it is."""

    version: int = 0
    text: Text | None = None
    mentions: Named | None = None
    is_pinned: bool | None = None


class AskCredit(BaseModel):
    reason: Annotated[str, Field(max_length=200)] = ""


class Pin(BaseModel):
    is_pinned: bool


class Member(BaseModel):
    is_listed: bool


@router.get("/cases/{number}/notes")
async def list_notes(number: str, staff: CurrentStaff, session: Writing) -> Notes:
    """Notes of a case; the look is noted, and where one was named is seen."""
    return await notes.list_notes(session, staff, number)


@router.post("/cases/{number}/notes")
async def add_note(
    number: str,
    body: NewNote,
    staff: CurrentStaff,
    session: Writing,
    idempotency_key: IdempotencyKey = None,
) -> Notes:
    return await notes.add_note(session, staff, number, idempotency_key, body.text, body.mentions)


@router.put("/cases/{number}/notes/{note_id}")
async def change_note(
    number: str, note_id: str, body: ChangeNote, staff: CurrentStaff, session: Writing
) -> Notes:
    """Its author changes the text, whoever sees the case pins it."""
    return await notes.change_note(
        session, staff, number, note_id, body.version, body.text, body.mentions, body.is_pinned
    )


@router.delete("/cases/{number}/notes/{note_id}")
async def remove_note(number: str, note_id: str, staff: CurrentStaff, session: Writing) -> Notes:
    return await notes.remove_note(session, staff, number, note_id)


@router.get("/mentions")
async def list_mentions(staff: CurrentStaff, session: Reading) -> Mentions:
    """Notes one was named in."""
    return await notes.list_mentions(session, staff)


@router.get("/cases/{number}/similar")
async def similar_cases(number: str, staff: CurrentStaff, session: Reading) -> SimilarCases:
    return await similar.similar_cases(session, staff, number)


@router.get("/cases/{number}/history")
async def history(number: str, staff: CurrentStaff, session: Writing) -> History:
    """The applicant's other cases; the look is noted."""
    return await applicant.history_of(session, staff, number)


@router.post("/cases/{number}/credit")
async def credit(number: str, body: AskCredit, staff: CurrentStaff, port: Credit) -> CreditView:
    """Asked of the credit platform now; noted before it is asked, and not kept."""
    return await applicant.credit_of(port, staff, number, body.reason)


@router.get("/used_items")
async def used_items(staff: CurrentStaff, session: Reading) -> UsedItems:
    """常办事项: pinned ones, and what one worked on in ninety days."""
    return await items.used_items(session, staff)


@router.put("/used_items/{code}")
async def pin_item(code: str, body: Pin, staff: CurrentStaff, session: Writing) -> UsedItems:
    return await items.pin_item(session, staff, code, body.is_pinned)


@router.get("/parks")
async def list_parks(staff: CurrentStaff, session: Reading) -> Parks:
    return await parks.list_parks(session, staff)


@router.get("/parks/{park_id}")
async def look_at_park(park_id: str, staff: CurrentStaff, session: Writing) -> ParkView:
    """A park's enterprises, their cases and what is due; the look is noted."""
    return await parks.look_at_park(session, staff, park_id)


@router.put("/parks/{park_id}/members/{user_id}")
async def set_member(
    park_id: str, user_id: str, body: Member, staff: CurrentStaff, session: Writing
) -> ParkView:
    """Count an applicant to a park wherever the papers say it sits, or no longer."""
    return await parks.set_member(session, staff, park_id, user_id, body.is_listed)
