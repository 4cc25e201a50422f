"""A socket that shows a state: whole at once, and anew whenever something at its place changed."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import WebSocket, WebSocketDisconnect

from foundation.errors import Problem
from foundation.logging import logger
from hall_bridge.hub import AGAIN, Ear, Hub

log = logger("sockets")

REFUSED = 4401
Heard = frozenset[str]
"""Names of what happened since the last look; `again` when anything may have."""
Read = Callable[[Heard], Awaitable[dict[str, Any]]]
_EVERYTHING: Heard = frozenset({AGAIN[0]})
_TOGETHER = 0.02
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0


def token_of(websocket: WebSocket) -> str:
    """The token is the second subprotocol (`bearer, <token>`): browsers send no header of ours
    with a WebSocket, and an address would end in logs."""
    offered = [p.strip() for p in websocket.headers.get("sec-websocket-protocol", "").split(",")]
    return offered[1] if len(offered) == 2 and offered[0] == "bearer" else ""


async def refuse(websocket: WebSocket, problem: Problem) -> None:
    """Say why, and close."""
    await websocket.accept(subprotocol="bearer" if token_of(websocket) else None)
    await websocket.close(REFUSED, problem.detail[:40])


async def show(websocket: WebSocket, hub: Hub, channels: tuple[str, ...], read: Read) -> None:
    """Send `{"type": "state", …}` whole, now and after each change, until the screen goes or
    `read` says that it may not look any more. `read` may give only what has changed."""
    await websocket.accept(subprotocol="bearer")
    async with hub.listening(*channels) as ear:
        leaving = asyncio.create_task(_until_gone(websocket))
        shown: dict[str, Any] = {}
        heard = _EVERYTHING
        try:
            while not leaving.done():
                state = {**shown, **await _read_at_last(hub, read, heard, leaving)}
                if state != shown:
                    await websocket.send_json({"type": "state", **state})
                    shown = state
                heard = await _listen(ear, leaving)
        except Problem as problem:
            await websocket.close(REFUSED, problem.detail[:40])
        except (WebSocketDisconnect, RuntimeError):
            return
        finally:
            leaving.cancel()


async def _read_at_last(
    hub: Hub, read: Read, heard: Heard, leaving: asyncio.Task[None]
) -> dict[str, Any]:
    """In turn with the other sockets; a database that is away is asked again, and the screen keeps
    what it shows. Raises: WebSocketDisconnect when it went meanwhile, Problem as `read`."""
    pause = _FIRST_PAUSE
    while not leaving.done():
        try:
            async with hub.readers:
                return await read(heard)
        except Problem:
            raise
        except Exception as error:
            log.warning("state_unread", error=repr(error))
        heard = _EVERYTHING
        await asyncio.wait([leaving], timeout=pause * random.uniform(0.5, 1))
        pause = min(_LONGEST_PAUSE, pause * 2)
    raise WebSocketDisconnect


async def _listen(ear: Ear, leaving: asyncio.Task[None]) -> Heard:
    """What happens next, with all that happens within a moment of it."""
    hearing = asyncio.create_task(ear.get())
    await asyncio.wait([leaving, hearing], return_when=asyncio.FIRST_COMPLETED)
    if not hearing.done():
        hearing.cancel()
        return frozenset()
    names = {hearing.result()[0]}
    await asyncio.sleep(_TOGETHER)
    while not ear.empty():
        names.add(ear.get_nowait()[0])
    return frozenset(names)


async def _until_gone(websocket: WebSocket) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await websocket.receive_text()
