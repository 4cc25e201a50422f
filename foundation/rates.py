"""How often one address may call a public route; counted in Redis, in windows of a minute.

A whole hall may stand behind one address: what everybody may do is generous, and only what fails
is counted strictly. Without Redis everybody may: a check that is down must not take the route with
it.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable

from fastapi import Request
from redis.exceptions import RedisError

from foundation.crypto import token_hash
from foundation.errors import Problem, TooMany
from foundation.logging import logger
from foundation.redis import redis_client

log = logger("rates")
WINDOW_SECONDS = 60
OFTEN = "查验太频繁，请一分钟后再试。"


def at_most(times: int, what: str, words: str = OFTEN) -> Callable[[Request], Awaitable[None]]:
    """A dependency that lets each address call `times` a minute. Raises: TooMany."""

    async def count(request: Request) -> None:
        if await _counted(request, what, 1) > times:
            raise too_many(words)

    return count


def wrong_at_most(
    times: int, what: str, wrong: type[Problem], words: str, *, is_strict: bool
) -> Callable[[Request], AsyncIterator[None]]:
    """A dependency that lets each address fail `times` a minute with exactly that problem.

    Strict, whoever failed so often may not even try until the minute is over: for secrets worth
    guessing. Else only further failures are told so, and what is right still goes through: for a
    hall in which one visitor tries addresses out and a hundred scan what hangs there. Raises:
    TooMany.
    """

    async def watch(request: Request) -> AsyncIterator[None]:
        if is_strict and await _counted(request, what, 0) >= times:
            raise too_many(words)
        try:
            yield
        except wrong as problem:
            if type(problem) is wrong and await _counted(request, what, 1) > times:
                raise too_many(words) from problem
            raise

    return watch


def too_many(words: str) -> TooMany:
    """With the seconds until the window is over."""
    return TooMany(words, retry_after=WINDOW_SECONDS - int(time.time()) % WINDOW_SECONDS)


async def _counted(request: Request, what: str, more: int) -> int:
    """How often this minute, `more` included; 0 where nobody can tell."""
    address = request.client.host if request.client else ""
    key = f"rate:{what}:{_window()}:{token_hash(address)[:24]}"
    try:
        async with redis_client().pipeline(transaction=True) as pipe:
            pipe.incrby(key, more)
            pipe.expire(key, WINDOW_SECONDS * 2)
            counted, _ = await pipe.execute()
    except RedisError as error:
        log.warning("rate_not_counted", what=what, error=repr(error))
        return 0
    return int(counted)


def _window() -> int:
    return int(time.time()) // WINDOW_SECONDS
