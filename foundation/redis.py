"""One Redis client a process: locks, live events, short-lived state. Never the truth."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import TimeoutError as RedisTimeout

from foundation.logging import logger
from foundation.settings import settings

log = logger("redis")
Announced = tuple[str, dict[str, Any]]
_PATIENCE = 3.0

_AGAIN = Retry(ExponentialBackoff(cap=0.2, base=0.02), 3)
"""A connection that Redis closed when it was restarted is opened anew within one command."""


@cache
def redis_client() -> Redis:
    """The client of this process; after a fork call `forget_redis()` first.

    RESP 2: in RESP 3 a subscription's answer to a PING is a bare string, which redis-py takes apart
    by its letters, and nobody would learn that Redis listens.
    """
    return Redis.from_url(
        settings().redis_url,
        decode_responses=True,
        socket_connect_timeout=2,
        health_check_interval=30,
        retry=_AGAIN,
        protocol=2,
    )


def forget_redis() -> None:
    redis_client.cache_clear()


async def announce(channel: str, event: str, data: dict[str, Any]) -> None:
    """Tell every listening process; a lost announcement is mended by the client's next read."""
    try:
        body = json.dumps({"event": event, "data": data}, ensure_ascii=False, default=str)
        await redis_client().publish(channel, body)
    except Exception as error:
        log.warning("announcement_lost", channel=channel, error=repr(error))


async def begin_listening(pubsub: PubSub, mark: str, *channels: str) -> None:
    """Subscribe; the answer to the PING that follows on the same connection carries `mark` and
    tells that Redis listens. What is read before that may miss what is said in between."""
    await pubsub.subscribe(*channels)
    await pubsub.ping(mark)


async def listen(channel: str, every: float = 15.0) -> AsyncIterator[Announced]:
    """Events of a channel as (event, data), with a `ping` whenever `every` seconds were silent.

    The first is a `ping` too, and comes once Redis listens: whatever is said after it is heard.
    Raises: RedisError when Redis does not listen in time.
    """
    pubsub = redis_client().pubsub(ignore_subscribe_messages=True)
    mark = secrets.token_hex(8)
    try:
        await begin_listening(pubsub, mark, channel)
        early = await _until_heard(pubsub, mark)
        yield "ping", {}
        while True:
            message = early.pop(0) if early else await pubsub.get_message(timeout=every)
            if message is None:
                yield "ping", {}
            elif message["type"] == "message":
                body = json.loads(message["data"])
                yield body["event"], body["data"]
    finally:
        await pubsub.aclose()  # type: ignore[no-untyped-call]


async def _until_heard(pubsub: PubSub, mark: str) -> list[dict[str, Any]]:
    """What was said meanwhile. Raises: RedisError."""
    early: list[dict[str, Any]] = []
    try:
        async with asyncio.timeout(_PATIENCE):
            while True:
                message = await pubsub.get_message(timeout=_PATIENCE)
                if message and message["type"] == "pong" and message["data"] == mark:
                    return early
                if message:
                    early.append(message)
    except TimeoutError as error:
        raise RedisTimeout("Redis does not listen") from error
