"""Whether the parts under us answer. Each check returns a detail, or raises what is wrong."""

from __future__ import annotations

import time

from sqlalchemy import text

from foundation import db
from foundation.redis import redis_client

HEARTBEAT_KEY = "worker:heartbeat"
HEARTBEAT_SECONDS = 30


async def check_database() -> str:
    async with db.reading() as session:
        await session.execute(text("SELECT 1"))
    return db.engine().dialect.name


async def check_redis() -> str:
    await redis_client().ping()
    return "ok"


async def check_worker() -> str:
    """A worker keeps a heartbeat while it sweeps; none for 30 s means none works."""
    beaten = await redis_client().get(HEARTBEAT_KEY)
    if beaten is None:
        raise ConnectionError("后台任务进程没有心跳")
    return f"{time.time() - float(beaten):.0f}秒前有心跳"


async def beat() -> None:
    await redis_client().set(HEARTBEAT_KEY, time.time(), ex=HEARTBEAT_SECONDS)
