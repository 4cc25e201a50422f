"""Around every request of either application: a trace id, counts and seconds, safe headers."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Mapping

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from foundation.audit.actor import Actor, acting
from foundation.error_handlers import unexpected

REQUESTS = Counter(
    "http_requests_total", "Requests by route and status", ["method", "route", "status"]
)
SECONDS = Histogram("http_request_seconds", "Seconds to the answer, by route", ["route"])

_TRACE = re.compile(r"^[A-Za-z0-9_-]{8,64}$")


class Observed:
    """Trace id in logs and answer, one count and one duration a request, the headers of the house.

    An error nobody foresaw is answered here, where its trace id is still known.
    """

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app = app
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        trace_id = given if _TRACE.match(given) else secrets.token_hex(8)
        structlog.contextvars.bind_contextvars(trace_id=trace_id)
        began, status = time.perf_counter(), 0

        async def observe(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = trace_id
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            with acting(Actor("visitor", address=_address(scope))):
                await self.app(scope, receive, observe)
        except Exception as error:
            if status:
                raise
            await unexpected(error)(scope, receive, observe)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            REQUESTS.labels(scope["method"], route, status or 500).inc()
            SECONDS.labels(route).observe(time.perf_counter() - began)
            structlog.contextvars.clear_contextvars()


def _address(scope: Scope) -> str:
    """Where the request came from; behind our own proxy uvicorn has put the client's there."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def figures() -> Response:
    """What this process counted, as Prometheus reads it."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
