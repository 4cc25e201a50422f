"""What everybody must be able to use: axe-core's rules, sizes, and the keyboard alone."""

from __future__ import annotations

from functools import cache

from playwright.async_api import Page

from operations.place import ROOT
from tests.journeys.phone import Phone

_AXE = ROOT / "web" / "citizen" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")
STOPS_AT_MOST = 150
ELDER_TARGET = 48
"""Pixels."""
_RUN_AXE = """async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(
  ({ id, impact, nodes }) =>
    ({ id, impact, where: nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)) })
)"""
_CUT_OFF = """() => [...document.querySelectorAll('uni-page-body *')].filter((element) =>
  element.offsetParent && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1
  && !['visible', 'auto', 'scroll'].includes(getComputedStyle(element).overflowX)
  && getComputedStyle(element).display !== 'inline' && element.textContent.trim()
  && !element.matches('uni-scroll-view, .uni-scroll-view')
).map((element) => element.textContent.trim().slice(0, 40))"""
_SMALL = """(smallest) => [...document.querySelectorAll('[tabindex="0"], input, textarea')]
  .filter((element) => element.offsetParent && element.dataset.testid !== 'skip-link')
  .map((element) => ({ element, box: element.getBoundingClientRect() }))
  .filter(({ box }) => box.width > 0 && Math.min(box.width, box.height) < smallest - 1)
  .map(({ element, box }) => `${element.outerHTML.slice(0, 120)} ${box.width}×${box.height}`)"""
_RING = """() => {
  const ring = (element) => {
    const { outlineStyle, boxShadow } = getComputedStyle(element)
    return outlineStyle !== 'none' || boxShadow !== 'none'
  }
  const held = document.activeElement
  return ring(held) || (held.parentElement !== null && ring(held.parentElement))
}"""


@cache
def _axe() -> str:
    return _AXE.read_text(encoding="utf-8")


async def grave_violations(page: Page) -> list[str]:
    """What axe-core finds serious or critical on the page in view; motion should be reduced."""
    await page.evaluate(_axe())
    found = await page.evaluate(_RUN_AXE)
    return [str(violation) for violation in found if violation["impact"] in GRAVE]


async def texts_cut_off(page: Page) -> list[str]:
    """Texts wider than the box that hides the rest of them."""
    return [str(text) for text in await page.evaluate(_CUT_OFF)]


async def small_targets(page: Page, smallest: int) -> list[str]:
    """What can be pressed and is lower or narrower than `smallest` pixels."""
    return [str(target) for target in await page.evaluate(_SMALL, smallest)]


async def suits_the_old(phone: Phone) -> None:
    """Nothing runs over the edge or is cut off, all can be hit, axe-core finds nothing grave."""
    assert await phone.spare_width() <= 0, "页面比屏幕宽，要左右拖动"
    assert await texts_cut_off(phone.page) == []
    assert await small_targets(phone.page, ELDER_TARGET) == []
    assert await grave_violations(phone.page) == []


class Keyboard:
    """A citizen without a mouse: Tab, Enter, the space bar, and sight of where one is."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.keys = phone.page.keyboard

    async def reach(self, mark: str, *, back: bool = False) -> None:
        """Tab to that mark, and see that one is there.

        Raises:
            AssertionError: it is not reached, or the focus does not show.
        """
        for _ in range(STOPS_AT_MOST):
            if await self.phone.focused_mark() == mark:
                assert await self.phone.page.evaluate(_RING), f"{mark} 上看不出焦点"
                return
            await self.keys.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"用 Tab 键走不到 {mark}")

    async def press(self, mark: str, key: str = "Enter", *, back: bool = False) -> None:
        await self.reach(mark, back=back)
        await self.keys.press(key)

    async def fill(self, mark: str, text: str) -> None:
        await self.reach(mark)
        await self.keys.press("Control+A")
        await self.keys.type(text)
