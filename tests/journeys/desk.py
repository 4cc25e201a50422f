"""What an officer does at the console, by the marks its pages carry (`data-testid`)."""

from __future__ import annotations

import asyncio
import time

import pyotp
from playwright.async_api import Locator, Page, expect

from foundation.demo import DEMO_PASSWORD, staff_accounts
from tests.journeys.album import Album

_spent: dict[str, str] = {}
"""The last one-time code of each account: it is good once."""


async def _fresh_code(username: str, secret: str) -> str:
    codes = pyotp.TOTP(secret)
    if codes.now() == _spent.get(username):
        await asyncio.sleep(codes.interval - time.time() % codes.interval)
    _spent[username] = codes.now()
    return _spent[username]


class Desk:
    """An officer's browser at `/console/`."""

    def __init__(self, page: Page, server: str) -> None:
        self.page = page
        self.server = server
        self.album = Album(page, "desk")

    def see(self, mark: str) -> Locator:
        return self.page.get_by_test_id(mark).filter(visible=True)

    async def press(self, mark: str) -> None:
        await self.see(mark).click()

    async def sign_in(self, username: str, first: str = "tab-open") -> None:
        """With the password and the one-time code of a demonstration account.

        Args:
            first: the mark by which the page is known that this role begins on.
        """
        account = next(a for a in staff_accounts() if a.username == username)
        await self.page.goto(f"{self.server}/console/")
        await self.see("login-username").fill(username)
        await self.see("login-password").fill(DEMO_PASSWORD)
        await self.album.keep("01-sign-in")
        await self.see("login-otp").fill(await _fresh_code(username, account.otp_secret))
        await expect(self.see(first)).to_be_visible()

    async def open(self, route: str) -> None:
        """A page of the console by its route, e.g. `/knowledge`."""
        await self.page.goto(f"{self.server}/console/#{route}")

    def row(self, number: str) -> Locator:
        """The line of a case in the list in view."""
        return self.see(f"task-row-{number}")

    async def take(self, number: str) -> None:
        """Open a case from the to-do list and claim it."""
        await self.page.goto(f"{self.server}/console/#/tasks")
        await self.press("tab-open")
        await self.row(number).click()
        await self.press("btn-claim")

    async def confirm(self) -> None:
        """Press the button of the dialogue that is open, and see the dialogue close."""
        await self.press("btn-confirm")
        await expect(self.page.get_by_test_id("btn-confirm")).to_have_count(0)

    async def sit_at(self, counter: str, page: str = "/counter") -> None:
        """Take a counter at one of the window's pages; the one sat at before is left."""
        await self.open(page)
        await expect(self.see("duty-bar")).to_be_visible()
        if await self.see("btn-leave").count():
            await self.press("btn-leave")
        await self.press("pick-counter")
        await self.album.keep(f"window-{counter}")
        await self.see(f"place-{counter}").click()
        await self.press("btn-sit-down")
        await expect(self.see("btn-leave")).to_be_visible()
