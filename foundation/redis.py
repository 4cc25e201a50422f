"""One Redis client a process: locks, live events, short-lived state. Never the truth."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff

from foundation.logging import logger
from foundation.settings import settings

log = logger("redis")

_AGAIN = Retry(ExponentialBackoff(cap=0.2, base=0.02), 3)
"""A connection that Redis closed when it was restarted is opened anew within one command."""


@cache
def redis_client() -> Redis:
    """The client of this process; after a fork call `forget_redis()` first."""
    return Redis.from_url(
        settings().redis_url,
        decode_responses=True,
        socket_connect_timeout=2,
        health_check_interval=30,
        retry=_AGAIN,
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


async def listen(channel: str, every: float = 15.0) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Events of a channel as (event, data), with a `ping` whenever `every` seconds were silent."""
    pubsub = redis_client().pubsub(ignore_subscribe_messages=True)
    await pubsub.subscribe(channel)
    try:
        while True:
            message = await pubsub.get_message(timeout=every)
            if message is None:
                yield "ping", {}
                continue
            body = json.loads(message["data"])
            yield body["event"], body["data"]
    finally:
        await pubsub.aclose()  # type: ignore[no-untyped-call]
