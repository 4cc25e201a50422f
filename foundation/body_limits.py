"""A limit to what a request may bring, with an answer that its client can read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from foundation.errors import NotFound
from foundation.logging import logger, mask_personal_data
from foundation.problems import problem_response, tell
from foundation.settings import settings

log = logger("requests")

FILES_AT_ONCE = 2
_DRAIN_AT_MOST = 256 * 2**20


class BodyLimit:
    """Refuses bodies over the limit with a 413 the client can read, and addresses nothing has.

    The rest of the body is taken in and thrown away first: an answer before the end of a
    request is lost by most clients as a broken connection.
    """

    def __init__(self, app: ASGIApp, limit_of: Callable[[str], int]) -> None:
        self.app = app
        self._limit_of = limit_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if "\0" in scope["path"]:
            await tell(Request(scope), NotFound())(scope, receive, send)
            return
        limit = self._limit_of(scope["path"])
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


async def _refuse(limit: int, scope: Scope, receive: Receive, send: Send) -> None:
    log.warning("body_too_large", path=mask_personal_data(scope["path"]), limit=limit)
    await _too_large(limit)(scope, receive, send)


def _too_large(limit: int) -> ASGIApp:
    single = settings().upload_max_bytes // 2**20
    if limit > 2**20:
        together = single * FILES_AT_ONCE
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
