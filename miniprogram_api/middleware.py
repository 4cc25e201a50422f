"""Around every request: a trace id, a size limit that answers, metrics, safe headers."""

from __future__ import annotations

import re
import secrets
import time
from contextlib import suppress

import structlog
from prometheus_client import Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from foundation.audit.actor import Actor, acting
from foundation.errors import NotFound
from foundation.logging import logger, mask_personal_data
from foundation.problems import problem_response, tell
from foundation.settings import settings
from miniprogram_api.error_handlers import unexpected

log = logger("requests")

REQUESTS = Counter(
    "http_requests_total", "Requests by route and status", ["method", "route", "status"]
)
SECONDS = Histogram("http_request_seconds", "Seconds to the answer, by route", ["route"])

_UPLOAD = re.compile(r"^/api/v1/cases/[^/]+/materials/[^/]+$")
_PART = re.compile(r"^/api/v1/uploads/[^/]+$")
_TRACE = re.compile(r"^[A-Za-z0-9_-]{8,64}$")
_DRAIN_AT_MOST = 256 * 2**20
_FILES_AT_ONCE = 2
_PART_BYTES = 5 * 2**20
"""A little over what a part may be, so that the refusal can name the limit."""
_BOT_CALL_BYTES = 4 * 2**20
"""Rasa sends the whole running session, earlier answers included, with every action."""
_KNOWLEDGE_BYTES = 4 * 2**20
"""An officer's document may be a whole law, a strategy hundreds of synonyms."""
_IMPORT_BYTES = 65 * 2**20
_LETTER_BYTES = 4 * 2**20
"""A letter of ours is a tenth of a megabyte; who checks one may have saved it differently."""
_SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
        "font-src 'self' data:; connect-src 'self'; frame-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; frame-ancestors 'self'"
    ),
}


class Observed:
    """Trace id in logs and answer, one count and one duration a request, safe headers.

    An error nobody foresaw is answered here, where its trace id is still known.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

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
                for name, value in _SAFE_HEADERS.items():
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


class BodyLimit:
    """Refuses bodies over the limit with a 413 the client can read, and addresses nothing has.

    The rest of the body is taken in and thrown away first: an answer before the end of a
    request is lost by most clients as a broken connection.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if "\0" in scope["path"]:
            await tell(Request(scope), NotFound())(scope, receive, send)
            return
        limit = _limit_of(scope["path"])
        declared = Headers(scope=scope).get("content-length", "0")
        if declared.isdigit() and int(declared) > limit:
            await _drain(receive)
            await _refuse(limit, scope, receive, send)
            return
        await self._within(limit, scope, receive, send)

    async def _within(self, limit: int, scope: Scope, receive: Receive, send: Send) -> None:
        """Counts what comes; once it is too much, whatever the application says is not sent."""
        taken, more = 0, True

        async def counted() -> Message:
            nonlocal taken, more
            message = await receive()
            taken += len(message.get("body", b""))
            more = message.get("more_body", False)
            if taken > limit:
                raise _Exceeded
            return message

        async def unless_exceeded(message: Message) -> None:
            if taken <= limit:
                await send(message)

        with suppress(_Exceeded):
            await self.app(scope, counted, unless_exceeded)
        if taken > limit:
            if more:
                await _drain(receive)
            await _refuse(limit, scope, receive, send)


class _Exceeded(Exception):
    """More bytes came than may come."""


def _limit_of(path: str) -> int:
    chosen = settings()
    if _UPLOAD.match(path):
        return chosen.upload_max_bytes * _FILES_AT_ONCE + 2**20
    if _PART.match(path):
        return _PART_BYTES
    if path in ("/verify", "/api/v1/letters/verify"):
        return _LETTER_BYTES
    if path.startswith("/internal/rasa/"):
        return _BOT_CALL_BYTES
    if path == "/staff/v1/knowledge/imports":
        return _IMPORT_BYTES
    if path.startswith(("/staff/v1/knowledge", "/staff/v1/search")):
        return _KNOWLEDGE_BYTES
    return chosen.request_max_bytes


async def _refuse(limit: int, scope: Scope, receive: Receive, send: Send) -> None:
    log.warning("body_too_large", path=mask_personal_data(scope["path"]), limit=limit)
    await _too_large(limit)(scope, receive, send)


def _too_large(limit: int) -> ASGIApp:
    single = settings().upload_max_bytes // 2**20
    if limit > 2**20:
        together = single * _FILES_AT_ONCE
        detail = f"单个文件不超过{single}MB，一次合计不超过{together}MB，请压缩或分开上传。"
    else:
        detail = f"一次最多发送{limit // 1024}KB内容，请缩短后再试。"
    detail += "已保存的内容都还在。"
    return problem_response(413, "too_large", "内容过大", detail)


async def _drain(receive: Receive) -> None:
    taken, more = 0, True
    while more and taken < _DRAIN_AT_MOST:
        message = await receive()
        taken += len(message.get("body", b""))
        more = message["type"] == "http.request" and message.get("more_body", False)
