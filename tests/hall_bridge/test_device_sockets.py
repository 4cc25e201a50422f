"""The contract with devices over real sockets: commands once, events once, clocks, plugs."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from flows.devices import commands, events, keeping, upkeep
from flows.devices.errors import CommandUnknown, DeviceAway, NoDeviceHere
from flows.devices.views import CommandView
from foundation import db
from foundation.clock import now
from foundation.models import AccessRecord, DeviceCommand
from hall_bridge.app import create_app
from tests.factories.devices import LEAD, clock_ms, enrolled, line_of
from tests.factories.halls import COUNTER, HALL, open_hall
from tests.fakes.serving import serving
from tests.hall_bridge.rows import all_of

CLERK = "staff:chenxm"
CARD = {"name": "林虚构", "number": "440106199003078216"}


@pytest.fixture
async def bridge(database: str, redis: Redis) -> AsyncIterator[str]:
    await open_hall()
    async with serving(create_app()) as address:
        yield address


async def ask(request_id: str = "") -> CommandView:
    async with db.writing() as session:
        return await commands.ask_device(
            session, COUNTER, "id_card", "read_id_card", {}, CLERK,
            request_id=request_id or secrets.token_hex(8), concerns="case:TH202607010000017",
        )  # fmt: skip


async def state_of(command: CommandView) -> str:
    async with db.writing() as session:
        return (await commands.result_of(session, command.id, CLERK)).state


async def test_a_command_is_carried_done_and_its_result_seen_by_who_asked(bridge: str) -> None:
    device = await enrolled("id_reader")
    async with line_of(bridge, device) as line:
        await line.hello("id_card", id_card="ok")
        asked = await ask("once-please")
        assert (await ask("once-please")).id == asked.id
        told = await line.hear("command")
        assert (told["id"], told["verb"]) == (asked.id, "read_id_card")
        assert (await line.ack(asked.id, "accepted"))["state"] == "acknowledged"
        for _ in range(2):
            assert (await line.ack(asked.id, "done", result=CARD))["state"] == "done"
    async with db.writing() as session:
        assert (await commands.result_of(session, asked.id, CLERK)).result == CARD
        with pytest.raises(CommandUnknown):
            await commands.result_of(session, asked.id, "staff:somebody")
    looks = await all_of(AccessRecord)
    assert [(look.viewer, look.object_id) for look in looks] == [(CLERK, asked.id)]
    assert CARD["number"] not in str(vars(looks[0]))


async def test_what_was_not_acknowledged_is_carried_again_and_only_then(bridge: str) -> None:
    device = await enrolled("id_reader")
    async with line_of(bridge, device) as line:
        await line.hello("id_card")
        lost, taken = await ask(), await ask()
        assert {(await line.hear("command"))["id"] for _ in "ab"} == {lost.id, taken.id}
        await line.ack(taken.id, "accepted")
        await line.heartbeat()
    async with line_of(bridge, device) as line:
        await line.hello("id_card")
        assert (await line.hear("command"))["id"] == lost.id
        with pytest.raises(TimeoutError):
            await line.hear("command", 0.3)


async def test_a_second_connection_takes_over_and_the_first_is_sent_away(bridge: str) -> None:
    device = await enrolled("id_reader")
    async with (
        serving(create_app()) as other,
        line_of(bridge, device) as first,
        line_of(other, device) as second,
    ):
        await first.hello("id_card")
        await second.hello("id_card")
        asked = await ask()
        assert (await second.hear("command"))["id"] == asked.id
        assert await first.until_closed() == 4409
        async with db.reading() as session:
            assert (await keeping.devices_at(session, COUNTER))[0].presence == "online"


async def presence() -> str:
    """Read anew: an open reading sees the moment it began."""
    async with db.reading() as session:
        return (await keeping.devices_at(session, COUNTER))[0].presence


async def test_a_missing_part_ends_what_waits_with_a_sentence(bridge: str) -> None:
    device = await enrolled("id_reader")
    with pytest.raises(NoDeviceHere):
        await ask()
    async with line_of(bridge, device) as line:
        await line.hello("id_card", id_card="ok")
        asked = await ask()
        await line.hear("command")
        await line.heartbeat(id_card="missing")
        async with db.writing() as session:
            ended = await commands.result_of(session, asked.id, CLERK)
            assert (ended.state, ended.reason[:6]) == ("failed", "身份证阅读器")
        with pytest.raises(DeviceAway, match="没有接好"):
            await ask()
        await line.heartbeat(id_card="ok")
        assert (await ask()).state == "queued"
    async with asyncio.timeout(10):
        while True:
            if await presence() != "online":
                break
            await asyncio.sleep(0.05)
    with pytest.raises(DeviceAway, match="不在线"):
        await ask()


async def test_an_event_counts_once_at_its_true_moment(bridge: str) -> None:
    device = await enrolled("scan_gun")
    fast = 3_600_000
    async with line_of(bridge, device) as line:
        welcome = await line.hello("scanner", clock=clock_ms() + fast)
        assert abs(welcome["skew_ms"] + fast) < 5_000
        event = {"id": "event-0001", "kind": "scanned", "data": {"text": "w-a12"}}
        for _ in range(3):
            await line.say("event", at=clock_ms() + fast - 60_000, **event)
            assert (await line.hear("event_received"))["id"] == "event-0001"
        async with db.reading() as session:
            since = now() - timedelta(minutes=5)
            (one,) = await events.events_since(session, COUNTER, since, "scanned")
            (shown,) = await keeping.devices_at(session, COUNTER)
    assert one.data == {"text": "w-a12"}
    assert abs(one.happened_at - (now() - timedelta(minutes=1))) < timedelta(seconds=10)
    assert shown.is_skewed
    assert "时钟" in shown.trouble


async def test_a_revoked_device_is_cut_off_at_once_and_can_be_let_in_again(bridge: str) -> None:
    device = await enrolled("id_reader")
    async with line_of(bridge, device) as line:
        await line.hello("id_card")
        asked = await ask()
        async with db.writing() as session:
            await keeping.revoke(session, LEAD, HALL, device.device_id, True)
        assert await line.until_closed() == 4401
    assert await state_of(asked) == "failed"
    async with line_of(bridge, device) as line:
        assert await line.until_closed() == 4401
    async with db.writing() as session:
        await keeping.revoke(session, LEAD, HALL, device.device_id, False)
    async with line_of(bridge, device) as line:
        assert (await line.hello("id_card"))["name"] == "A12设备"


async def test_over_time_it_expires_and_a_late_end_is_said_but_not_used(bridge: str) -> None:
    device = await enrolled("id_reader")
    async with line_of(bridge, device) as line:
        await line.hello("id_card")
        asked = await ask()
        await line.hear("command")
        await line.ack(asked.id, "accepted")
        await _make_old(asked.id)
        await upkeep.tend()
        assert await state_of(asked) == "expired"
        assert (await line.ack(asked.id, "done", result=CARD))["state"] == "expired"
    async with db.writing() as session:
        late = await commands.result_of(session, asked.id, CLERK)
    assert late.result is None
    assert "过了时限" in late.reason


async def test_what_was_read_is_forgotten_in_time(bridge: str) -> None:
    device = await enrolled("id_reader")
    async with line_of(bridge, device) as line:
        await line.hello("id_card")
        asked = await ask()
        await line.hear("command")
        await line.ack(asked.id, "done", result=CARD)
        await _make_old(asked.id)
        await upkeep.tend()
    async with db.writing() as session:
        gone = await commands.result_of(session, asked.id, CLERK)
    assert (gone.state, gone.result) == ("done", None)


async def test_what_makes_no_sense_is_refused_and_the_line_stays(bridge: str) -> None:
    device = await enrolled("id_reader")
    async with line_of(bridge, device) as line:
        await line.hello("id_card")
        await line.say("dance")
        assert "看不懂" in (await line.hear("refused"))["detail"]
        assert (await line.ack("0" * 32, "done"))["state"] == "unknown"
        assert "skew_ms" in await line.heartbeat()
    stranger = await enrolled("printer")
    async with line_of(bridge, device, stranger.token) as line:
        assert await line.until_closed() == 4401


async def _make_old(command_id: str) -> None:
    async with db.writing() as session:
        row = await session.get_one(DeviceCommand, command_id)
        row.expires_at = row.forget_at = now() - timedelta(seconds=1)
