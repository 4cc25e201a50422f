"""Heartbeats of this process's devices, written together.

A thousand devices beat some seventy times a second, nearly always to say that nothing changed.
One statement every few seconds says the same for all of them, and another finds what waits for
devices whose bell was not heard.
"""

from __future__ import annotations

import asyncio

from flows.devices import pulses
from foundation import db
from foundation.clock import now
from foundation.logging import logger
from hall_bridge.hub import AGAIN, Ear, Hub, put

log = logger("heartbeats")

EVERY_SECONDS = 3.0


class Heartbeats:
    """Opened with the application, closed with it."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._said: dict[str, tuple[str, Ear]] = {}
        self._since = now()
        self._task: asyncio.Task[None] | None = None

    def keep(self, device_id: str, connection: str, ear: Ear) -> None:
        """The device is there and as it was. Its ear is told `again` when something waits for it,
        or when the connection does not speak for it any more."""
        if not self._said:
            self._since = now()
        self._said[connection] = (device_id, ear)
        if self._task is None:
            self._task = asyncio.create_task(self._write_for_ever())

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._task = None

    async def _write_for_ever(self) -> None:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self._write()
            except Exception as error:
                log.warning("heartbeats_unwritten", error=repr(error))

    async def _write(self) -> None:
        """What could not be written is forgotten: the next heartbeats say it again."""
        said, self._said = self._said, {}
        if not said:
            return
        beats = {connection: device_id for connection, (device_id, _) in said.items()}
        async with self._hub.writers, db.writing() as session:
            quiet = await pulses.beat_all(session, beats, self._since)
        for connection, (_, ear) in said.items():
            if connection not in quiet:
                put(ear, AGAIN)
