"""A sample on the counter's tablet and on a phone, and a clerk who points at a spot of it."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Locator, Route, expect

from operations.system import RunningSystem
from tests.factories.cases import FOOD
from tests.journeys.access import grave_violations
from tests.journeys.album import Album
from tests.journeys.conftest import PHONE_SIZE, AtWork, DrawCode, OpenPage
from tests.journeys.desk import Desk
from tests.journeys.tablet import COUNTER, SIZE, Tablet, bridge_of
from tests.journeys.test_tablet_pads import scan

CLERK = "lijh"
WALL, UPRIGHT = (1920, 1080), (1080, 1920)
MATERIAL, SAMPLE = "agent_id_card", "id_card"
FORM = f"form_{FOOD.lower()}"
SIMPLIFIED = re.compile("[证业经营签发请这]")


async def test_a_clerk_points_at_a_sample(
    system: RunningSystem, at_work: AtWork, open_page: OpenPage, draw_code: DrawCode
) -> None:
    server = bridge_of(system)
    clerk = await at_work(CLERK, first="tab-open")
    clerk.album = Album(clerk.page, "samples-desk")
    await clerk.sit_at(COUNTER, "/tablet")
    tablet = Tablet(await open_page(SIZE), server)
    await tablet.enrol(await draw_code(COUNTER, "tablet", "A02平板"))
    tablet.album = Album(tablet.page, "samples-tablet")
    phone = Tablet(await open_page(PHONE_SIZE), server)
    phone.album = Album(phone.page, "samples-phone")
    await is_looked_at_while_nobody_is_served(tablet)
    await shows_a_sample(clerk, tablet, phone)
    await points_at_a_sentence(clerk, tablet, phone)
    await points_at_the_picture(clerk, tablet, phone)
    await looks_alone(clerk, tablet)
    await opens_it_from_a_guide(clerk, tablet)
    await says_that_no_picture_comes(tablet)
    await turns_from_one_sample_to_the_other(clerk, tablet)
    await clerk.press("btn-take-back")


async def look_everywhere(screen: Tablet, name: str) -> None:
    """In every size a screen of a hall has, and in large type."""
    before = screen.page.viewport_size
    assert before is not None
    for width, height in ((before["width"], before["height"]), WALL, UPRIGHT):
        await screen.page.set_viewport_size({"width": width, "height": height})
        for kind in ("", "-large"):
            await screen.album.keep(f"{name}-{width}{kind}")
            await screen.press("large-type")
    assert await grave_violations(screen.page) == []
    await screen.page.set_viewport_size(before)


async def is_looked_at_while_nobody_is_served(tablet: Tablet) -> None:
    await tablet.page.get_by_role("button", name="看指南").first.click()
    await speaks(tablet, "guide", "01-guide")
    await tablet.page.locator("[data-testid=guide] li button").first.click()
    await expect(tablet.see("sample-picture")).to_be_visible()
    await look_everywhere(tablet, "01-idle")
    await speaks(tablet, "sample", "01-idle")
    await tablet.see("guide").get_by_role("button", name="返回").first.click()
    await tablet.press("btn-leave-guide")


async def speaks(tablet: Tablet, mark: str, name: str) -> None:
    """What the catalogue says turns with the language, and back at once; in English one is told."""
    tongues, content = tablet.page.get_by_role("button"), tablet.see(mark)
    await expect(content).to_contain_text(SIMPLIFIED)
    before = await content.inner_text()
    await tongues.filter(has_text="繁體（粵）").click()
    await expect(content).not_to_contain_text(SIMPLIFIED)
    await expect(content.locator("[lang]")).to_have_count(0)
    await look_everywhere(tablet, f"{name}-hant")
    await tongues.filter(has_text="English").click()
    await expect(tablet.see("in-chinese")).to_be_visible()
    await expect(content.locator("h2[lang=zh-CN], [lang=zh-CN] h2").first).to_be_visible()
    await tablet.album.keep(f"{name}-en")
    await tongues.filter(has_text="简体").click()
    assert await content.inner_text() == before


async def chooses(clerk: Desk, mark: str, words: str) -> None:
    await clerk.see(mark).click()
    await clerk.page.keyboard.type(words)
    await clerk.page.get_by_role("option", name=words).first.click()


async def shows_a_sample(clerk: Desk, tablet: Tablet, phone: Tablet) -> None:
    await clerk.press("kind-sample")
    await chooses(clerk, "tablet-item", "食品经营许可")
    await clerk.see("tablet-material").click()
    await clerk.page.get_by_role("option", name="代办人居民身份证").click()
    await clerk.press("btn-show")
    await scan(phone, tablet.see("phone-code"))
    for screen in (tablet, phone):
        await expect(screen.see("sample-picture")).to_be_visible()
        await screen.press("look-1")
        await expect(screen.see("spot")).to_have_count(1)
    await expect(clerk.see("at-phone")).to_contain_text("样本「居民身份证」第1面")


async def sees_the_mark(screen: Tablet, x: float, y: float) -> None:
    spot = screen.see("spot")
    await expect(spot).to_have_accessible_name("工作人员指在这里")
    style = "spot => [parseFloat(spot.style.left), parseFloat(spot.style.top)]"
    left, top = await spot.evaluate(style)
    assert abs(left - x * 100) < 1
    assert abs(top - y * 100) < 1


async def points_at_a_sentence(clerk: Desk, tablet: Tablet, phone: Tablet) -> None:
    http = clerk.page.request
    sample = await (await http.get(f"{clerk.server}/api/v1/samples/{SAMPLE}")).json()
    second = sample["sides"][0]["spots"][1]
    pressed = time.monotonic()
    await clerk.press("look-2")
    for screen in (tablet, phone):
        await expect(screen.see("look-2")).to_have_attribute("aria-pressed", "true")
        await sees_the_mark(screen, second["x"], second["y"])
    assert time.monotonic() - pressed < 3
    await look_everywhere(tablet, "02-sentence")
    await phone.album.keep("02-sentence")
    await phone.album.keep("02-sentence-whole", whole=True)
    await phone.press("large-type")
    await phone.album.keep("02-sentence-large")
    assert await grave_violations(phone.page) == []
    await phone.press("large-type")


async def points_at_the_picture(clerk: Desk, tablet: Tablet, phone: Tablet) -> None:
    await clerk.press("side-2")
    for screen in (tablet, phone):
        await expect(screen.see("side-2")).to_have_attribute("aria-pressed", "true")
        await expect(screen.see("spot")).to_have_count(0)
    await presses(clerk.see("page-preview"), 0.3, 0.4)
    for screen in (tablet, phone):
        await sees_the_mark(screen, 0.3, 0.4)
    await expect(clerk.see("at-tablet")).to_contain_text("第2面")
    await clerk.see("pointing").scroll_into_view_if_needed()
    await clerk.album.keep("02-points")
    await clerk.page.set_viewport_size({"width": WALL[0], "height": WALL[1]})
    await clerk.album.keep("02-points-wide", whole=True)
    await clerk.page.set_viewport_size({"width": 1280, "height": 720})
    assert await grave_violations(clerk.page) == []
    await tablet.page.reload()
    await sees_the_mark(tablet, 0.3, 0.4)
    await clerk.press("part-copies")
    await expect(tablet.see("sample").locator("p.is-pointed")).to_contain_text("原件")
    await expect(tablet.see("side-2")).to_have_attribute("aria-pressed", "true")


async def presses(preview: Locator, x: float, y: float) -> None:
    await expect(preview.locator("img")).to_be_visible()
    box = await preview.bounding_box()
    assert box is not None
    await preview.click(position={"x": box["width"] * x, "y": box["height"] * y})


async def looks_alone(clerk: Desk, tablet: Tablet) -> None:
    switch = tablet.see("btn-follow")
    await switch.click()
    await tablet.press("side-1")
    await expect(clerk.see("at-tablet")).to_contain_text("第1面（群众自己在看）")
    await clerk.press("look-1")
    await tablet.page.wait_for_timeout(1000)
    await expect(tablet.page.get_by_test_id("spot")).to_have_count(0)
    await clerk.see("at-tablet").get_by_role("button", name="请到这一页").click()
    await expect(clerk.see("side-1")).to_have_attribute("aria-pressed", "true")
    await clerk.press("look-1")
    await switch.click()
    await expect(tablet.see("look-1")).to_have_attribute("aria-pressed", "true")


@asynccontextmanager
async def slow_pointing(clerk: Desk) -> AsyncIterator[None]:
    """A clerk is quicker than his network: the last press counts."""

    async def late(route: Route) -> None:
        await asyncio.sleep(1)
        await route.continue_()

    await clerk.page.route("**/pointing", late)
    yield
    await clerk.page.unroute_all(behavior="ignoreErrors")


async def opens_it_from_a_guide(clerk: Desk, tablet: Tablet) -> None:
    await clerk.press("kind-item")
    await clerk.press("btn-show")
    await expect(tablet.see("guide")).to_be_visible()
    await clerk.press("open-application_form")
    await expect(tablet.see("sample-picture")).to_be_visible()
    async with slow_pointing(clerk):
        await clerk.press("side-2")
        await clerk.press("look-3")
        await expect(clerk.see("look-3")).to_have_attribute("aria-pressed", "true")
        await expect(tablet.see("look-3")).to_have_attribute("aria-pressed", "true")
    await expect(tablet.see("spot")).to_be_in_viewport()
    await clerk.see("pointing").scroll_into_view_if_needed()
    await clerk.album.keep("03-guide")
    await look_everywhere(tablet, "03-guide")
    await clerk.press("btn-to-list")
    await clerk.press(f"open-{MATERIAL}")
    await expect(tablet.see("sample")).to_contain_text("代办人居民身份证")


async def says_that_no_picture_comes(tablet: Tablet) -> None:
    """Neither picture nor sentences: what is said instead can be tried again."""

    async def away(route: Route) -> None:
        await route.abort()

    pictures = f"**/samples/{SAMPLE}/sides/**"
    await tablet.page.route(pictures, away)
    await tablet.page.reload()
    await expect(tablet.see("sample-failed")).to_be_visible()
    await expect(tablet.see("look-1")).to_be_visible()
    await tablet.album.keep("04-no-picture")
    await tablet.page.unroute(pictures)
    await tablet.page.route(f"**/samples/{SAMPLE}", away)
    await tablet.page.reload()
    await expect(tablet.see("sample-failed")).to_be_visible()
    await tablet.album.keep("04-no-sample")
    await tablet.page.unroute(f"**/samples/{SAMPLE}")
    await tablet.page.get_by_role("button", name="再试一次").click()
    await expect(tablet.see("sample-picture")).to_be_visible()


async def turns_from_one_sample_to_the_other(clerk: Desk, tablet: Tablet) -> None:
    await chooses(clerk, "tablet-item", "企业设立登记")
    await clerk.press("btn-show")
    await clerk.press("open-lease")
    await expect(tablet.see("sample-lease")).to_have_attribute("aria-pressed", "true")
    await clerk.press("sample-free_use")
    await clerk.press("look-1")
    await expect(tablet.see("sample-free_use")).to_have_attribute("aria-pressed", "true")
    await expect(tablet.see("look-1")).to_have_attribute("aria-pressed", "true")
    await tablet.press("sample-lease")
    await tablet.press("side-2")
    await expect(clerk.see("at-tablet")).to_contain_text("第2面")
    await look_everywhere(tablet, "05-two")
    await clerk.see("pointing").scroll_into_view_if_needed()
    await clerk.album.keep("05-two")
