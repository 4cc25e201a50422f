"""断网收件 by a real agent in a process of its own: the server away, the agent killed, nothing lost
and nothing brought twice."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from redis.asyncio import Redis
from sqlalchemy import select, update
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from foundation import db
from foundation.models import Device, Parcel
from hall_bridge.agent.outbox import Outbox
from hall_bridge.agent.simulators.desk import Desk
from hall_bridge.app import create_app
from tests.factories.desk import code_for
from tests.factories.halls import open_hall
from tests.fakes.serving import address_of, bound, serving
from tests.fixtures.ports import free_port
from tests.miniprogram_api.test_showings import picture

ROOT = Path(__file__).resolve().parents[3]
NUMBER = "440106199003078222"


class Page:
    """What the page on that computer asks of its agent."""

    def __init__(self, port: int) -> None:
        self._http = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=20,
            headers={"x-agent-page": "1"},
        )  # fmt: skip

    async def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        return await self._http.request(method, f"/agent/v1{path}", **request)

    async def do(self, method: str, path: str, **request: Any) -> Any:
        answer = await self.ask(method, path, **request)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def until(self, **wanted: Any) -> Any:
        """The state as soon as it has these values."""
        async with asyncio.timeout(30):
            while True:
                try:
                    state = (await self.ask("GET", "/state")).json()
                except httpx.TransportError:
                    state = {}
                if all(state.get(name) == value for name, value in wanted.items()):
                    return state
                await asyncio.sleep(0.05)


class SignInFirst:
    """A network between here and the server that answers everything with a page of its own."""

    def __init__(self) -> None:
        self.app = Starlette(routes=[Route("/{path:path}", self._page, methods=["GET", "PUT"])])
        self._asked: asyncio.Queue[str] = asyncio.Queue()

    async def _page(self, request: Request) -> HTMLResponse:
        await request.body()
        if request.method == "PUT":
            self._asked.put_nowait(request.url.path)
        return HTMLResponse("<h1>请先登录网络</h1>")

    async def was_asked_twice(self) -> None:
        """For the same parcel: its page was not taken for the server's word."""
        async with asyncio.timeout(30):
            assert await self._asked.get() == await self._asked.get()


@asynccontextmanager
async def agent(config: Path, says: int | None = None) -> AsyncIterator[asyncio.subprocess.Process]:
    """Killed at the end, as a computer whose plug is pulled; `says` may be a pipe."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hall_bridge.agent", "--config", str(config), cwd=ROOT, stdout=says
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        await process.wait()


async def kept() -> list[Parcel]:
    async with db.reading() as session:
        return list((await session.scalars(select(Parcel))).all())


async def test_what_was_taken_offline_survives_and_arrives_once(
    database: str, redis: Redis, tmp_path: Path
) -> None:
    await open_hall()
    desk, wires, door, port = Desk(tmp_path / "desk"), bound(), bound(), free_port()
    async with desk.running(), serving(desk.app(), wires):
        page, config = Page(port), tmp_path / "agent.json"
        config.write_text(json.dumps(await configuration(desk, wires, door, port)), "utf-8")
        async with serving(create_app(), door) as bridge, agent(config):
            await page.until(is_ready=True, is_online=True)
        async with agent(config):
            state = await page.until(is_ready=True, is_online=False)
            assert state["counter"] == "A12"
            parcel = await page.do("POST", "/parcels")
            at = f"/parcels/{parcel['key']}"
            licence = {"material_id": "business_licence", "material_name": "营业执照"}
            taken = await page.do("POST", f"{at}/pictures", json=licence)
            assert taken["picture"].startswith("data:image/jpeg;base64,")
            again = await page.ask("POST", f"{at}/pictures", json=licence)
            assert (again.status_code, "没有重复收" in again.text) == (409, True)
        async with agent(config):
            await signs(page, desk, parcel)
        on_disk = b"".join(file.read_bytes() for file in (tmp_path / "agent").iterdir())
        for secret in (NUMBER, "林虚构", "断网时收", "JFIF"):
            assert secret.encode() not in on_disk
        gateway = SignInFirst()
        async with serving(gateway.app, again_at(bridge)), agent(config):
            await gateway.was_asked_twice()
        async with serving(create_app(), again_at(bridge)):
            for _ in range(2):
                async with agent(config):
                    await until_state(page, "delivered")
    (arrived,) = await kept()
    content = arrived.content or {}
    assert (arrived.number, arrived.state) == (parcel["number"], "waiting")
    assert (content["holder"]["name"], content["note"]) == ("林虚构", "断网时收")
    assert [one["material_name"] for one in content["files"]] == ["营业执照"]
    assert content["signature"]["strokes"]


async def signs(page: Page, desk: Desk, parcel: Any) -> None:
    """The agent was killed meanwhile and has the picture still."""
    at = f"/parcels/{parcel['key']}"
    state = await page.until(is_ready=True)
    assert [one["name"] for one in state["open"]["files"]] == ["营业执照.jpg"]
    await desk.press("card:linxugou")
    holder = {**await page.do("POST", "/card"), "way": "card"}
    assert holder["id_number"] == NUMBER
    said = {
        "clerk": "TH0312", "holder": holder, "note": "断网时收",
        "signature": await page.do("POST", "/signature"),
    }  # fmt: skip
    closed = await page.do("POST", f"{at}/close", json=said)
    assert (closed["number"], len(closed["mark"])) == (parcel["number"], 8)
    assert (await page.ask("POST", f"{at}/close", json=said)).status_code == 409
    assert (await page.until(open=None))["parcels"][0]["state"] == "waiting"


async def until_state(page: Page, wanted: str) -> None:
    async with asyncio.timeout(30):
        while True:
            state = await page.until(is_ready=True)
            if [one["state"] for one in state["parcels"]] == [wanted]:
                return
            await asyncio.sleep(0.05)


def again_at(address: str) -> socket.socket:
    return socket.create_server(("127.0.0.1", int(address.rpartition(":")[2])))


@asynccontextmanager
async def a_counter(folder: Path) -> AsyncIterator[tuple[Path, int]]:
    """Simulated devices and a bridge; the agent's configuration, and the port of its page."""
    await open_hall()
    desk, wires, door, port = Desk(folder / "desk"), bound(), bound(), free_port()
    async with desk.running(), serving(desk.app(), wires), serving(create_app(), door):
        config = folder / "agent.json"
        config.write_text(json.dumps(await configuration(desk, wires, door, port)), "utf-8")
        yield config, port


