"""The screen at a counter: what stands on it now, whole, whenever anything changes there."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Collection
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
from foundation.errors import Problem
from hall_bridge.auth import must_stand_at, prove_device, proves_itself_in_the_socket
from hall_bridge.deps import TheHub
from hall_bridge.sockets import Heard, refuse, show, token_of

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
_CHANGED_BY: dict[str, tuple[str, ...]] = {
    "ticket": ("ticket",),
    "showing": ("showing",),
    "pointing": ("showing",),
    "handoff": ("handoff", "showing"),
    "device": ("devices", "device_commands"),
    "command": ("device_commands",),
    "device_event": (),
}
"""What an event of the counter's channel can have changed; any other may have changed all."""
_WHOLE_EVERY_SECONDS = 30.0

router = APIRouter(prefix="/hall/v1/counters", tags=["counters"])

CounterId = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,24}$")]


@router.websocket("/{counter_id}/screen", dependencies=[Depends(proves_itself_in_the_socket)])
async def screen(websocket: WebSocket, counter_id: CounterId, hub: TheHub) -> None:
    """For the tablet that stands at this counter."""
    try:
        async with hub.readers:
            await _must_stand_there(token_of(websocket), counter_id)
    except Problem as problem:
        return await refuse(websocket, problem)

    whole_at = -_WHOLE_EVERY_SECONDS

    async def read(heard: Heard) -> dict[str, Any]:
        nonlocal whole_at
        await _must_stand_there(token_of(websocket), counter_id)
        names = parts_changed(heard)
        if time.monotonic() - whole_at < _WHOLE_EVERY_SECONDS and names < PARTS.keys():
            return await state_of(counter_id, names)
        state = await state_of(counter_id)
        whole_at = time.monotonic()
        return state

    await show(websocket, hub, (counter_channel(counter_id),), read)


async def state_of(counter_id: str, names: Collection[str] = PARTS) -> dict[str, Any]:
    """What the screen shows, one key a part."""
    async with db.reading() as session:
        state = {
            name: await part(session, counter_id) for name, part in PARTS.items() if name in names
        }
    shown: dict[str, Any] = to_jsonable_python(state)
    return shown


def parts_changed(heard: Heard) -> set[str]:
    return {name for event in heard for name in _CHANGED_BY.get(event, PARTS)}


async def _must_stand_there(token: str, counter_id: str) -> None:
    must_stand_at(await prove_device(token), counter_id)
