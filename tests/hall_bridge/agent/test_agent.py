"""The agent with real drivers over simulated wires: every device from the counter's question to
its result, plugs pulled, paper out, events made while nobody listened."""

from __future__ import annotations

import asyncio
import base64
import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from redis.asyncio import Redis

from flows.devices import commands, events
from flows.devices.at_counter import Question, ask_neighbour
from flows.devices.contract import VERBS, VerbName
from flows.devices.errors import DeviceAway
from flows.devices.views import CommandResult
from foundation import db
from foundation.clock import now
from foundation.viewer import DeviceMember
from hall_bridge.agent.journal import Journal
from hall_bridge.agent.running import Configuration, Wanted
from hall_bridge.agent.secrets import EnrolmentFailed, Secrets, enrol
from hall_bridge.app import create_app
from tests.factories.desk import agent_of, code_for, furnished, until_online, until_part
from tests.factories.devices import enrolled
from tests.factories.halls import COUNTER, HALL, open_hall
from tests.fakes.serving import serving

CLERK = "staff:chenxm"


@pytest.fixture
async def bridge(database: str, redis: Redis) -> AsyncIterator[str]:
    await open_hall()
    async with serving(create_app()) as address:
        yield address


async def ask(verb: VerbName, **arguments: Any) -> str:
    async with db.writing() as session:
        asked = await commands.ask_device(
            session, COUNTER, VERBS[verb].capability, verb, arguments, CLERK,
            request_id=secrets.token_hex(8),
        )  # fmt: skip
    return asked.id


async def ended(command_id: str, asked_by: str = CLERK) -> CommandResult:
    async with asyncio.timeout(20):
        while True:
            async with db.writing() as session:
                found = await commands.result_of(session, command_id, asked_by)
            if found.state in ("done", "failed", "expired"):
                return found
            await asyncio.sleep(0.05)


async def test_every_device_of_a_desk_does_what_it_is_asked(bridge: str, tmp_path: Path) -> None:
    async with furnished(bridge, tmp_path) as place:
        await place.desk.press("card:linxugou")
        card = (await ended(await ask("read_id_card"))).result or {}
        assert (card["name"], card["sex"], card["nation"]) == ("林虚构", "女", "汉")
        assert (card["number"], card["valid_until"]) == ("440106199003078222", "20400101")
        assert len(base64.b64decode(card["photo_wlt"])) == 1024
        picture = (await ended(await ask("take_picture"))).result or {}
        assert picture["media_type"] == "image/jpeg"
        assert base64.b64decode(picture["picture"]).startswith(b"\xff\xd8")
        assert (await ended(await ask("sign"))).result is not None
        issued = await ended(await ask("issue_licence", number="JY123", title="食品经营许可证"))
        assert issued.state == "done"
        assert place.desk.issued == [{"number": "JY123", "title": "食品经营许可证"}]
    files = [*(tmp_path / "agent").glob("*.json"), tmp_path / "agent" / "journal.db"]
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)
    assert b"440106199003078222" not in b"".join(
        file.read_bytes() for file in (tmp_path / "agent").iterdir()
    )


async def test_a_tablets_slip_is_printed_and_no_paper_is_said(bridge: str, tmp_path: Path) -> None:
    tablet = await enrolled("tablet")
    member = DeviceMember(tablet.device_id, "tablet", HALL, COUNTER, "A12平板")

    async def slip() -> str:
        wish = Question(
            verb="print", concerns="", request_id=secrets.token_hex(8), title="受理凭条",
            lines=["办件编号 TH202607010000017", "请凭此凭条取件"],
        )  # fmt: skip
        async with db.writing() as session:
            return (await ask_neighbour(session, member, wish)).id

    async with furnished(bridge, tmp_path, "printer") as place:
        printed = await ended(await slip(), f"device:{tablet.device_id}")
        assert printed.state == "done"
        (paper,) = place.desk.folder.glob("*.pdf")
        assert "TH202607010000017" in pypdf.PdfReader(paper).pages[0].extract_text()
        await place.desk.press("paper:")
        refused = await ended(await slip(), f"device:{tablet.device_id}")
        assert (refused.state, "放入纸张" in refused.reason) == ("failed", True)
        await until_part("printer", "paper_out")
        with pytest.raises(DeviceAway, match="没有纸了"):
            await slip()


