"""Where clerk and screens are in a showing: true of this moment only, kept in Redis.

A screen that is loaded anew finds it again. Where Redis forgot, or is away, nobody is taken
anywhere: each stays at the page it has, and goes on with the next pointing.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Literal, TypeVar

from pydantic import BaseModel, ValidationError
from redis.exceptions import RedisError

from flows.showings.views import AskedAgain, Mark, Standpoint
from foundation.errors import Unavailable
from foundation.logging import logger
from foundation.redis import redis_client

log = logger("showings")

Way = Literal["tablet", "phone"]
WAYS: tuple[Way, Way] = ("tablet", "phone")
_KEPT_FOR = timedelta(hours=2)
_PATIENCE = 1.0
_AWAY = (RedisError, OSError, TimeoutError)
_Kept = TypeVar("_Kept", bound=BaseModel)


async def pointed(showing_id: str) -> Mark | None:
    return await _get(f"showing:{showing_id}:pointing", Mark)


async def point(showing_id: str, mark: Mark) -> None:
    """Raises: Unavailable."""
    await _put(f"showing:{showing_id}:pointing", mark)


async def places(showing_id: str) -> dict[Way, Standpoint]:
    """Of the screens that said where they are."""
    found = {way: await _get(f"showing:{showing_id}:{way}", Standpoint) for way in WAYS}
    return {way: place for way, place in found.items() if place is not None}


async def stand(showing_id: str, way: Way, place: Standpoint) -> None:
    """Raises: Unavailable."""
    await _put(f"showing:{showing_id}:{way}", place)


async def asked_again(counter_id: str) -> AskedAgain | None:
    return await _get(f"counter:{counter_id}:asked_again", AskedAgain)


async def ask_again(counter_id: str, asked: AskedAgain) -> None:
    """Raises: Unavailable."""
    await _put(f"counter:{counter_id}:asked_again", asked)


async def _get(key: str, kind: type[_Kept]) -> _Kept | None:
    try:
        async with asyncio.timeout(_PATIENCE):
            kept = await redis_client().get(key)
        return None if kept is None else kind.model_validate_json(kept)
    except (*_AWAY, ValidationError) as error:
        log.warning("whereabouts_unread", error=repr(error))
        return None


async def _put(key: str, kept: BaseModel) -> None:
    try:
        async with asyncio.timeout(_PATIENCE):
            await redis_client().set(key, kept.model_dump_json(), ex=_KEPT_FOR)
    except _AWAY as error:
        raise Unavailable("现在不能同步，请稍候再试；屏幕上的内容不受影响。") from error
