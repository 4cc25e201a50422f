"""Asking for a person (转人工): the citizen's side."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from flows.conversations import person_talk
from flows.handoffs import service
from flows.handoffs.service import Asked
from flows.handoffs.views import CurrentHandoff, HandoffView
from flows.work_orders.service import Message
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.deps import IdempotencyKey, Reading, Writing

router = APIRouter(prefix="/api/v1/handoffs", tags=["handoffs"])


class AskForPerson(BaseModel):
    kind: Literal["to_staff"] = "to_staff"
    reason: Annotated[str, Field(max_length=500)] = ""
    item_code: Annotated[str | None, Field(max_length=40)] = None


class Contact(BaseModel):
    name: Annotated[str, Field(max_length=50)] = ""
    phone: Annotated[str, Field(max_length=20)] = ""


class LeaveMessage(BaseModel):
    classification: Annotated[str, Field(max_length=16)] = "consult"
    text: Annotated[str, Field(max_length=2000)]
    contact: Contact = Contact()
    item_code: Annotated[str | None, Field(max_length=40)] = None

    def message(self) -> Message:
        """The message as the journey takes it."""
        contact = self.contact
        return Message(self.classification, self.text, contact.name, contact.phone, self.item_code)


class Rate(BaseModel):
    satisfaction: int
    reasons: Annotated[list[str], Field(max_length=10)] = []
    text: Annotated[str, Field(max_length=2000)] = ""


class Consent(BaseModel):
    agreed: bool


@router.post("", status_code=201)
async def ask_for_person(
    body: AskForPerson,
    viewer: CurrentViewer,
    session: Writing,
    idempotency_key: IdempotencyKey = None,
) -> HandoffView:
    """Queue for a person. Who is in the queue already is given that handoff."""
    asked = Asked(body.reason, body.item_code)
    return await person_talk.ask_once(session, viewer, idempotency_key, asked)


@router.get("/current")
async def current(viewer: CurrentViewer, session: Reading) -> CurrentHandoff:
    """The open handoff, or the last one, with whether people are there."""
    return await service.current(session, viewer)


@router.get("/{handoff_id}")
async def look_at(handoff_id: str, viewer: CurrentViewer, session: Reading) -> HandoffView:
    return await service.look_at(session, viewer, handoff_id)


@router.post("/{handoff_id}/cancel")
async def cancel(handoff_id: str, viewer: CurrentViewer, session: Writing) -> HandoffView:
    """Wait no more, or end the talk; again changes nothing."""
    return await person_talk.cancel(session, viewer, handoff_id)


@router.post("/{handoff_id}/message")
async def leave_message(
    handoff_id: str, body: LeaveMessage, viewer: CurrentViewer, session: Writing
) -> HandoffView:
    """Wait no more: what is asked becomes a work order, answered within working days."""
    return await person_talk.leave_message(session, viewer, handoff_id, body.message())


@router.post("/{handoff_id}/rating")
async def rate(handoff_id: str, body: Rate, viewer: CurrentViewer, session: Writing) -> HandoffView:
    """How the talk was, 1 to 5, once."""
    return await service.rate(
        session, viewer, handoff_id, body.satisfaction, body.reasons, body.text
    )


@router.post("/{handoff_id}/video/consent")
async def consent(
    handoff_id: str, body: Consent, viewer: CurrentViewer, session: Writing
) -> HandoffView:
    """Yes or no to a video call; noted on the timeline."""
    return await service.answer_video(session, viewer, handoff_id, agreed=body.agreed)
