"""The application: routers, error answers, health, and the web clients beside them."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import RedirectResponse
from starlette.staticfiles import StaticFiles

from adapters import registry
from flows.load_content import load, warm
from foundation.body_limits import BodyLimit
from foundation.error_handlers import install_error_handlers
from foundation.logging import configure_logging
from foundation.observing import Observed
from foundation.origins import terminal_origins
from foundation.redis import redis_client
from foundation.settings import settings
from knowledge_base.serving import keep_following
from miniprogram_api import health, video
from miniprogram_api.assistant import actions, chat
from miniprogram_api.auth import anyone
from miniprogram_api.callbacks import licences as licence_callback
from miniprogram_api.callbacks import wechat
from miniprogram_api.citizen import (
    appointments,
    binding,
    cases,
    codes,
    counter_handoffs,
    documents,
    guidance,
    handoffs,
    inspections,
    items,
    letters,
    licences,
    materials,
    notice_consents,
    objections,
    places,
    publications,
    queue,
    ratings,
    samples,
    search,
    sessions,
    terminals,
    uploads,
    vault,
    verify,
    work_orders,
)
from miniprogram_api.middleware import SAFE_HEADERS, limit_of
from miniprogram_api.staff import (
    access,
    account,
    audit,
    calendar,
    casework,
    clocks,
    consultations,
    devices,
    duties,
    hall_ratings,
    halls,
    imports,
    knowledge,
    organisation,
    parcels,
    process_bindings,
    process_monitoring,
    process_templates,
    processes,
    reports,
    rules,
    showings,
    statistics,
    tasks,
    terminal_visits,
    understanding,
    worklists,
)
from miniprogram_api.staff import cases as staff_cases
from miniprogram_api.staff import counter_handoffs as staff_counter_handoffs
from miniprogram_api.staff import handoffs as staff_handoffs
from miniprogram_api.staff import inspections as staff_inspections
from miniprogram_api.staff import letters as staff_letters
from miniprogram_api.staff import licences as staff_licences
from miniprogram_api.staff import prereviews as staff_prereviews
from miniprogram_api.staff import publications as staff_publications
from miniprogram_api.staff import queue as staff_queue
from miniprogram_api.staff import ratings as staff_ratings
from miniprogram_api.staff import search as staff_search
from miniprogram_api.staff import sessions as staff_sessions
from miniprogram_api.staff import work_orders as staff_work_orders

# The most asked come first: a route is found by trying one after another.
ROUTERS = (
    chat.router,
    actions.router,
    guidance.router,
    tasks.router,
    worklists.router,
    casework.router,
    staff_cases.router,
    health.router,
    sessions.router,
    items.router,
    search.router,
    terminals.router,
    places.router,
    documents.router,
    cases.router,
    materials.router,
    letters.router,
    verify.router,
    publications.router,
    objections.router,
    uploads.router,
    vault.router,
    licences.router,
    licences.issued,
    handoffs.router,
    counter_handoffs.router,
    inspections.router,
    ratings.router,
    samples.router,
    work_orders.router,
    queue.router,
    appointments.router,
    notice_consents.router,
    video.router,
    codes.router,
    binding.router,
    wechat.router,
    licence_callback.router,
    staff_sessions.router,
    account.router,
    staff_letters.router,
    staff_licences.router,
    staff_inspections.router,
    staff_ratings.router,
    staff_letters.waiting,
    staff_prereviews.router,
    staff_handoffs.router,
    staff_work_orders.router,
    organisation.router,
    parcels.router,
    access.router,
    processes.router,
    process_bindings.router,
    calendar.router,
    clocks.router,
    process_templates.router,
    process_monitoring.router,
    imports.router,
    rules.router,
    knowledge.router,
    staff_search.router,
    consultations.router,
    statistics.router,
    reports.router,
    understanding.router,
    audit.router,
    staff_publications.router,
    devices.router,
    duties.router,
    staff_counter_handoffs.router,
    halls.router,
    staff_queue.router,
    showings.router,
    hall_ratings.router,
    terminal_visits.router,
)

_NEW_OBJECTS = 20_000


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Clients to the platforms live as long as the process; content is kept and warmed."""
    app.state.bot = registry.bot_client()
    app.state.wechat = registry.wechat_client(redis_client())
    app.state.sign_on = registry.sign_on_client()
    app.state.licences = registry.licence_client()
    app.state.seals = registry.seal_client()
    app.state.credit = registry.credit_client()
    await load()
    await asyncio.to_thread(warm)
    _spare_collector()
    app.state.is_warm = True
    following = asyncio.create_task(keep_following())
    yield
    following.cancel()


@cache
def _spare_collector() -> None:
    """Catalogue, search index and code stay: looking through them again for garbage stops every
    request, and finds none. Done once: of what is frozen, circles are never freed."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)


def create_app() -> FastAPI:
    configure_logging()
    app = FastAPI(
        title="天河智慧政务",
        docs_url=None,
        redoc_url=None,
        version="1.0",
        lifespan=lifespan,
        description="导办、预审、办件的公共服务接口。错误一律为 application/problem+json。",
    )
    app.add_middleware(BodyLimit, limit_of=limit_of)
    app.add_middleware(Observed, headers=SAFE_HEADERS)
    if origins := terminal_origins():
        # Sessions are bearer tokens, never cookies: a page without one gets nothing by this.
        app.add_middleware(
            CORSMiddleware, allow_origins=origins, allow_headers=["*"], max_age=600,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        )  # fmt: skip
    install_error_handlers(app)
    for router in ROUTERS:
        app.include_router(router)
    _mount_web(app, settings().web_dir)
    return app


def _mount_web(app: FastAPI, web: Path) -> None:
    app.mount(
        "/app",
        StaticFiles(directory=web / "citizen/dist/build/h5", html=True, check_dir=False),
        name="citizen",
    )
    app.mount(
        "/console",
        StaticFiles(directory=web / "console/dist", html=True, check_dir=False),
        name="console",
    )

    @app.get("/", include_in_schema=False, dependencies=[Depends(anyone)])
    async def home() -> RedirectResponse:
        return RedirectResponse("/app/")


app = create_app()
