"""The client follows the bot from one address to another; a turn under way ends where it began."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.bot.address import FILE, Address, point_to
from adapters.bot.client import RasaClient
from foundation.settings import settings
from operations.place import ROOT
from tests.adapters.conftest import PATIENT_SECONDS
from tests.fakes.serving import serving


class Named:
    """A Rasa that says its name, and may be held up in the middle of a turn."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.began = asyncio.Event()

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/webhooks/rest/webhook", self.talk, methods=["POST"])])

    async def talk(self, _request: Request) -> Response:
        self.began.set()
        await self.may_answer.wait()
        return JSONResponse([{"text": self.name}])


@pytest.fixture
def _no_file() -> Iterator[None]:
    yield
    point_to(None)


@pytest.fixture
async def two(_no_file: None) -> AsyncIterator[tuple[Named, str, Named, str]]:
    old, new = Named("old"), Named("new")
    async with serving(old.app()) as first, serving(new.app()) as second:
        yield old, first, new, second


async def said(client: RasaClient) -> str:
    return str((await client.talk("talk", "你好"))[0]["text"])


async def test_the_next_turn_follows_and_the_one_under_way_ends_where_it_began(
    two: tuple[Named, str, Named, str],
) -> None:
    old, first, _new, second = two
    client = RasaClient(first, PATIENT_SECONDS)
    assert await said(client) == "old"
    old.began.clear()
    old.may_answer.clear()
    under_way = asyncio.create_task(said(client))
    await old.began.wait()
    point_to(second)
    assert await said(client) == "new"
    old.may_answer.set()
    assert await under_way == "old"
    point_to(first)
    assert await said(client) == "old"
    point_to(None)
    assert await said(client) == "old"


@pytest.mark.parametrize("written", ["", "ftp://elsewhere", "no address", "http://", "\x00"])
def test_what_is_no_address_leads_to_the_setting(written: str, tmp_path: Path) -> None:
    path = tmp_path / FILE
    address = Address("http://127.0.0.1:1", path)
    path.write_text(written)
    assert address.url() == "http://127.0.0.1:1"
    fresh = tmp_path / "fresh"
    fresh.write_text("http://127.0.0.1:2/\n")
    fresh.replace(path)
    assert address.url() == "http://127.0.0.1:2"
    path.unlink()
    assert address.url() == "http://127.0.0.1:1"


@pytest.mark.usefixtures("_no_file")
def test_an_operator_points_by_hand() -> None:
    command = [sys.executable, "-m", "adapters.bot.address"]

    def told(url: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, url], cwd=ROOT, capture_output=True, text=True, check=False
        )

    assert told("http://127.0.0.1:9").returncode == 0
    assert (settings().data_dir / FILE).read_text() == "http://127.0.0.1:9"
    refused = told("elsewhere")
    assert refused.returncode == 1
    assert "不是 http 地址" in refused.stderr
    assert told("default").returncode == 0
    assert not (settings().data_dir / FILE).exists()
