"""What endpoints are given: sessions that commit before the answer leaves, and the hub."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from fastapi.requests import HTTPConnection

from foundation.endpoints import Reading as Reading
from foundation.endpoints import Writing as Writing
from hall_bridge.heartbeats import Heartbeats
from hall_bridge.hub import Hub


async def _hub(connection: HTTPConnection) -> Hub:
    hub: Hub = connection.app.state.hub
    return hub


async def _heartbeats(connection: HTTPConnection) -> Heartbeats:
    heartbeats: Heartbeats = connection.app.state.heartbeats
    return heartbeats


TheHub = Annotated[Hub, Depends(_hub)]
TheHeartbeats = Annotated[Heartbeats, Depends(_heartbeats)]
