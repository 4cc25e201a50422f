"""Signals of a video call: only the two parties, only after the citizen's yes, until it ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.factories.people import Person, open_guest, staff_member
from tests.factories.problems import problem
from tests.miniprogram_api.conftest import Served
from tests.miniprogram_api.test_handoffs import talking


@asynccontextmanager
async def calling(served: Served, person: Person, path: str) -> AsyncIterator[ClientConnection]:
    address = served.address.replace("http://", "ws://") + path
    protocols = [Subprotocol("bearer"), Subprotocol(person.token)]
    async with connect(address, subprotocols=protocols, proxy=None) as line:
        yield line


async def heard(line: ClientConnection) -> Any:
    while True:
        signal = json.loads(await asyncio.wait_for(line.recv(), 10))
        if signal["type"] != "ping":
            return signal


async def is_refused(served: Served, person: Person, path: str) -> bool:
    with pytest.raises(ConnectionClosed) as closed:
        async with calling(served, person, path) as line:
            await heard(line)
    return bool(closed.value.rcvd and closed.value.rcvd.code == 4403)


async def agreed(served: Served, guest: Person, officer: Person) -> tuple[str, str]:
    """The two addresses of a call the citizen said yes to."""
    handoff_id = await talking(guest, officer)
    await officer.post(f"/staff/v1/handoffs/{handoff_id}/video/invite")
    await guest.post(f"/api/v1/handoffs/{handoff_id}/video/consent", {"agreed": True})
    return f"/api/v1/handoffs/{handoff_id}/video", f"/staff/v1/handoffs/{handoff_id}/video"


async def test_signals_pass_between_the_two(served: Served, officer: Person) -> None:
    guest = await open_guest(served.http)
    mine, theirs = await agreed(served, guest, officer)
    async with calling(served, guest, mine) as one, calling(served, officer, theirs) as two:
        assert (await heard(one))["type"] == (await heard(two))["type"] == "welcome"
        offer = {"type": "offer", "sdp": "v=0"}
        await two.send(json.dumps(offer))
        assert await heard(one) == offer
        await one.send("no json")
        await one.send(json.dumps({"type": "hang_up"}))
        assert (await heard(two))["type"] == "hang_up"
    path = f"/staff/v1/handoffs/{mine.split('/')[4]}"
    for _ in range(100):
        detail = await officer.get(path)
        if detail["video"] == "ended":
            break
        await asyncio.sleep(0.02)
    assert [e["act"] for e in detail["timeline"]][-3:] == ["invite", "agree", "hang_up"]


async def test_nobody_else_and_nothing_before_the_yes(served: Served, officer: Person) -> None:
    guest, stranger = await open_guest(served.http), await open_guest(served.http)
    handoff_id = await talking(guest, officer)
    path = f"/api/v1/handoffs/{handoff_id}/video"
    assert await is_refused(served, guest, path), "nobody was asked yet"
    await officer.post(f"/staff/v1/handoffs/{handoff_id}/video/invite")
    assert await is_refused(served, guest, path), "the yes is missing"
    await guest.post(f"{path}/consent", {"agreed": True})
    assert await is_refused(served, stranger, path)
    colleague = await staff_member(served.http, "supervisor")
    assert await is_refused(served, colleague, f"/staff/v1/handoffs/{handoff_id}/video")
    assert await is_refused(served, Person(served.http, "no-token"), path)


async def test_a_no_is_kept_and_closing_ends_the_call(served: Served, officer: Person) -> None:
    guest = await open_guest(served.http)
    mine, theirs = await agreed(served, guest, officer)
    handoff_id = mine.split("/")[4]
    async with calling(served, guest, mine) as line:
        await heard(line)
        await officer.post(f"/staff/v1/handoffs/{handoff_id}/close")
        assert (await heard(line))["type"] == "ended"
    late = await guest.ask("POST", f"{mine}/consent", json={"agreed": True})
    problem(late, 409, "handoff_moved")
    assert await is_refused(served, officer, theirs)
