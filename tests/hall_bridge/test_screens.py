"""Devices enrol once, and a counter's screen shows who sits there, over real sockets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import websockets
from redis.asyncio import Redis
from websockets.typing import Subprotocol

from flows.devices import service
from flows.halls import duty
from flows.halls.errors import CounterTaken
from foundation import db
from foundation.viewer import PERMISSIONS, StaffMember
from hall_bridge.app import create_app
from tests.factories.halls import COUNTER, HALL, open_hall
from tests.factories.people import staff_member
from tests.factories.problems import problem
from tests.fakes.serving import serving


@pytest.fixture
async def bridge(database: str, redis: Redis) -> AsyncIterator[str]:
    await open_hall()
    async with serving(create_app()) as address:
        yield address


def member(staff_id: str, role: str, name: str = "陈晓敏") -> StaffMember:
    return StaffMember(staff_id, role, name, role, "综合窗口", "", PERMISSIONS[role])


async def enrolled(bridge: str, kind: service.Kind = "tablet") -> dict[str, Any]:
    """A device that spent its code; the code is worth nothing afterwards."""
    async with db.writing() as session:
        lead = member("lead", "supervisor")
        drawn = await service.draw_code(session, lead, HALL, COUNTER, kind, "A12平板")
    async with httpx.AsyncClient(base_url=bridge, trust_env=False) as http:
        answer = await http.post("/hall/v1/devices/enrol", json={"code": drawn.code.lower()})
        assert answer.status_code == 201
        again = await http.post("/hall/v1/devices/enrol", json={"code": drawn.code})
        assert problem(again, 404)["code"] == "enrolment_refused"
    device: dict[str, Any] = answer.json()
    return device


@asynccontextmanager
async def screen(bridge: str, counter: str, token: str) -> AsyncIterator[Any]:
    url = f"{bridge.replace('http', 'ws')}/hall/v1/counters/{counter}/screen"
    subprotocols = [Subprotocol("bearer"), Subprotocol(token)]
    async with websockets.connect(url, subprotocols=subprotocols, proxy=None) as socket:
        yield socket


async def said(socket: Any) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), 5))
    return state


async def test_a_screen_shows_who_sits_down_and_leaves(bridge: str) -> None:
    device = await enrolled(bridge)
    async with httpx.AsyncClient(base_url=bridge, trust_env=False) as http:
        clerk = await staff_member(http, "clerk", name="李嘉豪")
    staff = member(clerk.user_id, "clerk", "李嘉豪")
    async with screen(bridge, COUNTER, device["token"]) as socket:
        assert (await said(socket))["duty"] is None
        async with db.writing() as session:
            await duty.sit_down(session, staff, COUNTER)
        while not (state := await said(socket))["duty"]:
            pass
        assert state["duty"]["display_name"] == "李嘉豪"
        async with db.writing() as session:
            await duty.stand_up(session, staff)
        while (await said(socket))["duty"]:
            pass


async def test_a_device_sees_no_other_counter_and_a_stranger_none(bridge: str) -> None:
    device = await enrolled(bridge)
    for counter, token in (("elsewhere", device["token"]), (COUNTER, "x" * 43)):
        async with screen(bridge, counter, token) as socket:
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await said(socket)
            assert closed.value.rcvd
            assert closed.value.rcvd.code == 4401


async def test_a_counter_has_one_person(bridge: str) -> None:
    async with httpx.AsyncClient(base_url=bridge, trust_env=False) as http:
        one, other = [await staff_member(http, "clerk", name=name) for name in ("甲", "乙")]
    async with db.writing() as session:
        await duty.sit_down(session, member(one.user_id, "clerk"), COUNTER)
    with pytest.raises(CounterTaken):
        async with db.writing() as session:
            await duty.sit_down(session, member(other.user_id, "clerk"), COUNTER)
