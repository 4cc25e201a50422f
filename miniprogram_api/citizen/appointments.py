"""预约: slots, one's own appointments, checking in by a code that hangs in the hall."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from flows.appointments import checking_in, service, slots
from flows.appointments.service import Wish
from flows.appointments.views import AppointmentList, AppointmentView, SlotsView
from flows.queueing.states import Priority
from flows.queueing.views import TicketView
from miniprogram_api.auth import CurrentViewer
from miniprogram_api.deps import IdempotencyKey, Reading, Writing

router = APIRouter(prefix="/api/v1/appointments", tags=["appointments"])

HallId = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,24}$")]
AppointmentId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
Clock = Annotated[str, Field(pattern=r"^\d\d:\d\d$", description="时段开始，HH:MM")]


class ToBook(BaseModel):
    model_config = ConfigDict(extra="forbid")

    hall_id: HallId
    item_code: Annotated[str, Field(max_length=31)] = ""
    day: date
    starts: Clock
    priority: Priority = ""


class NewTime(BaseModel):
    model_config = ConfigDict(extra="forbid")

    day: date
    starts: Clock


class Scanned(BaseModel):
    """What the scanner read from a code of the hall, a counter or a poster there."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(min_length=1, max_length=300)]


@router.get("/slots")
async def look_at_slots(
    viewer: CurrentViewer,
    session: Reading,
    hall_id: Annotated[str, Query(pattern=r"^[a-z0-9_-]{1,24}$")],
    item: Annotated[str, Query(max_length=31)] = "",
) -> SlotsView:
    """The days ahead with what is left of each slot, and the rule about not coming."""
    return await slots.look_at_slots(session, viewer, hall_id, item)


@router.post("", status_code=201)
async def book(
    body: ToBook, viewer: CurrentViewer, session: Writing, idempotency_key: IdempotencyKey = None
) -> AppointmentView:
    """For signed-in people; the same Idempotency-Key books once."""
    wish = Wish(body.hall_id, body.item_code, body.day, body.starts, body.priority)
    return await service.book(session, viewer, idempotency_key, wish)


@router.get("")
async def list_own(viewer: CurrentViewer, session: Reading) -> AppointmentList:
    return await service.list_own(session, viewer)


@router.get("/{appointment_id}")
async def look_at(
    appointment_id: AppointmentId, viewer: CurrentViewer, session: Reading
) -> AppointmentView:
    return await service.look_at(session, viewer, appointment_id)


@router.post("/{appointment_id}/cancel")
async def cancel(
    appointment_id: AppointmentId, viewer: CurrentViewer, session: Writing
) -> AppointmentView:
    """Give the slot back; again changes nothing."""
    return await service.cancel(session, viewer, appointment_id)


@router.post("/{appointment_id}/reschedule")
async def reschedule(
    appointment_id: AppointmentId, body: NewTime, viewer: CurrentViewer, session: Writing
) -> AppointmentView:
    """The same appointment at another time."""
    return await service.reschedule(session, viewer, appointment_id, body.day, body.starts)


@router.post("/{appointment_id}/check_in")
async def check_in(
    appointment_id: AppointmentId, body: Scanned, viewer: CurrentViewer, session: Writing
) -> TicketView:
    """In the hall, within the window: the appointment becomes a number. Again gives the same."""
    return await checking_in.check_in_by_phone(session, viewer, appointment_id, body.code)
