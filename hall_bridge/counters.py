"""The screen at a counter: what stands on it now, whole, whenever anything changes there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, WebSocket
from pydantic_core import to_jsonable_python
from sqlalchemy.ext.asyncio import AsyncSession

from flows.counter_handoffs.desk import at_screen
from flows.devices.commands import under_way
from flows.devices.keeping import devices_at
from flows.halls.duty import counter_channel, duty_at
from flows.queueing.board import ticket_at
from flows.showings.service import on_screen, place_of
from foundation import db
from foundation.errors import Forbidden, Problem
from hall_bridge.auth import prove_device, proves_itself_in_the_socket
from hall_bridge.deps import TheHub
from hall_bridge.sockets import refuse, show, token_of

PARTS: dict[str, Callable[[AsyncSession, str], Awaitable[Any]]] = {
    "duty": duty_at,
    "place": place_of,
    "ticket": ticket_at,
    "showing": on_screen,
    "handoff": at_screen,
    "devices": devices_at,
    "device_commands": under_way,
}
"""What stands on a counter's screen, by its key: each is read by the counter's id."""

router = APIRouter(prefix="/hall/v1/counters", tags=["counters"])

CounterId = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,24}$")]


@router.websocket("/{counter_id}/screen", dependencies=[Depends(proves_itself_in_the_socket)])
async def screen(websocket: WebSocket, counter_id: CounterId, hub: TheHub) -> None:
    """For the tablet that stands at this counter."""
    try:
        await _must_stand_there(token_of(websocket), counter_id)
    except Problem as problem:
        return await refuse(websocket, problem)

    async def read() -> dict[str, Any]:
        await _must_stand_there(token_of(websocket), counter_id)
        return await state_of(counter_id)

    await show(websocket, hub, (counter_channel(counter_id),), read)


async def state_of(counter_id: str) -> dict[str, Any]:
    """Everything the screen shows, one key a part."""
    async with db.reading() as session:
        state = {name: await part(session, counter_id) for name, part in PARTS.items()}
    shown: dict[str, Any] = to_jsonable_python(state)
    return shown


async def _must_stand_there(token: str, counter_id: str) -> None:
    device = await prove_device(token)
    if device.counter_id != counter_id:
        raise Forbidden("这台设备不在这个窗口，请到工作台「大厅」里改设备所在的窗口。")
