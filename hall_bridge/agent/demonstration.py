"""`python -m hall_bridge.agent.demonstration PORT PAGE_PORT`: the desks of the demonstration,
simulated, with a real agent beside them and its 断网收件. Only where `DEMO=1`."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route

from foundation.settings import settings
from hall_bridge.agent.running import Agent, Configuration, Wanted
from hall_bridge.agent.simulators.desk import Desk

_DESKS = {"a02": "A02窗口", "z01": "自助机"}
_INDEX = Path(__file__).with_name("simulators") / "index.html"


async def demonstrate(port: int, page_port: int) -> None:
    """The desks' page on `port`, the agent and its page on `page_port`, until cancelled."""
    folder = settings().data_dir / "agent"
    desks = {name: Desk(folder / f"desk-{name}") for name in _DESKS}
    app = Starlette(
        routes=[
            Route("/", _index),
            Route("/healthz", _healthz),
            *(Mount(f"/{name}", desk.app()) for name, desk in desks.items()),
        ]
    )
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
    )
    async with AsyncExitStack() as stack:
        for desk in desks.values():
            await stack.enter_async_context(desk.running())
        wanted = _wanted(folder, desks, port)
        agent = Agent(Configuration(settings().hall_public_url, folder / "own", wanted, page_port))
        running = asyncio.create_task(agent.run())
        await server.serve()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def _wanted(folder: Path, desks: dict[str, Desk], port: int) -> list[Wanted]:
    file = folder / "demo-codes.json"
    entries: list[dict[str, Any]] = json.loads(file.read_text("utf-8")) if file.exists() else []
    wanted = []
    for entry in entries:
        drivers = desks[entry["desk"]].drivers(f"http://127.0.0.1:{port}/{entry['desk']}")
        driver, options = drivers[entry["kind"]]
        wanted.append(Wanted(entry["name"], driver, entry["code"], options))
    return wanted


async def _index(_request: Request) -> Response:
    links = "".join(
        f'<li><a href="{name}/"><strong>{label}</strong></a></li>' for name, label in _DESKS.items()
    )
    return HTMLResponse(_INDEX.read_text("utf-8").replace("<!-- desks -->", links))


async def _healthz(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


if __name__ == "__main__":
    if not settings().demo:
        sys.exit("模拟设备只在演示环境启动，请设置 DEMO=1")
    asyncio.run(demonstrate(int(sys.argv[1]), int(sys.argv[2])))
