"""Health: alive, ready part by part, metrics."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from flows.conversations.wechat.figures import show_chats
from foundation import db
from foundation.health import check_database, check_redis, check_worker
from foundation.intake import scanner
from foundation.logging import logger
from foundation.observing import figures
from miniprogram_api.auth import anyone
from miniprogram_api.deps import Bot

router = APIRouter(tags=["health"], dependencies=[Depends(anyone)])
PART_SECONDS = 2.0

log = logger("health")


class Part(BaseModel):
    ok: bool
    detail: str


class Readiness(BaseModel):
    ready: bool
    parts: dict[str, Part]


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """200 while the process lives."""
    return {"status": "ok"}


@router.get("/readyz", responses={503: {"model": Readiness}})
async def readyz(request: Request, response: Response, bot: Bot) -> Readiness:
    """200 when every part answers, else 503 and which part does not.

    Files are taken in without a scanner too, so it is told but does not count.
    """
    is_warm = getattr(request.app.state, "is_warm", False)
    names = ("database", "redis", "bot", "worker")
    checks = (check_database(), check_redis(), _bot_detail(bot), check_worker())
    found = await asyncio.gather(*(_part(check) for check in checks))
    parts = dict(zip(names, found, strict=True))
    parts["search"] = Part(ok=is_warm, detail="已载入" if is_warm else "正在载入事项")
    ready = all(part.ok for part in parts.values())
    parts["scanner"] = await _part(scanner.check())
    response.status_code = 200 if ready else 503
    return Readiness(ready=ready, parts=parts)


@router.get("/metrics", include_in_schema=False)
async def metrics() -> Response:
    """Counts of this process, and what WeChat still lets us send, as the database has it."""
    try:
        async with db.reading() as session:
            await show_chats(session)
    except (SQLAlchemyError, OSError) as error:
        log.warning("metrics_without_chats", error=type(error).__name__)
    return figures()


async def _bot_detail(bot: Bot) -> str:
    if not await bot.is_ready():
        raise ConnectionError("对话引擎没有回应或没有载入模型")
    return "模型已载入"


async def _part(check: Awaitable[str]) -> Part:
    try:
        return Part(ok=True, detail=await asyncio.wait_for(check, PART_SECONDS))
    except TimeoutError:
        return Part(ok=False, detail=f"{PART_SECONDS:g}秒内没有回应")
    except Exception as error:
        return Part(ok=False, detail=str(error)[:200] or type(error).__name__)
