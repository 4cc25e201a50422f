"""The hall bridge as an application of its own, beside the citizen and staff API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from foundation.health import check_redis
from foundation.logging import configure_logging
from foundation.settings import settings
from hall_bridge import (
    codes,
    counters,
    device_commands,
    device_sockets,
    devices,
    handoffs,
    queue,
    self_service,
    showings,
)
from hall_bridge.auth import anyone
from hall_bridge.error_handlers import install_error_handlers
from hall_bridge.heartbeats import Heartbeats
from hall_bridge.hub import Hub

ROOMS = (
    codes,
    devices,
    device_commands,
    device_sockets,
    counters,
    handoffs,
    queue,
    self_service,
    showings,
)

health = APIRouter(tags=["health"], dependencies=[Depends(anyone)])


@health.get("/healthz")
async def healthz() -> dict[str, str]:
    """200 while the process lives."""
    return {"status": "ok"}


@health.get("/readyz")
async def readyz() -> dict[str, bool]:
    """200 when live events can be heard."""
    await check_redis()
    return {"ready": True}


@asynccontextmanager
async def _with_hub(app: FastAPI) -> AsyncIterator[None]:
    app.state.hub = Hub()
    app.state.heartbeats = Heartbeats(app.state.hub)
    yield
    await app.state.heartbeats.close()
    await app.state.hub.close()


def create_app() -> FastAPI:
    configure_logging()
    app = FastAPI(title="天河智慧政务·大厅桥", version="1.0", lifespan=_with_hub)
    install_error_handlers(app)
    app.include_router(health)
    for room in ROOMS:
        app.include_router(room.router)
    _mount_page(app, settings().web_dir)
    return app


def _mount_page(app: FastAPI, web: Path) -> None:
    """The page of tablets, boards and terminals."""
    app.mount(
        "/counter",
        StaticFiles(directory=web / "counter/dist", html=True, check_dir=False),
        name="counter",
    )


app = create_app()
