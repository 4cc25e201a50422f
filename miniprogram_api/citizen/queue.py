"""取号: how long the lines are, one's own numbers, and what a slip of paper shows."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from flows.queueing import taking
from flows.queueing.states import Priority
from flows.queueing.taking import Wish
from flows.queueing.views import QueueHalls, QueueHallView, SlipView, TicketList, TicketView
from miniprogram_api.auth import CurrentViewer, anyone
from miniprogram_api.deps import IdempotencyKey, Reading, Writing

router = APIRouter(prefix="/api/v1/queue", tags=["queue"])

Slug = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,24}$")]
TicketId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
ItemCode = Annotated[str, Query(max_length=31)]


class ToTake(BaseModel):
    """A line of the hall, or the item for which the hall chooses one."""

    model_config = ConfigDict(extra="forbid")

    hall_id: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,24}$")]
    line_id: Annotated[str, Field(pattern=r"^[a-z0-9_-]{0,24}$")] = ""
    item_code: Annotated[str, Field(max_length=31)] = ""
    priority: Priority = ""


@router.get("/halls", dependencies=[Depends(anyone)])
async def list_halls(session: Reading) -> QueueHalls:
    """Halls that give numbers, with how many wait and about how long."""
    return await taking.look_at_halls(session)


@router.get("/halls/{hall_id}", dependencies=[Depends(anyone)])
async def look_at_hall(hall_id: Slug, session: Reading, item: ItemCode = "") -> QueueHallView:
    """Its lines; `chosen` is the one of the item."""
    return await taking.look_at_hall(session, hall_id, item)


@router.post("/tickets", status_code=201)
async def take(
    body: ToTake, viewer: CurrentViewer, session: Writing, idempotency_key: IdempotencyKey = None
) -> TicketView:
    """A number; whoever holds one in that line gets that one again."""
    wish = Wish(body.hall_id, body.line_id, body.item_code, body.priority)
    return await taking.take_by_phone(session, viewer, idempotency_key, wish)


@router.get("/tickets")
async def list_own(viewer: CurrentViewer, session: Reading) -> TicketList:
    """Today's, the newest first."""
    return await taking.list_own(session, viewer)


@router.get("/tickets/{ticket_id}")
async def look_at_own(ticket_id: TicketId, viewer: CurrentViewer, session: Reading) -> TicketView:
    return await taking.look_at_own(session, viewer, ticket_id)


@router.post("/tickets/{ticket_id}/cancel")
async def cancel(ticket_id: TicketId, viewer: CurrentViewer, session: Writing) -> TicketView:
    """Give it up; again changes nothing."""
    return await taking.cancel(session, viewer, ticket_id)


@router.post("/tickets/{ticket_id}/come_back")
async def come_back(ticket_id: TicketId, viewer: CurrentViewer, session: Writing) -> TicketView:
    """Into the line again after the number passed."""
    return await taking.come_back(session, viewer, ticket_id)


@router.get("/slips/{slip}", dependencies=[Depends(anyone)])
async def look_at_slip(
    slip: Annotated[str, Path(pattern=r"^[0-9a-f]{20}$")], session: Reading
) -> SlipView:
    """What the code on a slip of paper shows: the number and its place, nobody's name."""
    return await taking.look_at_slip(session, slip)