async def configuration(
    desk: Desk, wires: socket.socket, door: socket.socket, port: int
) -> dict[str, Any]:
    drivers = desk.drivers(address_of(wires))
    devices = [
        {"name": kind, "driver": drivers[kind][0], "options": drivers[kind][1],
         "code": await code_for(kind, f"A12{kind}")}
        for kind in ("id_reader", "document_camera", "signature_pad")
    ]  # fmt: skip
    return {"server": address_of(door), "page_port": port, "devices": devices}


async def test_the_page_is_for_this_computer_only(
    database: str, redis: Redis, tmp_path: Path
) -> None:
    async with a_counter(tmp_path) as (config, port), agent(config):
        await Page(port).until(is_ready=True)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as other:
            elsewhere = {"Host": "evil.example"}
            assert (await other.get("/agent/v1/state", headers=elsewhere)).status_code == 400
            assert (await other.post("/agent/v1/parcels")).status_code == 403
            assert (await other.post("/agent/v1/card")).status_code == 403


async def test_the_page_opens_as_soon_as_its_port_is_free(
    database: str, redis: Redis, tmp_path: Path
) -> None:
    async with a_counter(tmp_path) as (config, port):
        other = socket.create_server(("127.0.0.1", port))
        async with agent(config, asyncio.subprocess.PIPE) as process:
            assert process.stdout is not None
            async with asyncio.timeout(30):
                while "被占用" not in (await process.stdout.readline()).decode():
                    pass
            other.close()
            await Page(port).until(is_ready=True)


async def test_what_the_server_would_refuse_is_refused_while_the_person_is_there(
    database: str, redis: Redis, tmp_path: Path
) -> None:
    async with a_counter(tmp_path) as (config, port), agent(config):
        page = Page(port)
        await page.until(is_ready=True)
        parcel = await page.do("POST", "/parcels")
        at = f"/parcels/{parcel['key']}"
        gif = await page.ask("POST", f"{at}/files?name=a.gif", content=b"GIF89a....")
        assert (gif.status_code, "JPG" in gif.text) == (409, True)
        named = await page.do("POST", f"{at}/files?name=%20a.jpg%E3%80%80", content=picture())
        assert named["name"] == "a.jpg"
        said = {"clerk": "TH0312", "holder": {"name": "林虚构"}, "case_number": "TH1"}
        refused = await page.ask("POST", f"{at}/close", json=said)
        assert (refused.status_code, "15位" in refused.text) == (409, True)
        await page.do("POST", f"{at}/close", json={**said, "case_number": ""})
        await until_state(page, "delivered")
    (arrived,) = await kept()
    assert [one["name"] for one in (arrived.content or {})["files"]] == ["a.jpg"]


async def test_a_number_on_a_receipt_is_nobody_elses(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.db")
    first = outbox.open("A02")
    outbox.close(first.key, "食品经营许可", b"sealed", is_signed=False)
    outbox.settled(first.key, "refused", "没有收下")
    outbox.throw_away(first.key)
    assert outbox.latest() == []
    assert outbox.open("A02").number != first.number
    outbox.shut()


async def test_another_device_brings_what_one_out_of_use_may_not(
    database: str, redis: Redis, tmp_path: Path
) -> None:
    async with a_counter(tmp_path) as (config, port), agent(config):
        page = Page(port)
        await page.until(is_ready=True)
        async with db.writing() as session:
            out_of_use = update(Device).where(Device.kind == "id_reader").values(state="revoked")
            await session.execute(out_of_use)
        at = f"/parcels/{(await page.do('POST', '/parcels'))['key']}"
        await page.do("POST", f"{at}/files?name=a.jpg", content=picture())
        await page.do("POST", f"{at}/close", json={"clerk": "TH0312", "holder": {"name": "林虚构"}})
        await until_state(page, "delivered")
    assert len(await kept()) == 1
