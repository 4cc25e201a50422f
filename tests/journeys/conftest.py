"""One whole system and one browser for all journeys; a fresh phone and desk for each."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from operations.chromium import FLAGS, provide_chromium
from operations.environment import child_environment
from operations.place import API, ROOT, SIMULATORS, Place
from operations.steps import data_steps, run_lanes
from operations.system import RunningSystem
from tests.fixtures.environment import ORIGINAL
from tests.fixtures.ports import free_block
from tests.journeys.album import FOLDER, Album
from tests.journeys.desk import Desk
from tests.journeys.phone import Phone
from tests.journeys.wechat import WeChatPhone

PATIENCE_MS = 45_000
WAKING_TURNS = 10
PHONE_SIZE, DESK_SIZE = (390, 844), (1280, 720)
TERMINAL_SIZE = (1080, 1920)
FAKE_CAMERA = (
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
    "--allow-loopback-in-peer-connection",
)  # fmt: skip
"""Video calls between two pages of one machine that has no camera."""
CONSOLE_TOKEN = "tianhe.console.token"
OpenPage = Callable[[tuple[int, int]], Awaitable[Page]]
AtWork = Callable[..., Awaitable[Desk]]
DrawCode = Callable[[str, str, str], Awaitable[str]]


@pytest.fixture(scope="session")
def system(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningSystem]:
    """Every process of `make run`, on ports and data of its own; failures leave its logs."""
    models = Path(ORIGINAL.get("MODELS_DIR") or ROOT / ".data" / "models")
    if not (models / "assistant.tar.gz").exists():
        pytest.fail(f"{models} 里没有训练好的模型：请用 make test 运行，它会先训练", pytrace=False)
    place = Place(tmp_path_factory.mktemp("system"), free_block(), models_dir=models)
    with RunningSystem(place, None, ORIGINAL, meanwhile=partial(_prepare, place)) as running:
        _wake_bot(running.place.url(API))
        yield running
        if request.session.testsfailed:
            shutil.copytree(running.place.logs, FOLDER / "logs", dirs_exist_ok=True)


def _prepare(place: Place) -> None:
    """The database of the place, sealed with the key its processes will read it by."""
    environment = child_environment(place, ORIGINAL)
    run_lanes([replace(step, environment=environment) for step in data_steps(place)])


def _wake_bot(server: str) -> None:
    """Talk until understanding answers: the first turn after a start loads what it needs."""
    with httpx.Client(base_url=server, trust_env=False, timeout=60) as http:
        guest = http.post("/api/v1/sessions", json={"channel": "guest"}).raise_for_status().json()
        headers = {"Authorization": f"Bearer {guest['token']}"}
        for turn in range(WAKING_TURNS):
            message = {"text": "居住证怎么办", "client_message_id": f"wake-{turn}"}
            said = http.post("/api/v1/chat/messages", json=message, headers=headers)
            if said.raise_for_status().json()["status"] != "degraded":
                return
    pytest.fail("对话机器人一直没有应答，回答都来自检索", pytrace=False)


@pytest.fixture(scope="session")
def chromium() -> Path:
    return provide_chromium()


@pytest.fixture(scope="session")
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    flags = [flag for flag in FLAGS if flag != "--headless"] + list(FAKE_CAMERA)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(
            executable_path=chromium, headless=True, args=flags, env=dict(os.environ)
        )
        yield launched
        await launched.close()


@pytest.fixture
async def open_page(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[OpenPage]:
    """A function that opens a page of a new visitor. A failed test leaves a picture of each."""
    pages: list[Page] = []
    failures = request.session.testsfailed
    async with AsyncExitStack() as stack:

        async def open_one(size: tuple[int, int]) -> Page:
            width, height = size
            context = await browser.new_context(
                viewport={"width": width, "height": height},
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                has_touch=size in (PHONE_SIZE, TERMINAL_SIZE),
                accept_downloads=True,
            )
            stack.push_async_callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            page = await context.new_page()
            pages.append(page)
            return page

        yield open_one
        if request.session.testsfailed > failures:
            for number, page in enumerate(pages, 1):
                await Album(page, "failed").keep(f"{request.node.name}-{number}")


@pytest.fixture
async def phone(system: RunningSystem, open_page: OpenPage) -> Phone:
    """A citizen's phone, held by a guest."""
    return Phone(await open_page(PHONE_SIZE), system.place.url(API))


@pytest.fixture
async def desk(system: RunningSystem, open_page: OpenPage) -> Desk:
    """An officer's screen, nobody signed in."""
    return Desk(await open_page(DESK_SIZE), system.place.url(API))


@pytest.fixture(scope="session")
def console_tokens() -> dict[str, str]:
    """Sessions by user name: a one-time code is good for one sign-in only."""
    return {}


@pytest.fixture
def at_work(system: RunningSystem, open_page: OpenPage, console_tokens: dict[str, str]) -> AtWork:
    """A function that seats one of the staff, signed in; `first` marks the page they begin on."""

    async def seat(
        username: str, size: tuple[int, int] = DESK_SIZE, first: str = "entry-search"
    ) -> Desk:
        desk = Desk(await open_page(size), system.place.url(API))
        if username in console_tokens:
            kept = f"sessionStorage.setItem({CONSOLE_TOKEN!r}, {console_tokens[username]!r})"
            await desk.page.add_init_script(kept)
            await desk.open("/")
            await expect(desk.see(first)).to_be_visible()
        else:
            await desk.sign_in(username, first)
            kept = await desk.page.evaluate(f"sessionStorage.getItem({CONSOLE_TOKEN!r})")
            console_tokens[username] = kept
        return desk

    return seat


@pytest.fixture
def draw_code(system: RunningSystem, at_work: AtWork, console_tokens: dict[str, str]) -> DrawCode:
    """A function that draws a code for a device (counter or "" for the hall, kind, name), as
    whoever manages halls does."""
    lead = "huangwy"

    async def draw(counter: str, kind: str, name: str) -> str:
        if lead not in console_tokens:
            await at_work(lead, first="tab-open")
        asked = {"counter_id": counter, "kind": kind, "name": name}
        async with httpx.AsyncClient(base_url=system.place.url(API), trust_env=False) as http:
            drawn = await http.post(
                "/staff/v1/halls/tianhe/device-codes", json=asked,
                headers={"Authorization": f"Bearer {console_tokens[lead]}"},
            )  # fmt: skip
        code: str = drawn.raise_for_status().json()["code"]
        return code

    return draw


@pytest.fixture
async def wechat(system: RunningSystem) -> AsyncIterator[WeChatPhone]:
    """A phone on which WeChat is open at the official account."""
    async with WeChatPhone.of(system.place.url(SIMULATORS)) as phone:
        yield phone
