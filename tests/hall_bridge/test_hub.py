"""The hub between sockets and a real Redis that is some way off: nothing said after one began is
missed, nothing is told twice, and a Redis that is away holds nobody up for long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from redis.asyncio import Redis

from hall_bridge import hub as hubs
from hall_bridge.hub import AGAIN, Ear, Hub
from tests.fixtures.road import FAR, Road


@pytest.fixture
async def hub(road: Road) -> AsyncIterator[Hub]:
    hub = Hub()
    yield hub
    await hub.close()


async def say(redis: Redis, channel: str, *numbers: int) -> None:
    for number in numbers:
        await redis.publish(channel, f'{{"event": "moved", "data": {{"n": {number}}}}}')


async def heard(ear: Ear, count: int) -> list[Any]:
    return [(await asyncio.wait_for(ear.get(), 5))[1].get("n") for _ in range(count)]


async def test_what_is_said_once_one_listens_is_heard_once_in_order(redis: Redis, hub: Hub) -> None:
    async with hub.listening("old", "hall") as first:
        await say(redis, "old", 0)
        began = time.monotonic()
        async with hub.listening("new", "hall") as second:
            assert time.monotonic() - began < hubs._PATIENCE / 2
            await say(redis, "new", 1, 2)
            await say(redis, "hall", 3)
            assert await heard(second, 3) == [1, 2, 3]
            assert await heard(first, 2) == [0, 3]
        async with hub.listening("new") as third:
            await say(redis, "new", 4)
            assert await heard(third, 1) == [4]
        await asyncio.sleep(2 * FAR)
        assert first.empty()
        assert second.empty()


async def test_a_redis_that_does_not_answer_holds_nobody_up_and_is_made_up_for(
    redis: Redis, road: Road, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "_PATIENCE", 0.1)
    began = time.monotonic()
    async with hub.listening("hall") as ear:
        assert time.monotonic() - began < FAR
        assert await asyncio.wait_for(ear.get(), 5) == AGAIN
        await say(redis, "hall", 1)
        assert await heard(ear, 1) == [1]


async def test_a_road_that_breaks_is_told_to_all(redis: Redis, road: Road, hub: Hub) -> None:
    async with hub.listening("hall") as ear:
        road.shake()
        assert await asyncio.wait_for(ear.get(), 5) == AGAIN
        await say(redis, "hall", 1)
        assert await heard(ear, 1) == [1]
