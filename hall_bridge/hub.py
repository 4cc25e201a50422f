"""One Redis subscription a process, shared by all its sockets.

A thousand screens would need a thousand connections to Redis if each listened for itself. What is
announced reaches every process, so a socket may be connected to any of them. Announcements are
hints: after a break of Redis every listener is told `again` and reads its state anew.

Redis must have begun to listen before anybody reads the state, or what is said in between is lost
(`foundation.redis.begin_listening`).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from prometheus_client import Gauge
from redis.asyncio.client import PubSub

from foundation.logging import logger
from foundation.redis import begin_listening, redis_client

log = logger("hub")
LISTENERS = Gauge("hall_listeners", "Sockets of screens and devices that listen at this process")

Event = tuple[str, dict[str, Any]]
Ear = asyncio.Queue[Event]
AGAIN: Event = ("again", {})
"""Something may have been missed: read the state anew."""
_WAITING = 32
_PAUSE = 0.2
_PATIENCE = 1.0
"""Seconds for which a listener waits until Redis listens; then it begins and is told `again`."""
_OURS = "hub"
"""A channel of which nothing is said: its confirmation tells that listening begins."""
_READS, _WRITES = 8, 5
"""At once for sockets, a few less than the connections of a process (foundation/db.py): a thousand
that come back together wait for their turn here, not for a connection until it is too late, and a
request still finds one."""


class Hub:
    """Opened with the application, closed with it."""

    def __init__(self) -> None:
        self.readers = asyncio.Semaphore(_READS)
        self.writers = asyncio.Semaphore(_WRITES)
        self._ears: dict[str, set[Ear]] = defaultdict(set)
        self._pubsub: PubSub | None = None
        self._task: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._beginning: dict[str, tuple[Ear, asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def listening(self, *channels: str) -> AsyncIterator[Ear]:
        """Events of the channels from now on: whatever is said after this began is heard, in order.

        A listener that does not keep up, or began while Redis was away, is told `again`.
        """
        ear: Ear = asyncio.Queue(_WAITING)
        LISTENERS.inc()
        for channel in channels:
            self._ears[channel].add(ear)
        try:
            await self._begin(ear, channels)
            yield ear
        finally:
            LISTENERS.dec()
            gone = []
            for channel in channels:
                self._ears[channel].discard(ear)
                if not self._ears[channel]:
                    del self._ears[channel]
                    gone.append(channel)
            await self._unsubscribe(gone)

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._task = None
        await self._drop()

    async def _begin(self, ear: Ear, channels: tuple[str, ...]) -> None:
        """Until Redis listens to the channels, or is away."""
        mark, begun = secrets.token_hex(8), asyncio.get_running_loop().create_future()
        async with self._turn:
            self._beginning[mark] = (ear, begun)
            if self._pubsub is not None:
                with contextlib.suppress(Exception):
                    await begin_listening(self._pubsub, mark, *channels)
            if self._task is None:
                self._task = asyncio.create_task(self._keep_hearing())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(begun, _PATIENCE)

    async def _unsubscribe(self, channels: list[str]) -> None:
        async with self._turn:
            if self._pubsub is not None and channels:
                with contextlib.suppress(Exception):
                    await self._pubsub.unsubscribe(*channels)

    async def _keep_hearing(self) -> None:
        while True:
            try:
                await self._hear()
            except asyncio.CancelledError:
                raise
            except Exception as error:
                log.warning("hub_deaf", error=repr(error))
                await self._drop()
                await asyncio.sleep(_PAUSE)

    async def _hear(self) -> None:
        """Until Redis breaks. Whoever listens reads anew whenever the subscription begins: also
        when the client mended a broken connection by itself, for what was said meanwhile is lost.
        """
        pubsub = redis_client().pubsub()
        async with self._turn:
            await pubsub.subscribe(_OURS, *self._ears)
            self._pubsub = pubsub
        async for message in pubsub.listen():
            if message["type"] == "message":
                body = json.loads(message["data"])
                self._tell(message["channel"], (body["event"], body["data"]))
            elif message["type"] == "pong":
                self._confirm(message["data"])
            elif message["type"] == "subscribe" and message["channel"] == _OURS:
                await self._begin_anew(pubsub)

    async def _begin_anew(self, pubsub: PubSub) -> None:
        """Whoever began before may have missed something; whoever still waits is confirmed now."""
        async with self._turn:
            waiting = [ear for ear, begun in self._beginning.values() if not begun.done()]
            for ear in set().union(*self._ears.values()).difference(waiting):
                put(ear, AGAIN)
            for mark in self._beginning:
                await pubsub.ping(mark)

    def _confirm(self, mark: str) -> None:
        """Whoever lost patience meanwhile read the state too early."""
        ear, begun = self._beginning.pop(mark, (None, None))
        if begun is None or ear is None:
            return
        if begun.done():
            put(ear, AGAIN)
        else:
            begun.set_result(None)

    async def _drop(self) -> None:
        async with self._turn:
            if self._pubsub is not None:
                with contextlib.suppress(Exception):
                    await self._pubsub.aclose()  # type: ignore[no-untyped-call]
            self._pubsub = None
            for mark in list(self._beginning):
                self._confirm(mark)

    def _tell(self, channel: str, event: Event) -> None:
        for ear in self._ears.get(channel, ()):
            put(ear, event)


def put(ear: Ear, event: Event) -> None:
    """One that is full has missed something."""
    if ear.full():
        while not ear.empty():
            ear.get_nowait()
        event = AGAIN
    ear.put_nowait(event)
