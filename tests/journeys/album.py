"""Screenshots of every step, kept beside the journeys for people to look at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page

FOLDER = Path(__file__).with_name("screenshots")


@dataclass(frozen=True, slots=True)
class Album:
    """The pictures of one page; `owner` begins their names."""

    page: Page
    owner: str

    async def keep(self, name: str, *, whole: bool = False) -> None:
        """What the screen shows now; `whole` shows the page to its end."""
        FOLDER.mkdir(exist_ok=True)
        if whole:
            await self.page.evaluate("scrollTo(0, 0)")
        path = FOLDER / f"{self.owner}-{name}.png"
        await self.page.screenshot(path=path, full_page=whole, animations="disabled")