async def test_a_wrong_address_or_code_ends_no_other_device(bridge: str, tmp_path: Path) -> None:
    """A file that is no port breaks the reader's driver, a spent code its enrolment."""
    no_port = tmp_path / "no-port"
    no_port.write_text("")
    options = {"address": str(no_port)}
    wanted = [
        Wanted("spent", "scan_gun", "WRONGCODE1", options),
        Wanted("reader", "jinglun_id_reader", await code_for("id_reader", "A12读卡"), options),
        Wanted("gun", "scan_gun", await code_for("scan_gun", "A12扫码"), options),
    ]
    async with agent_of(Configuration(bridge, tmp_path / "agent", wanted)):
        await until_part("id_card", "missing")
        await until_part("scanner", "missing")


async def test_a_pulled_plug_is_seen_and_mended(bridge: str, tmp_path: Path) -> None:
    async with furnished(bridge, tmp_path, "id_reader", "document_camera") as place:
        await place.desk.press("plug:reader")
        seen = await until_part("id_card", "missing")
        assert "身份证阅读器没有接好" in seen.trouble
        with pytest.raises(DeviceAway, match="没有接好"):
            await ask("read_id_card")
        await place.desk.press("plug:camera")
        await until_part("camera", "missing")
        await place.desk.press("plug:reader")
        await until_part("id_card", "ok")
        await place.desk.press("card:hemoni")
        assert ((await ended(await ask("read_id_card"))).result or {})["nation"] == "壮"


async def test_scans_made_offline_come_once_when_the_server_is_back(
    bridge: str, tmp_path: Path
) -> None:
    async with furnished(bridge, tmp_path, "scan_gun") as place:
        await place.desk.scan("first")
        await _scanned("first")
        configuration = place.configuration
    before = now()
    secrets_file = Secrets(configuration.folder / "devices.json")
    own = secrets_file.find("scan_gun")
    assert own is not None
    journal = Journal(configuration.folder / "journal.db")
    journal.add_event(own.device_id, "scanned", {"text": "second"})
    journal.close()
    kept = b"".join(file.read_bytes() for file in configuration.folder.glob("journal.db*"))
    assert own.device_id.encode() in kept
    assert b"second" not in kept
    async with agent_of(configuration) as agent:
        await _scanned("first", "second")
        agent.lines["scan_gun"].event("scanned", {"text": "third"})
        found = await _scanned("first", "second", "third")
    assert found[1].happened_at >= before - timedelta(seconds=1)


async def test_a_killed_agent_says_what_it_does_not_know(bridge: str, tmp_path: Path) -> None:
    async with furnished(bridge, tmp_path, "id_reader") as place:
        await until_online(1)
        asked = await ask("read_id_card")
        await _state(asked, "acknowledged")
        configuration = place.configuration
    async with agent_of(configuration):
        interrupted = await ended(asked)
    assert interrupted.state == "failed"
    assert "中断" in interrupted.reason
    assert place.desk.reader.reads == 0


async def test_a_wrong_code_is_told(bridge: str) -> None:
    with pytest.raises(EnrolmentFailed, match="入网码有误"):
        await enrol(bridge, "WRONGCODE2", "精伦 IDR210", ["id_card"])


async def _state(command_id: str, state: str) -> None:
    async with asyncio.timeout(10):
        while True:
            async with db.writing() as session:
                if (await commands.result_of(session, command_id, CLERK)).state == state:
                    return
            await asyncio.sleep(0.05)


async def _scanned(*texts: str) -> list[events.Happened]:
    async with asyncio.timeout(15):
        while True:
            async with db.reading() as session:
                since = now() - timedelta(minutes=5)
                found = await events.events_since(session, COUNTER, since, "scanned")
            if len(found) >= len(texts):
                assert [one.data["text"] for one in found] == list(texts)
                return found
            await asyncio.sleep(0.05)
