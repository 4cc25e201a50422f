"""The hall bridge as an application of its own, beside the citizen and staff API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI, Response
from fastapi.staticfiles import StaticFiles

from foundation.body_limits import BodyLimit
from foundation.health import check_redis
from foundation.logging import configure_logging
from foundation.observing import Observed, figures
from foundation.settings import settings
from hall_bridge import (
    codes,
    counters,
    device_commands,
    device_sockets,
    devices,
    handoffs,
    pads,
    parcels,
    popular_items,
    queue,
    samples,
    self_service,
    showings,
)
from hall_bridge.auth import anyone
from hall_bridge.error_handlers import install_hall_errors
from hall_bridge.heartbeats import Heartbeats
from hall_bridge.hub import Hub
from hall_bridge.safe_headers import SAFE_HEADERS

ROOMS = (
    codes,
    devices,
    device_commands,
    device_sockets,
    counters,
    handoffs,
    pads,
    parcels,
    popular_items,
    queue,
    samples,
    self_service,
    showings,
)

_WRITING_BYTES = 4 * 2**20
"""A signature is its strokes, point by point; the longest that may be kept is about as large."""
_PARCEL_BYTES = 60 * 2**20
"""A visit's papers at once; the proxy's own limit is 64 MiB. The agent refuses more as it takes."""

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


@health.get("/metrics", include_in_schema=False)
async def metrics() -> Response:
    """Counts of this process, the sockets that are open among them."""
    return figures()


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
    app.add_middleware(BodyLimit, limit_of=_limit_of)
    app.add_middleware(Observed, headers=SAFE_HEADERS)
    install_hall_errors(app)
    app.include_router(health)
    for room in ROOMS:
        app.include_router(room.router)
    _mount_page(app, settings().web_dir)
    return app


def _limit_of(path: str) -> int:
    if path.endswith("/photos"):
        return settings().upload_max_bytes + 2**20
    if path.startswith("/hall/v1/parcels/"):
        return _PARCEL_BYTES
    return _WRITING_BYTES if path.endswith("/answer") else settings().request_max_bytes


def _mount_page(app: FastAPI, web: Path) -> None:
    """The page of tablets, boards and terminals."""
    app.mount(
        "/counter",
        StaticFiles(directory=web / "counter/dist", html=True, check_dir=False),
        name="counter",
    )


app = create_app()
