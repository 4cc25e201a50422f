"""What heartbeats find although no bell rang, and what a screen reads of an event."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from redis.asyncio import Redis
from sqlalchemy import update

from flows.devices import keeping
from foundation import db
from foundation.clock import now
from foundation.models import Device, DeviceCommand, DevicePulse, new_id
from hall_bridge.app import create_app
from hall_bridge.counters import PARTS, parts_changed, state_of
from tests.factories.devices import enrolled, line_of
from tests.factories.halls import COUNTER, open_hall
from tests.fakes.serving import serving
from tests.hall_bridge.rows import all_of


@pytest.fixture
async def bridge(database: str, redis: Redis) -> AsyncIterator[str]:
    await open_hall()
    async with serving(create_app()) as address:
        yield address


async def test_a_heartbeat_keeps_a_device_online_and_finds_what_waits(bridge: str) -> None:
    device = await enrolled("id_reader")
    async with line_of(bridge, device) as line:
        await line.hello("id_card")
        long_ago = now() - timedelta(seconds=60)
        async with db.writing() as session:
            await session.execute(update(DevicePulse).values(seen_at=long_ago))
            session.add(_command_without_a_bell(device.device_id))
        assert await _presence() == "away"
        await line.heartbeat()
        told = await line.hear("command", 6)
        assert told["verb"] == "read_id_card"
        async with asyncio.timeout(10):
            while await _presence() != "online":  # noqa: ASYNC110 (written by another task)
                await asyncio.sleep(0.1)
        (command,) = await all_of(DeviceCommand)
        assert (command.state, command.attempts) == ("sent", 1)


async def test_a_heartbeat_finds_that_another_speaks_for_the_device(bridge: str) -> None:
    device = await enrolled("id_reader")
    async with line_of(bridge, device) as line:
        await line.hello("id_card")
        async with db.writing() as session:
            await session.execute(update(DevicePulse).values(connection="another"))
        await line.heartbeat()
        assert await line.until_closed() == 4409
    (pulse,) = await all_of(DevicePulse)
    assert pulse.connection == "another"


async def test_a_heartbeat_finds_that_the_device_was_revoked(bridge: str) -> None:
    device = await enrolled("id_reader")
    async with line_of(bridge, device) as line:
        await line.hello("id_card")
        async with db.writing() as session:
            await session.execute(update(Device).values(state="revoked"))
        await line.heartbeat()
        assert await line.until_closed() == 4401


async def test_an_event_reads_what_its_kind_can_have_changed(bridge: str) -> None:
    assert parts_changed(frozenset({"ticket"})) == {"ticket"}
    assert parts_changed(frozenset({"handoff", "command"})) == {
        "handoff", "showing", "device_commands",
    }  # fmt: skip
    for anything in ("again", "duty", "something new"):
        assert parts_changed(frozenset({"ticket", anything})) == set(PARTS)
    assert (await state_of(COUNTER)).keys() == PARTS.keys()
    assert (await state_of(COUNTER, {"ticket"})).keys() == {"ticket"}


async def _presence() -> str:
    async with db.reading() as session:
        return (await keeping.devices_at(session, COUNTER))[0].presence


def _command_without_a_bell(device_id: str) -> DeviceCommand:
    moment = now()
    return DeviceCommand(
        id=new_id(), device_id=device_id, counter_id=COUNTER, verb="read_id_card", arguments={},
        asked_by="staff:somebody", request_id=new_id(), state="queued", created_at=moment,
        expires_at=moment + timedelta(minutes=1),
    )  # fmt: skip
