"""How often one address may call a public route; counted in Redis, in windows of a minute."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from fastapi import Request
from redis.exceptions import RedisError

from foundation.crypto import token_hash
from foundation.errors import TooMany
from foundation.logging import logger
from foundation.redis import redis_client

log = logger("rates")
WINDOW_SECONDS = 60


def at_most(times: int, what: str) -> Callable[[Request], Awaitable[None]]:
    """A dependency that lets each address call `times` a minute. Raises: TooMany.

    Without Redis everybody may: a check that is down must not take the route with it.
    """

    async def count(request: Request) -> None:
        address = request.client.host if request.client else ""
        window = int(time.time()) // WINDOW_SECONDS
        key = f"rate:{what}:{window}:{token_hash(address)[:24]}"
        try:
            async with redis_client().pipeline(transaction=True) as pipe:
                pipe.incr(key)
                pipe.expire(key, WINDOW_SECONDS * 2)
                counted, _ = await pipe.execute()
        except RedisError as error:
            log.warning("rate_not_counted", what=what, error=repr(error))
            return
        if counted > times:
            raise TooMany("查验太频繁，请一分钟后再试。")

    return count
