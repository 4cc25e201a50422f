"""Human handoff, the staff's side: the queue, the talk, passing it on, phrases."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from flows.conversations import person_talk
from flows.handoffs import desk, keeping, packet
from flows.handoffs.views import (
    LinePage,
    LineView,
    NoteView,
    PhraseList,
    StaffDesk,
    StaffHandoffDetail,
    StaffHandoffPage,
    TransferChoices,
)
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Cursor, Limit, Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["staff"])

Words = Annotated[str, Field(max_length=2000)]
Skills = Annotated[list[Annotated[str, Field(max_length=32)]], Field(max_length=100)]


class Say(BaseModel):
    text: Words
    client_message_id: Annotated[str, Field(max_length=64)]


class Reason(BaseModel):
    reason: Words


class Transfer(BaseModel):
    """To a colleague or to another topic's queue, not both."""

    staff_id: Annotated[str | None, Field(max_length=32)] = None
    topic: Annotated[str | None, Field(max_length=32)] = None
    reason: Words


class Close(BaseModel):
    text: Words = ""


class Note(BaseModel):
    text: Words


class SetDesk(BaseModel):
    takes_handoffs: bool
    skills: Skills | None = None


class SetSkills(BaseModel):
    skills: Skills


class Phrase(BaseModel):
    title: Annotated[str, Field(max_length=200)]
    text: Words


@router.get("/handoffs")
async def list_handoffs(
    staff: CurrentStaff,
    session: Reading,
    state: Literal["waiting", "mine", "open", "closed"] = "waiting",
    limit: Limit = 50,
    cursor: Cursor = 0,
) -> StaffHandoffPage:
    """Those of the topics the staff member takes; the longest waiting first."""
    return await desk.list_handoffs(session, staff, state, cursor, limit)


@router.get("/handoffs/desk")
async def my_desk(staff: CurrentStaff, session: Reading) -> StaffDesk:
    return await desk.my_desk(session, staff)


@router.put("/handoffs/desk")
async def set_desk(body: SetDesk, staff: CurrentStaff, session: Writing) -> StaffDesk:
    """Pause or go on taking talks; which topics one takes."""
    return await desk.set_desk(
        session, staff, takes_handoffs=body.takes_handoffs, skills=body.skills
    )


@router.get("/handoffs/choices")
async def transfer_choices(staff: CurrentStaff, session: Reading) -> TransferChoices:
    """Colleagues and topics a talk may be given to."""
    return await desk.transfer_choices(session, staff)


@router.put("/handoffs/skills/{staff_id}")
async def set_skills(
    staff_id: str, body: SetSkills, staff: CurrentStaff, session: Writing
) -> TransferChoices:
    """A lead says which topics a colleague takes."""
    return await desk.set_skills(session, staff, staff_id, body.skills)


@router.get("/handoffs/{handoff_id}")
async def look_at(handoff_id: str, staff: CurrentStaff, session: Writing) -> StaffHandoffDetail:
    """The talk with its packet; the look is noted in the access records."""
    return await packet.look_at(session, staff, handoff_id)


@router.get("/handoffs/{handoff_id}/messages")
async def read_messages(
    handoff_id: str,
    staff: CurrentStaff,
    session: Writing,
    after: Annotated[int, Query(ge=0, description="之后的消息：上一条的 seq")] = 0,
) -> LinePage:
    return await packet.lines_after(session, staff, handoff_id, after)


@router.post("/handoffs/{handoff_id}/accept")
async def accept(handoff_id: str, staff: CurrentStaff, session: Writing) -> StaffHandoffDetail:
    """Begin to talk; of two at once one wins, the other is answered 409."""
    return await person_talk.accept(session, staff, handoff_id)


@router.post("/handoffs/{handoff_id}/messages")
async def say(handoff_id: str, body: Say, staff: CurrentStaff, session: Writing) -> LineView:
    """Say something; the same `client_message_id` is said once."""
    return await person_talk.say(session, staff, handoff_id, body.text, body.client_message_id)


@router.post("/handoffs/{handoff_id}/close")
async def close(
    handoff_id: str, staff: CurrentStaff, session: Writing, body: Close | None = None
) -> StaffHandoffDetail:
    """End the talk; again changes nothing."""
    return await person_talk.close(session, staff, handoff_id, body.text if body else "")


@router.post("/handoffs/{handoff_id}/transfer")
async def transfer(
    handoff_id: str, body: Transfer, staff: CurrentStaff, session: Writing
) -> StaffHandoffDetail:
    """To a colleague (`staff_id`) or to a topic's queue (`topic`), with a reason."""
    return await person_talk.transfer(
        session, staff, handoff_id, body.staff_id, body.topic, body.reason
    )


@router.post("/handoffs/{handoff_id}/release")
async def release(
    handoff_id: str, body: Reason, staff: CurrentStaff, session: Writing
) -> StaffHandoffDetail:
    """Back to the queue."""
    return await person_talk.release(session, staff, handoff_id, body.reason)


@router.post("/handoffs/{handoff_id}/take_over")
async def take_over(
    handoff_id: str, body: Reason, staff: CurrentStaff, session: Writing
) -> StaffHandoffDetail:
    """A lead takes a talk over, or a colleague one whose owner is gone."""
    return await person_talk.take_over(session, staff, handoff_id, body.reason)


@router.post("/handoffs/{handoff_id}/notes")
async def add_note(
    handoff_id: str, body: Note, staff: CurrentStaff, session: Writing
) -> list[NoteView]:
    """A note for colleagues, never shown to the citizen."""
    return await keeping.add_note(session, staff, handoff_id, body.text)


@router.post("/handoffs/{handoff_id}/video/invite")
async def invite_video(
    handoff_id: str, staff: CurrentStaff, session: Writing
) -> StaffHandoffDetail:
    """Ask the citizen for a video call; nothing begins without their yes."""
    return await person_talk.invite_video(session, staff, handoff_id)


@router.get("/canned_replies")
async def list_phrases(staff: CurrentStaff, session: Reading) -> PhraseList:
    return await keeping.list_phrases(session, staff)


@router.post("/canned_replies", status_code=201)
async def add_phrase(body: Phrase, staff: CurrentStaff, session: Writing) -> PhraseList:
    return await keeping.keep_phrase(session, staff, None, body.title, body.text)


@router.put("/canned_replies/{phrase_id}")
async def change_phrase(
    phrase_id: str, body: Phrase, staff: CurrentStaff, session: Writing
) -> PhraseList:
    return await keeping.keep_phrase(session, staff, phrase_id, body.title, body.text)


@router.delete("/canned_replies/{phrase_id}")
async def remove_phrase(phrase_id: str, staff: CurrentStaff, session: Writing) -> PhraseList:
    return await keeping.remove_phrase(session, staff, phrase_id)
