"""What endpoints are given: sessions that commit before the answer leaves, and the hub."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from fastapi.requests import HTTPConnection
from sqlalchemy.ext.asyncio import AsyncSession

from foundation import db
from hall_bridge.heartbeats import Heartbeats
from hall_bridge.hub import Hub


async def _writing() -> AsyncIterator[AsyncSession]:
    async with db.writing() as session:
        yield session


async def _reading() -> AsyncIterator[AsyncSession]:
    async with db.reading() as session:
        yield session


async def _hub(connection: HTTPConnection) -> Hub:
    hub: Hub = connection.app.state.hub
    return hub


async def _heartbeats(connection: HTTPConnection) -> Heartbeats:
    heartbeats: Heartbeats = connection.app.state.heartbeats
    return heartbeats


# scope="function": a yield dependency of the default scope commits after the answer has left.
Writing = Annotated[AsyncSession, Depends(_writing, scope="function")]
Reading = Annotated[AsyncSession, Depends(_reading, scope="function")]
TheHub = Annotated[Hub, Depends(_hub)]
TheHeartbeats = Annotated[Heartbeats, Depends(_heartbeats)]
