"""A socket that shows a state: whole at once, and anew whenever something at its place changed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import WebSocket, WebSocketDisconnect

from foundation.errors import Problem
from hall_bridge.hub import Hub

REFUSED = 4401
Read = Callable[[], Awaitable[dict[str, Any]]]


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
    """Send `{"type": "state", …}` now and after each change, until the screen goes or `read`
    says that it may not look any more."""
    await websocket.accept(subprotocol="bearer")
    async with hub.listening(*channels) as ear:
        leaving = asyncio.create_task(_until_gone(websocket))
        try:
            while not leaving.done():
                await websocket.send_json({"type": "state", **await read()})
                hearing = asyncio.create_task(ear.get())
                await asyncio.wait([leaving, hearing], return_when=asyncio.FIRST_COMPLETED)
                hearing.cancel()
                while not ear.empty():
                    ear.get_nowait()
        except Problem as problem:
            await websocket.close(REFUSED, problem.detail[:40])
        except (WebSocketDisconnect, RuntimeError):
            return
        finally:
            leaving.cancel()


async def _until_gone(websocket: WebSocket) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await websocket.receive_text()
