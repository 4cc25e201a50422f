"""叫号: the call panel of a clerk, the live board of a hall, its lines, rule and weekly plan."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from flows.appointments import planning as plans
from flows.appointments.views import HallPlan, PlannedSlot
from flows.queueing import board, calling, planning
from flows.queueing.calling import Act, Target
from flows.queueing.planning import HallQueues
from flows.queueing.states import Priority
from flows.queueing.views import HallBoardView, PanelView
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1/queue", tags=["queue"])

Slug = Annotated[str, Path(pattern=r"^[a-z0-9_-]{2,24}$")]
TicketId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
PlaceId = Annotated[str, Field(pattern=r"^[a-z0-9_-]{0,24}$")]
Version = Annotated[int, Field(ge=0, description="上次看到的版本；0 是新建")]
Clock = Annotated[str, Field(pattern=r"^\d\d:\d\d$")]


class NextCall(BaseModel):
    """`after`: the number the clerk sees in hand, finished by this; null where none is."""

    model_config = ConfigDict(extra="forbid")

    after: Annotated[str, Field(max_length=32)] | None = None


class Transfer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    line_id: PlaceId = ""
    counter_id: PlaceId = ""
    is_first: bool = False


class MarkedPriority(BaseModel):
    model_config = ConfigDict(extra="forbid")

    priority: Priority


class SavedLine(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    letter: Annotated[str, Field(pattern=r"^[A-Z]{1,2}$")]
    digits: Annotated[int, Field(ge=2, le=4)] = 3
    name: Annotated[str, Field(min_length=2, max_length=60)]
    items: Annotated[list[Annotated[str, Field(max_length=31)]], Field(max_length=300)] = []
    hours: Annotated[str, Field(max_length=60)] = "09:00-12:00,13:00-17:00"
    every_day: bool = False
    wait_limit_minutes: Annotated[int, Field(ge=1, le=480)] = 30
    state: Annotated[str, Field(pattern=r"^(open|closed)$")] = "open"
    version: Version = 0


class SavedRule(BaseModel):
    model_config = ConfigDict(extra="forbid")

    favoured_in_a_row: Annotated[int, Field(ge=1, le=10)]
    back_behind: Annotated[int, Field(ge=1, le=20)]
    remind_ahead: Annotated[int, Field(ge=0, le=20)]
    book_days: Annotated[int, Field(ge=1, le=60)]
    check_in_before: Annotated[int, Field(ge=0, le=240)]
    check_in_after: Annotated[int, Field(ge=0, le=240)]
    missed_limit: Annotated[int, Field(ge=1, le=20)]
    missed_days: Annotated[int, Field(ge=1, le=366)]
    barred_days: Annotated[int, Field(ge=1, le=366)]
    version: Version = 0


class Slot(BaseModel):
    model_config = ConfigDict(extra="forbid")

    weekday: Annotated[int, Field(ge=0, le=6)]
    starts: Clock
    ends: Clock
    quota: Annotated[int, Field(ge=1, le=500)]


class SavedPlan(BaseModel):
    model_config = ConfigDict(extra="forbid")

    slots: Annotated[list[Slot], Field(max_length=300)]


@router.get("/panel")
async def panel(staff: CurrentStaff, session: Reading) -> PanelView:
    return await calling.look(session, staff)


@router.post("/next")
async def call_next(body: NextCall, staff: CurrentStaff, session: Writing) -> PanelView:
    """Finish what is in hand and call the next; asked again with the same `after`, nothing."""
    return await calling.call_next(session, staff, body.after)


@router.post("/tickets/{ticket_id}/transfer")
async def transfer(
    ticket_id: TicketId, body: Transfer, staff: CurrentStaff, session: Writing
) -> PanelView:
    """To another line or counter, with its place or first."""
    target = Target(body.line_id, body.counter_id, body.is_first)
    return await calling.transfer(session, staff, ticket_id, target)


@router.put("/tickets/{ticket_id}/priority")
async def mark_priority(
    ticket_id: TicketId, body: MarkedPriority, staff: CurrentStaff, session: Writing
) -> PanelView:
    return await calling.mark_priority(session, staff, ticket_id, body.priority)


@router.post("/tickets/{ticket_id}/{act}")
async def act(ticket_id: TicketId, act: Act, staff: CurrentStaff, session: Writing) -> PanelView:
    """Recall, skip, let come back, hold, resume, finish, note as not come."""
    return await calling.act(session, staff, ticket_id, act)


@router.get("/halls/{hall_id}/board")
async def live_board(hall_id: Slug, staff: CurrentStaff, session: Reading) -> HallBoardView:
    return await board.live_board(session, staff, hall_id)


@router.get("/halls/{hall_id}")
async def look_at_queues(hall_id: Slug, staff: CurrentStaff, session: Reading) -> HallQueues:
    return await planning.look(session, staff, hall_id)


@router.put("/halls/{hall_id}/lines/{line_id}")
async def save_line(
    hall_id: Slug, line_id: Slug, body: SavedLine, staff: CurrentStaff, session: Writing
) -> HallQueues:
    said = body.model_dump(exclude={"version"})
    return await planning.save_line(session, staff, hall_id, line_id, body.version, said)


@router.put("/halls/{hall_id}/rule")
async def save_rule(
    hall_id: Slug, body: SavedRule, staff: CurrentStaff, session: Writing
) -> HallQueues:
    said = body.model_dump(exclude={"version"})
    return await planning.save_rule(session, staff, hall_id, body.version, said)


@router.get("/halls/{hall_id}/plan")
async def look_at_plan(hall_id: Slug, staff: CurrentStaff, session: Reading) -> HallPlan:
    return await plans.look(session, staff, hall_id)


@router.put("/halls/{hall_id}/lines/{line_id}/plan")
async def save_plan(
    hall_id: Slug, line_id: Slug, body: SavedPlan, staff: CurrentStaff, session: Writing
) -> HallPlan:
    """The line's whole weekly plan; what is booked stays booked."""
    slots = [PlannedSlot(**slot.model_dump()) for slot in body.slots]
    return await plans.save(session, staff, hall_id, line_id, slots)
