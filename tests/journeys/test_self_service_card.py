"""A terminal and an identity card: it is read, it draws a number, and its holder is let in by their
own phone, or by a member of staff who looks at them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from playwright.async_api import expect

from operations.place import DEVICES, HALL_BRIDGE
from operations.system import RunningSystem
from tests.journeys.album import Album
from tests.journeys.conftest import AtWork, DrawCode, OpenPage
from tests.journeys.desk import Desk
from tests.journeys.phone import Phone
from tests.journeys.terminal import Terminal
from tests.journeys.test_remote_inspection import _signed_in_phone
from tests.journeys.test_self_service import LYING

COUNTER = "tianhe-a01"


@pytest.fixture
async def reader(system: RunningSystem) -> AsyncIterator[httpx.AsyncClient]:
    """The simulated reader beside the terminal."""
    address = f"{system.place.url(DEVICES)}/z01"
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=20) as http:
        yield http
        await http.post("/press/card:none")


async def test_a_card_at_the_terminal(
    system: RunningSystem,
    open_page: OpenPage,
    phone: Phone,
    at_work: AtWork,
    draw_code: DrawCode,
    reader: httpx.AsyncClient,
) -> None:
    await _signed_in_phone(phone)
    terminal = Terminal(await open_page(LYING), system.place.url(HALL_BRIDGE))
    terminal.album = Album(terminal.page, "terminal-card")
    await terminal.enrol(await draw_code("tianhe-z01", "terminal", "Z01自助机"))
    await terminal.press("btn-card")
    await expect(terminal.see("card-reading")).to_be_visible()
    await terminal.look_whole("01-lay-it-down")
    await the_phone_says_yes(terminal, phone, reader)
    await a_number_for_an_elder(terminal, reader)
    await a_clerk_says_yes(terminal, await at_work("lijh", first="tab-open"))


async def the_phone_says_yes(terminal: Terminal, phone: Phone, reader: httpx.AsyncClient) -> None:
    await reader.post("/press/card:chendawen")
    await expect(terminal.see("card-read")).to_contain_text("陈**")
    await terminal.look_whole("02-read")
    await terminal.press("btn-card-go-on")
    await expect(terminal.see("card-asking")).to_be_visible()
    await terminal.look_whole("03-asking")
    await expect(phone.see("card-asked")).to_be_visible()
    await Album(phone.page, "terminal-card").keep("04-phone-asked")
    await phone.press("btn-card-asked")
    await expect(phone.see("terminal-card")).to_contain_text("您的身份证正放在")
    await Album(phone.page, "terminal-card").keep("05-phone-confirm")
    await phone.press("btn-continue-at-terminal")
    await expect(phone.see("terminal-there")).to_be_visible()
    await expect(terminal.see("home-panel")).to_contain_text("陈**，您好")
    await terminal.press("btn-leave")
    await expect(terminal.see("ending")).to_be_visible()


async def a_number_for_an_elder(terminal: Terminal, reader: httpx.AsyncClient) -> None:
    await reader.post("/press/card:hemoni")
    await terminal.press("large-type")
    await terminal.press("btn-card")
    await expect(terminal.see("card-read")).to_contain_text("何**")
    await terminal.press("btn-card-check-in")
    await expect(terminal.see("card-fault")).to_contain_text("没有查到")
    await terminal.look_whole("06-read-large")
    await terminal.press("btn-card-ticket")
    await expect(terminal.see("draw-A")).to_be_visible()
    await terminal.look_whole("07-lines")
    await terminal.press("draw-A")
    await expect(terminal.see("drawn-number")).to_be_visible()
    await terminal.press("btn-drawn-done")


async def a_clerk_says_yes(terminal: Terminal, desk: Desk) -> None:
    await desk.sit_at(COUNTER)
    await terminal.press("btn-card")
    await expect(terminal.see("card-read")).to_contain_text("何**")
    await terminal.press("btn-card-go-on")
    await expect(terminal.see("card-asking")).to_be_visible()
    await terminal.look_whole("08-asking-large")
    row = desk.page.get_by_test_id("terminal-cards")
    await expect(row).to_contain_text("何*拟")
    await Album(desk.page, "terminal-card").keep("09-clerk-told")
    await row.get_by_role("button").click()
    await expect(desk.page.get_by_test_id("card-holder")).to_contain_text("44010619551120301X")
    await Album(desk.page, "terminal-card").keep("10-clerk-compares")
    await desk.page.get_by_test_id("btn-same").click()
    await expect(terminal.see("home-panel")).to_contain_text("何**，您好")
    await terminal.look_whole("11-let-in")
    await terminal.press("btn-leave")
