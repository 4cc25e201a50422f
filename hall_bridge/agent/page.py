"""The page on this computer: 断网收件, for whoever sits at it and for nobody on the network.

It listens on 127.0.0.1, answers to no other name (a page elsewhere that resolves to here is turned
away), and takes writes only with a header that no foreign page can send.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from hall_bridge.agent.drivers.driver import DriverFault
from hall_bridge.agent.outbox import LARGEST_FILE, CannotTake
from hall_bridge.agent.taking import Desk

PAGES = Path(__file__).resolve().parents[2] / "web/counter/dist"
OWN_HEADER = "x-agent-page"
_BAD = "请求的内容不完整，请刷新页面再试。"
_TAKEN = (
    "✗ 断网收件的页面暂时没有打开：端口{port}被占用（{why}）。请关掉占用它的程序，页面会自己打开。"
)
_TRY_EVERY_SECONDS = 2.0
Answer = Callable[[Request], Awaitable[Any]]


def page_app(desk: Desk, pages: Path = PAGES) -> Starlette:
    """`pages` holds the built page of counters, of which this is one view."""
    acts, one = _Acts(desk), "/agent/v1/parcels/{key:str}"
    return Starlette(
        routes=[
            Route("/", _home),
            Route("/agent/v1/state", _answered(acts.state)),
            Route("/agent/v1/card", _answered(acts.card), methods=["POST"]),
            Route("/agent/v1/signature", _answered(acts.sign), methods=["POST"]),
            Route("/agent/v1/parcels", _answered(acts.open), methods=["POST"]),
            Route(one, _answered(acts.throw_away), methods=["DELETE"]),
            Route(f"{one}/pictures", _answered(acts.photograph), methods=["POST"]),
            Route(f"{one}/files", _answered(acts.add), methods=["POST"]),
            Route(f"{one}/files/{{file:str}}", _answered(acts.take_out), methods=["DELETE"]),
            Route(f"{one}/close", _answered(acts.close), methods=["POST"]),
            Route(f"{one}/again", _answered(acts.again), methods=["POST"]),
            Mount("/counter", StaticFiles(directory=pages, html=True, check_dir=False)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
    )


class _Acts:
    """Requests as words to the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def state(self, _request: Request) -> Any:
        return self._desk.state()

    async def open(self, _request: Request) -> Any:
        return self._desk.open()

    async def throw_away(self, request: Request) -> Any:
        self._desk.throw_away(request.path_params["key"])
        return self._desk.state()

    async def photograph(self, request: Request) -> Any:
        return await self._desk.photograph(
            request.path_params["key"], _material(await request.json())
        )

    async def add(self, request: Request) -> Any:
        said, content = request.query_params, await _body(request)
        return self._desk.add(request.path_params["key"], said["name"], _material(said), content)

    async def take_out(self, request: Request) -> Any:
        return self._desk.take_out(request.path_params["key"], request.path_params["file"])

    async def card(self, _request: Request) -> Any:
        return await self._desk.read_card()

    async def sign(self, _request: Request) -> Any:
        return await self._desk.sign()

    async def close(self, request: Request) -> Any:
        return self._desk.close(request.path_params["key"], await request.json())

    async def again(self, request: Request) -> Any:
        self._desk.send_again(request.path_params["key"])
        return self._desk.state()


async def serve(desk: Desk, port: int, pages: Path = PAGES) -> None:
    """Until cancelled; while something else has the port, the devices go on without the page."""
    door = await _door(port)
    config = uvicorn.Config(page_app(desk, pages), log_level="warning", access_log=False)
    await uvicorn.Server(config).serve(sockets=[door])


async def _door(port: int) -> socket.socket:
    """As soon as nobody else has it, which the clerk is told of."""
    is_told = False
    while True:
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
            door.listen()
        except OSError as error:
            door.close()
            if not is_told:
                print(_TAKEN.format(port=port, why=error.strerror), flush=True)
            is_told = True
            await asyncio.sleep(_TRY_EVERY_SECONDS)
        else:
            return door


async def _home(_request: Request) -> Response:
    return RedirectResponse("/counter/#/offline")


def _answered(act: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if request.method != "GET" and OWN_HEADER not in request.headers:
            return JSONResponse({"detail": "请从断网收件的页面操作。"}, 403)
        try:
            said = await act(request)
        except (CannotTake, DriverFault) as told:
            return JSONResponse({"detail": str(told)}, 409)
        except (KeyError, ValueError, TypeError):
            return JSONResponse({"detail": _BAD}, 422)
        return JSONResponse(said, headers={"Cache-Control": "no-store"})

    return answer


def _material(said: Any) -> tuple[str, str]:
    id_, name = str(said.get("material_id", "")), str(said.get("material_name", ""))
    return id_.strip()[:48].strip(), name.strip()[:200].strip()


async def _body(request: Request) -> bytes:
    """Raises: CannotTake."""
    kept = bytearray()
    async for part in request.stream():
        kept += part
        if len(kept) > LARGEST_FILE:
            raise CannotTake("文件超过20MB，请拍照或压缩后再放。")
    return bytes(kept)
