"""An ASGI app behind a port of its own, on the test's own event loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from tests.fixtures.ports import free_port


@asynccontextmanager
async def serving(app: Any, listener: socket.socket | None = None) -> AsyncIterator[str]:
    """The app's address while the block lasts; `listener` where the port was needed before.

    `Server.serve` is not used, because it takes over the signals that are pytest's.
    """
    listener = listener or bound()
    config = uvicorn.Config(
        app, log_level="warning", timeout_graceful_shutdown=1, lifespan="auto", log_config=None
    )
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listener])
    try:
        yield address_of(listener)
    finally:
        await asyncio.wait_for(server.shutdown(sockets=[listener]), 5)


def bound() -> socket.socket:
    """A listening port of this machine, which no connection takes while its server is away."""
    return socket.create_server(("127.0.0.1", free_port()))


def address_of(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"
