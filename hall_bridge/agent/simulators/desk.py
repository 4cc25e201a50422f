"""One desk with every device, and the page on which a person plays with them.

The camera is an HTTP service (base64 in JSON, as the makers' are), the gun a line on TCP, signature
pad and issuing machine the agent's own profile, the printer a program that the driver has run.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import io
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from hall_bridge.agent.simulators.reader import CARDS, ReaderSimulator

_PAGE = Path(__file__).with_name("desk.html")
_STROKES = [
    [[20 + 8 * i, 60 - 12 * (i % 4)] for i in range(11)],
    [[120 + 8 * i, 30 + 10 * (i % 4)] for i in range(11)],
]
Press = Callable[[str], Awaitable[None]]


class Desk:
    """`folder` holds what was printed and the marks `unplugged` and `paper_out` of the printer."""

    def __init__(self, folder: Path) -> None:
        self.reader = ReaderSimulator()
        self.folder = folder
        self.parts = {"camera": "ok", "signature": "ok", "licence": "ok"}
        self.issued: list[dict[str, Any]] = []
        self.gun_port = 0
        self._guns: set[asyncio.StreamWriter] = set()
        self._held, self._let_go = asyncio.Event(), asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The wires that are no HTTP."""
        self.folder.mkdir(parents=True, exist_ok=True)
        await self.reader.plug()
        gun = await asyncio.start_server(self._gun, "127.0.0.1", self.gun_port)
        self.gun_port = gun.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            gun.close()
            for writer in set(self._guns):
                writer.close()
            await self.reader.unplug()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", self._page),
                Route("/state", self._state),
                Route("/press/{button:path}", self._press, methods=["POST"]),
                Route("/camera", self._camera, methods=["GET", "HEAD"]),
                Route("/{part:str}/status", self._status),
                Route("/{part:str}/jobs", self._job, methods=["POST"]),
            ]
        )

    def drivers(self, address: str) -> dict[str, tuple[str, dict[str, Any]]]:
        """Kind → driver and options by which an agent reaches these devices."""
        lp = [sys.executable, "-m", "hall_bridge.agent.simulators.lp", str(self.folder)]
        return {
            "id_reader": ("jinglun_id_reader", {"address": f"tcp://127.0.0.1:{self.reader.port}"}),
            "document_camera": (
                "liangtian_camera", {"address": f"{address}/camera", "member": "photoBase64"},
            ),
            "scan_gun": ("scan_gun", {"address": f"tcp://127.0.0.1:{self.gun_port}"}),
            "signature_pad": ("signature_pad", {"address": f"{address}/signature"}),
            "printer": ("printer", {"command": [*lp, "{file}"], "status": lp}),
            "licence_printer": ("licence_printer", {"address": f"{address}/licence"}),
        }  # fmt: skip

    async def scan(self, text: str) -> None:
        for writer in self._guns:
            writer.write(f"{text}\r\n".encode())
            await writer.drain()

    async def until_gun_held(self) -> None:
        """Return once an agent listens to the gun: what it types to nobody is lost, as with any
        keyboard."""
        async with asyncio.timeout(30):
            while not self._guns:
                self._held.clear()
                await self._held.wait()

    async def until_gun_let_go(self) -> None:
        """Return once nobody listens to the gun."""
        async with asyncio.timeout(30):
            while self._guns:
                self._let_go.clear()
                await self._let_go.wait()

    async def press(self, button: str) -> None:
        """What a person does at the desk. Raises: KeyError for what is not there."""
        what, _, which = button.partition(":")
        buttons: dict[str, Press] = {
            "card": self._lay, "scan": self.scan, "plug": self._plug, "paper": self._paper,
        }  # fmt: skip
        await buttons[what](which)

    async def _lay(self, card: str) -> None:
        self.reader.card = card if card in CARDS else None

    async def _plug(self, part: str) -> None:
        """In or out, whichever it is not."""
        if part == "reader":
            reader = self.reader
            await (reader.unplug() if reader.is_plugged else reader.plug())
        elif part == "printer":
            _turn(self.folder / "unplugged")
        else:
            self.parts[part] = "ok" if self.parts[part] == "missing" else "missing"

    async def _paper(self, _which: str) -> None:
        _turn(self.folder / "paper_out")

    async def _page(self, _request: Request) -> Response:
        return FileResponse(_PAGE)

    async def _state(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "card": self.reader.card, "cards": {k: v["name"] for k, v in CARDS.items()},
                "reader": "ok" if self.reader.is_plugged else "missing", **self.parts,
                "printer": "missing" if (self.folder / "unplugged").exists() else "ok",
                "paper": not (self.folder / "paper_out").exists(),
                "printed": len(list(self.folder.glob("*.pdf"))), "issued": self.issued[-5:],
            }
        )  # fmt: skip

    async def _press(self, request: Request) -> Response:
        with contextlib.suppress(KeyError):
            await self.press(request.path_params["button"])
        return await self._state(request)

    async def _camera(self, _request: Request) -> Response:
        if self.parts["camera"] != "ok":
            return JSONResponse({"code": 1}, 503)
        picture = await asyncio.to_thread(_picture)
        return JSONResponse({"code": 0, "photoBase64": base64.b64encode(picture).decode()})

    async def _status(self, request: Request) -> Response:
        return JSONResponse({"state": self.parts.get(request.path_params["part"], "missing")})

    async def _job(self, request: Request) -> Response:
        part = request.path_params["part"]
        if self.parts.get(part) != "ok":
            return JSONResponse({"detail": "设备没有接好，请检查电源和数据线。"}, 409)
        if part == "signature":
            return JSONResponse({"strokes": _STROKES, "width": 240, "height": 90})
        wish = await request.json()
        self.issued.append({"number": wish.get("number"), "title": wish.get("title")})
        return JSONResponse({"number": wish.get("number"), "is_issued": True})

    async def _gun(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._guns.add(writer)
        self._held.set()
        with contextlib.suppress(OSError):
            await reader.read()
        self._guns.discard(writer)
        self._let_go.set()
        writer.close()


def _turn(mark: Path) -> None:
    if mark.exists():
        mark.unlink()
    else:
        mark.touch()


def _picture() -> bytes:
    """A sheet of paper on the camera's table."""
    image = Image.new("RGB", (1240, 1754), "#fbfbf7")
    drawing = ImageDraw.Draw(image)
    for row in range(30):
        end = 1100 - (row * 137) % 400
        drawing.rectangle((140, 200 + row * 46, end, 216 + row * 46), fill="#30343a")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()
