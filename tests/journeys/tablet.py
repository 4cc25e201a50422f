"""The tablet on a counter's desk, as a visitor sees and touches it."""

from __future__ import annotations

import httpx
from playwright.async_api import Locator, Page, expect

from operations.place import API, HALL_BRIDGE
from operations.system import RunningSystem
from tests.journeys.album import Album
from tests.journeys.desk import Desk

SIZE = (1280, 800)
HALL, COUNTER = "tianhe", "tianhe-a02"


class Tablet:
    """A browser at `/counter/` of the bridge."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server
        self.album = Album(page, "tablet")

    def see(self, mark: str) -> Locator:
        return self.page.get_by_test_id(mark).filter(visible=True)

    async def press(self, mark: str) -> None:
        await self.see(mark).click()

    async def enrol(self, code: str) -> None:
        await self.page.goto(f"{self.server}/counter/")
        await self.page.locator("input[name=code]").fill(code.lower())
        await self.album.keep("01-enrol")
        await self.page.get_by_role("button", name="接入", exact=True).click()
        await expect(self.see("idle")).to_be_visible()

    async def write_name(self) -> None:
        """Two strokes on the glass."""
        box = await self.see("sign-pad").bounding_box()
        assert box is not None
        mouse = self.page.mouse
        for part in (0.2, 0.6):
            await mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] * 0.3)
            await mouse.down()
            for step in range(1, 15):
                x = box["x"] + box["width"] * (part + step * 0.015)
                y = box["y"] + box["height"] * (0.3 + 0.4 * (step % 5) / 5)
                await mouse.move(x, y)
            await mouse.up()


async def confirms(clerk: Desk, tablet: Tablet, number: str) -> None:
    await clerk.press("kind-acceptance")
    await clerk.see("tablet-case").fill(number)
    await clerk.press("btn-show")
    await expect(tablet.see("showing-acceptance")).to_contain_text(number)
    await tablet.album.keep("07-acceptance")
    await tablet.page.get_by_role("button", name="看大图").first.click()
    await expect(tablet.page.get_by_role("dialog").locator("img")).to_be_visible()
    await tablet.album.keep("08-material")
    await tablet.page.get_by_role("button", name="关闭").click()
    await tablet.press("btn-confirm")
    await expect(tablet.see("thanks")).to_be_visible()
    await expect(clerk.see("tablet-latest")).to_contain_text("已确认")


async def ask_to_sign(clerk: Desk, number: str, purpose: str) -> None:
    await clerk.press("kind-signature")
    await clerk.see("tablet-case").fill(number)
    await clerk.press(f"purpose-{purpose}")
    await clerk.press("btn-show")


def api_of(system: RunningSystem) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=system.place.url(API), trust_env=False, timeout=60)


def bridge_of(system: RunningSystem) -> str:
    return system.place.url(HALL_BRIDGE)
