"""The door draws numbers on paper, the board and the counter's screen show what is called."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
import websockets
from pypdf import PdfReader
from redis.asyncio import Redis
from websockets.typing import Subprotocol

from flows.devices import service
from flows.halls import duty
from flows.queueing import calling
from foundation import db
from foundation.clock import now, today
from foundation.models import Appointment, User
from foundation.viewer import PERMISSIONS, StaffMember
from hall_bridge.app import create_app
from tests.factories.people import staff_member
from tests.factories.problems import problem
from tests.factories.queues import HALL, ITEM, MARKET, open_queues
from tests.fakes.serving import serving


@pytest.fixture
async def bridge(database: str, redis: Redis) -> AsyncIterator[httpx.AsyncClient]:
    await open_queues()
    async with (
        serving(create_app()) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as http,
    ):
        yield http


def member(staff_id: str, role: str) -> StaffMember:
    return StaffMember(staff_id, role, "李嘉豪", role, "综合窗口", "", PERMISSIONS[role])


async def device(counter: str = "", kind: service.Kind = "terminal") -> dict[str, str]:
    """A device of the hall, as it proves itself."""
    async with db.writing() as session:
        drawn = await service.draw_code(
            session, member("lead", "supervisor"), HALL, counter, kind, "取号机"
        )
    async with db.writing() as session:
        enrolled = await service.enrol(session, drawn.code, "", [])
    return {"Authorization": f"Bearer {enrolled.token}"}


async def clerk(counter: str) -> StaffMember:
    async with httpx.AsyncClient() as http:
        person = await staff_member(http, "clerk", name="李嘉豪")
    staff = member(person.user_id, "clerk")
    async with db.writing() as session:
        await duty.sit_down(session, staff, f"{HALL}-{counter}")
    return staff


@asynccontextmanager
async def socket(
    bridge: httpx.AsyncClient, path: str, headers: dict[str, str]
) -> AsyncIterator[Any]:
    token = headers["Authorization"].removeprefix("Bearer ")
    url = f"{bridge.base_url}".rstrip("/").replace("http", "ws") + path
    offered = [Subprotocol("bearer"), Subprotocol(token)]
    async with websockets.connect(url, subprotocols=offered, proxy=None) as opened:
        yield opened


async def said(opened: Any) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(await asyncio.wait_for(opened.recv(), 5))
    return state


async def call_next(staff: StaffMember) -> None:
    async with db.writing() as session:
        await calling.call_next(session, staff, None)


async def test_a_number_on_paper_is_drawn_once_and_shows_its_place(
    bridge: httpx.AsyncClient,
) -> None:
    door = await device()
    lines = (await bridge.get("/hall/v1/queue", headers=door)).json()["lines"]
    assert [line["letter"] for line in lines] == ["A", "B", "Z"]
    once = {**door, "Idempotency-Key": "press-1"}
    wish = {"line_id": MARKET, "priority": "pregnant"}
    drawn = await bridge.post("/hall/v1/queue/tickets", json=wish, headers=once)
    again = await bridge.post("/hall/v1/queue/tickets", json=wish, headers=once)
    assert drawn.status_code == 201, drawn.text
    assert drawn.json()["id"] == again.json()["id"]
    slip = await bridge.get(f"/hall/v1/queue/tickets/{drawn.json()['id']}/slip", headers=door)
    words = PdfReader(io.BytesIO(slip.content)).pages[0].extract_text()
    assert "A001" in words
    assert "天河区政务服务中心" in words
    opened = await bridge.get(drawn.json()["url"].removeprefix("http://testserver"))
    assert "/pages/queue/index?slip=" in opened.headers["location"]


async def test_the_board_and_the_counter_show_a_call_and_no_name(
    bridge: httpx.AsyncClient,
) -> None:
    door, tablet = await device(kind="board"), await device(f"{HALL}-a02", "tablet")
    staff = await clerk("a02")
    await bridge.post("/hall/v1/queue/tickets", json={"line_id": MARKET}, headers=door)
    async with (
        socket(bridge, f"/hall/v1/halls/{HALL}/board", door) as board,
        socket(bridge, f"/hall/v1/counters/{HALL}-a02/screen", tablet) as screen,
    ):
        assert (await said(board))["calls"] == []
        assert (await said(screen))["ticket"] is None
        await call_next(staff)
        while not (state := await said(board))["calls"]:
            pass
        call = state["calls"][0]
        assert (call["number"], call["counter_number"]) == ("A001", "A02")
        assert "李嘉豪" not in json.dumps(state, ensure_ascii=False)
        while not (shown := await said(screen))["ticket"]:
            pass
        assert shown["ticket"]["number"] == "A001"


async def test_a_device_sees_no_other_hall(bridge: httpx.AsyncClient) -> None:
    door = await device()
    async with socket(bridge, "/hall/v1/halls/elsewhere/board", door) as opened:
        with pytest.raises(websockets.ConnectionClosed):
            await said(opened)
    nobody = await bridge.get("/hall/v1/queue", headers={"Authorization": "Bearer x"})
    assert nobody.status_code == 401


async def test_an_appointment_is_checked_in_at_the_door_once(bridge: httpx.AsyncClient) -> None:
    door, secret = await device(), "0123456789abcdef0123"
    async with db.writing() as session:
        session.add(User(id="u" * 32, kind="citizen", assurance_level="L2"))
        await session.flush()
        session.add(
            Appointment(
                hall_id=HALL, line_id=MARKET, item_code=ITEM, user_id="u" * 32, day=today(),
                starts="00:00", ends="24:00", state="booked", priority="", code=secret,
                created_at=now() - timedelta(days=1),
            )
        )  # fmt: skip
    drawn = await bridge.post("/hall/v1/queue/check_in", json={"code": f"y{secret}"}, headers=door)
    assert drawn.status_code == 200, drawn.text
    again = await bridge.post("/hall/v1/queue/check_in", json={"code": f"y{secret}"}, headers=door)
    assert again.json()["id"] == drawn.json()["id"]
    guessed = await bridge.post(
        "/hall/v1/queue/check_in", json={"code": "y" + "0" * 20}, headers=door
    )
    assert problem(guessed, 404)["code"] == "appointment_unknown"
