"""The door and the board: numbers drawn on a device of the hall, appointments checked in, calls
shown to everybody."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Response, WebSocket
from pydantic import BaseModel, ConfigDict, Field

from flows.appointments.checking_in import check_in_at_door, check_in_by_card
from flows.codes.service import ARRIVAL_CHANGES, arrival_token, qr_svg, token_url
from flows.devices.cards import card_read
from flows.queueing import taking
from flows.queueing.board import public_board
from flows.queueing.slips import slip_of
from flows.queueing.states import Priority
from flows.queueing.taking import Wish
from flows.queueing.telling import hall_channel
from flows.queueing.views import DrawnView, QueueHallView
from foundation import db
from foundation.clock import now
from foundation.errors import Forbidden, Problem
from hall_bridge.auth import CurrentDevice, prove_device, proves_itself_in_the_socket
from hall_bridge.deps import Reading, TheHub, Writing
from hall_bridge.sockets import Heard, refuse, show, token_of

router = APIRouter(prefix="/hall/v1", tags=["queue"])

HallId = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,24}$")]
TicketId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
Card = Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")]
"""The device's own `read_id_card` a moment ago."""
Key = Annotated[str | None, Header(alias="idempotency-key", max_length=128)]


class ToDraw(BaseModel):
    model_config = ConfigDict(extra="forbid")

    line_id: Annotated[str, Field(pattern=r"^[a-z0-9_-]{0,24}$")] = ""
    item_code: Annotated[str, Field(max_length=31)] = ""
    priority: Priority = ""
    card: Card = ""


class Scanned(BaseModel):
    """Somebody's own appointment code, or the card they laid on the reader."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(max_length=300)] = ""
    card: Card = ""


@router.get("/queue")
async def look_at_lines(device: CurrentDevice, session: Reading) -> QueueHallView:
    """The lines of the device's own hall."""
    return await taking.look_at_hall(session, device.hall_id, "")


@router.post("/queue/tickets", status_code=201)
async def draw(body: ToDraw, device: CurrentDevice, session: Writing, key: Key = None) -> DrawnView:
    """A number on paper; the same Idempotency-Key draws one."""
    wish = Wish(device.hall_id, body.line_id, body.item_code, body.priority)
    card = await card_read(session, device, body.card) if body.card else None
    return await taking.take_at_door(session, device, key, wish, card)


@router.get("/queue/tickets/{ticket_id}/slip", response_class=Response)
async def slip(ticket_id: TicketId, device: CurrentDevice, session: Reading) -> Response:
    """To print (PDF, 80 mm)."""
    drawn = await taking.look_at_drawn(session, device, ticket_id)
    content = await asyncio.to_thread(slip_of, drawn)
    return Response(content, media_type="application/pdf", headers={"Cache-Control": "no-store"})


class Arrival(BaseModel):
    """The code for those who booked, and for how long it stands."""

    url: str
    qr_svg: str
    changes_in: int


@router.get("/queue/arrival")
async def arrival(device: CurrentDevice) -> Arrival:
    """For a screen of the device's own hall."""
    url = token_url(arrival_token(device.hall_id))
    left = ARRIVAL_CHANGES - int(now().timestamp()) % ARRIVAL_CHANGES
    return Arrival(url=url, qr_svg=qr_svg(url), changes_in=left)


@router.post("/queue/check_in")
async def check_in(body: Scanned, device: CurrentDevice, session: Writing) -> DrawnView:
    """An appointment becomes a number; again gives the same."""
    if body.card:
        return await check_in_by_card(session, device, await card_read(session, device, body.card))
    return await check_in_at_door(session, device, body.code)


@router.websocket("/halls/{hall_id}/board", dependencies=[Depends(proves_itself_in_the_socket)])
async def board(websocket: WebSocket, hall_id: HallId, hub: TheHub) -> None:
    """For devices of this hall."""
    try:
        async with hub.readers:
            await _must_stand_in(token_of(websocket), hall_id)
    except Problem as problem:
        return await refuse(websocket, problem)

    async def read(_heard: Heard) -> dict[str, Any]:
        await _must_stand_in(token_of(websocket), hall_id)
        async with db.reading() as session:
            return (await public_board(session, hall_id)).model_dump(mode="json")

    await show(websocket, hub, (hall_channel(hall_id),), read)


async def _must_stand_in(token: str, hall_id: str) -> None:
    device = await prove_device(token)
    if device.hall_id != hall_id:
        raise Forbidden("这台设备不在这个大厅，请到工作台「大厅」里改设备所在的大厅。")
