"""Signals of a video call between its two parties, over WebSocket: of a handoff, of an inspection.

The token comes as the second subprotocol (`bearer, <token>`): browsers send no headers of ours
with a WebSocket, and an address would end in logs. Signals pass through Redis, so that the two may
be connected to different processes.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any, Protocol

from fastapi import WebSocket, WebSocketDisconnect
from sqlalchemy.ext.asyncio import AsyncSession

from foundation import db
from foundation.errors import Problem
from foundation.redis import announce, listen
from foundation.settings import settings

SIGNALS = frozenset({"joined", "ready", "offer", "answer", "candidate", "hang_up"})
MAX_SIGNAL = 64 * 1024
REFUSED = 4403


class Party(Protocol):
    """One side of a call: where its signals go, whether it may be there, how it ends."""

    @property
    def role(self) -> str: ...

    @property
    def channel(self) -> str: ...

    async def prove(self, session: AsyncSession) -> None:
        """Asked before every signal. Raises: Problem."""

    async def hang_up(self) -> None:
        """This side leaves for good."""


async def relay(websocket: WebSocket, party: Party | None) -> None:
    """Pass signals both ways until one side leaves, hangs up, or may no longer be there."""
    await websocket.accept(subprotocol="bearer" if protocols(websocket) else None)
    if party is None or not await _may_be_there(party):
        await websocket.close(REFUSED, "视频已经结束，或您不在这次人工服务中")
        return
    hearing = asyncio.create_task(_hear(websocket, party))
    saying = asyncio.create_task(_say(websocket, party))
    try:
        await asyncio.wait([hearing, saying], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (hearing, saying):
            task.cancel()
        hung_up, _ = await asyncio.gather(hearing, saying, return_exceptions=True)
        if hung_up is True:
            await party.hang_up()
        await announce(party.channel, "left", {"from": party.role})
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await websocket.close()


async def _hear(websocket: WebSocket, party: Party) -> bool:
    """What this side says, proved each time, goes to the other; whether it hung up.

    The call is ended where nothing cancels it: who hangs up often leaves the page at once.
    """
    with contextlib.suppress(WebSocketDisconnect):
        while True:
            text = await websocket.receive_text()
            signal = _signal(text)
            if signal is None:
                continue
            if not await _may_be_there(party):
                await websocket.send_json({"type": "ended"})
                return False
            await announce(party.channel, "signal", {"from": party.role, "signal": signal})
            if signal["type"] == "hang_up":
                return True
    return False


async def _say(websocket: WebSocket, party: Party) -> None:
    """What the other side says, and that the call is over.

    The welcome waits for the subscription, whose first sign is a ping: what is answered to a
    signal sent before it would be lost.
    """
    is_welcome = False
    async for name, data in listen(party.channel):
        if not is_welcome:
            is_welcome = True
            servers = settings().video_ice_servers
            await websocket.send_json({"type": "welcome", "ice_servers": servers})
            continue
        if name == "ended":
            await websocket.send_json({"type": "ended"})
            return
        if name == "ping":
            await websocket.send_json({"type": "ping"})
        elif data.get("from") != party.role:
            signal = data["signal"] if name == "signal" else {"type": "left"}
            await websocket.send_json(signal)


async def _may_be_there(party: Party) -> bool:
    try:
        async with db.reading() as session:
            await party.prove(session)
    except Problem:
        return False
    return True


def _signal(text: str) -> dict[str, Any] | None:
    """One of ours, or nothing: what is not understood is not passed on."""
    try:
        signal = json.loads(text) if len(text) <= MAX_SIGNAL else None
    except (json.JSONDecodeError, RecursionError):
        return None
    return signal if isinstance(signal, dict) and signal.get("type") in SIGNALS else None


def protocols(websocket: WebSocket) -> list[str]:
    given = websocket.headers.get("sec-websocket-protocol", "")
    return [part.strip() for part in given.split(",") if part.strip()]


def token_of(websocket: WebSocket) -> str:
    given = protocols(websocket)
    return given[1] if len(given) == 2 and given[0] == "bearer" else ""
