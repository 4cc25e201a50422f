"""What a visitor does at the self-service terminal, by the marks its page carries."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

from tests.journeys.access import grave_violations
from tests.journeys.album import Album


class Terminal:
    """A browser at the terminal's page of the bridge."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server
        self.album = Album(page, "terminal")

    def see(self, mark: str) -> Locator:
        return self.page.get_by_test_id(mark).filter(visible=True)

    async def press(self, mark: str) -> None:
        await self.see(mark).first.click()

    async def enrol(self, code: str) -> None:
        await self.page.goto(f"{self.server}/counter/")
        await self.page.locator("input[name=code]").fill(code)
        await self.page.keyboard.press("Enter")
        await expect(self.see("welcome")).to_be_visible()

    async def small_targets(self) -> list[str]:
        """What one presses that is less than 60 pixels high."""
        script = """() => [...document.querySelectorAll('button, input, select')]
            .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 60)
            .map((one) => one.outerHTML.slice(0, 120))"""
        return list(await self.page.evaluate(script))

    async def look_whole(self, name: str) -> None:
        await self.album.keep(name)
        assert await self.small_targets() == []
        assert await grave_violations(self.page) == []
