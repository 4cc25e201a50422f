"""A member of staff's own counter: sit down, pause, leave."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict

from flows.halls import duty
from flows.halls.duty import OnDuty, Place
from flows.queueing import seats
from miniprogram_api.auth import CurrentStaff
from miniprogram_api.deps import Reading, Writing

router = APIRouter(prefix="/staff/v1", tags=["halls"])

CounterId = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,24}$")]


class DutyState(BaseModel):
    model_config = ConfigDict(extra="forbid")

    state: duty.State


@router.get("/counters")
async def counters_to_choose(session: Reading, staff: CurrentStaff) -> list[Place]:
    """The open windows at which one may sit, and who sits there."""
    return await duty.counters_to_choose(session, staff)


@router.get("/duty")
async def my_duty(session: Reading, staff: CurrentStaff) -> OnDuty | None:
    """The counter one sits at, or null."""
    return await duty.my_duty(session, staff)


@router.put("/counters/{counter_id}/duty")
async def sit_down(session: Writing, staff: CurrentStaff, counter_id: CounterId) -> OnDuty:
    """Take a free counter; the one before is left by it."""
    return await seats.sit(session, staff, counter_id)


@router.delete("/counters/{counter_id}/duty", status_code=204)
async def release(session: Writing, staff: CurrentStaff, counter_id: CounterId) -> None:
    """Free a counter whose clerk has gone without leaving; its number in hand is called first."""
    await seats.release(session, staff, counter_id)


@router.patch("/duty")
async def pause(session: Writing, staff: CurrentStaff, body: DutyState) -> OnDuty | None:
    """Stop being called for a while, or go on."""
    return await duty.pause(session, staff, body.state)


@router.delete("/duty", status_code=204)
async def stand_up(session: Writing, staff: CurrentStaff) -> None:
    """Leave one's counter; 409 with a number in hand."""
    await seats.leave(session, staff)
