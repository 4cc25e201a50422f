"""HTTP to a process beside us: no TLS, no proxy, no redirect, a whole answer at once.

A transport for httpx. Its usual one costs a turn of talk more than the database does; this one
writes the request in one piece and reads the answer with the parser our own server uses. The
time limit is the caller's (`adapters.http`).
"""

from __future__ import annotations

import asyncio
from typing import cast

import httpx
from httptools import HttpParserError, HttpResponseParser


class PlainTransport(httpx.AsyncBaseTransport):
    """Connections to one server, kept open between calls; each carries one call at a time."""

    def __init__(self) -> None:
        self._idle: list[_Connection] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises: httpx.ConnectError; httpx.ReadError when the answer breaks off."""
        connection = self._kept_open() or await _connect(request.url)
        try:
            response = await connection.exchange(_written(request))
        except BaseException:
            connection.close()
            raise
        if connection.is_open:
            self._idle.append(connection)
        return response

    async def aclose(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _kept_open(self) -> _Connection | None:
        while self._idle:
            if (connection := self._idle.pop()).is_open:
                return connection
        return None


class _Connection(asyncio.Protocol):
    """Collects the answer to the one request under way."""

    _transport: asyncio.Transport
    _answer: asyncio.Future[httpx.Response]

    def __init__(self) -> None:
        self.is_open = False

    async def exchange(self, request: bytes) -> httpx.Response:
        self._answer = asyncio.get_running_loop().create_future()
        self._parser = HttpResponseParser(self)
        self._headers: list[tuple[bytes, bytes]] = []
        self._body: list[bytes] = []
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        self.is_open = False
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self.is_open = cast(asyncio.Transport, transport), True

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except (HttpParserError, AttributeError) as error:
            self._fail(httpx.RemoteProtocolError(str(error)))

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(httpx.ReadError(str(exc or "the server closed the connection")))

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name, value))

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        if not self._parser.should_keep_alive():
            self.close()
        if not self._answer.done():
            self._answer.set_result(
                httpx.Response(
                    self._parser.get_status_code(),
                    headers=self._headers,
                    content=b"".join(self._body),
                )
            )

    def _fail(self, error: httpx.HTTPError) -> None:
        self.close()
        if hasattr(self, "_answer") and not self._answer.done():
            self._answer.set_exception(error)


async def _connect(url: httpx.URL) -> _Connection:
    loop = asyncio.get_running_loop()
    try:
        _, connection = await loop.create_connection(_Connection, url.host, url.port or 80)
    except OSError as error:
        raise httpx.ConnectError(str(error)) from error
    return connection


def _written(request: httpx.Request) -> bytes:
    lines = [b"%s %s HTTP/1.1" % (request.method.encode(), request.url.raw_path)]
    lines += [b"%s: %s" % header for header in request.headers.raw]
    return b"\r\n".join([*lines, b"", request.content])
