"""A visitor's phone in place of the counter's tablet, and a clerk who turns pages and points."""

from __future__ import annotations

import asyncio
import io
import time

from PIL import Image
from playwright.async_api import FilePayload, Locator, expect

from operations.system import RunningSystem
from tests.factories.cases import filled_draft
from tests.factories.documents import pdf
from tests.factories.people import Person, sign_in
from tests.journeys.access import grave_violations
from tests.journeys.album import Album
from tests.journeys.conftest import PHONE_SIZE, AtWork, DrawCode, OpenPage
from tests.journeys.desk import Desk
from tests.journeys.tablet import SIZE, Tablet, api_of, bridge_of

CLERK, COUNTER = "lijh", "tianhe-a03"
PAGES = 3


async def test_a_phone_is_the_pad_and_the_clerk_points(
    system: RunningSystem, at_work: AtWork, open_page: OpenPage, draw_code: DrawCode
) -> None:
    async with api_of(system) as http:
        number, paper = await case_with_a_long_paper(await sign_in(http))
    server = bridge_of(system)
    clerk = await at_work(CLERK, first="tab-open")
    clerk.album = Album(clerk.page, "pads-desk")
    await clerk.sit_at(COUNTER, "/tablet")
    await has_no_tablet(clerk, Tablet(await open_page(PHONE_SIZE), server))
    tablet = Tablet(await open_page(SIZE), server)
    await tablet.enrol(await draw_code(COUNTER, "tablet", "A03平板"))
    tablet.album = Album(tablet.page, "pads-tablet")
    phone = Tablet(await open_page(PHONE_SIZE), server)
    phone.album = Album(phone.page, "pads-phone")
    await takes_over_and_photographs(clerk, tablet, phone, number)
    await points(clerk, tablet, phone, paper)
    await looks_alone(clerk, tablet)
    await confirms_on_the_phone(clerk, tablet, phone)
    await shows_a_guide(clerk, tablet)
    await signs_where_the_clerk_points(clerk, tablet, number)
    await comes_second(clerk, tablet, Tablet(await open_page(PHONE_SIZE), server), phone)
    await comes_too_late(clerk, tablet, phone, number)
    async with api_of(system) as http:
        await (await sign_in(http)).post(f"/api/v1/cases/{number}/withdraw", {"reason": "不办了"})


async def case_with_a_long_paper(citizen: Person) -> tuple[str, str]:
    """Handed in; and which of its papers is three pages long: material and place in it."""
    case = await filled_draft(citizen)
    path = f"/api/v1/cases/{case['number']}"
    roomy = next(m for m in case["materials"] if len(m["files"]) < m["max_files"])
    await citizen.upload(f"{path}/materials/{roomy['id']}", pdf("long paper", PAGES))
    number = str((await citizen.post(f"{path}/submit"))["number"])
    return number, f"{roomy['id']}-{len(roomy['files'])}"


async def scan(phone: Tablet, code: Locator) -> None:
    """Open what a QR code says, at the bridge of this run."""
    address = await code.get_attribute("alt")
    assert address is not None
    await phone.page.goto("about:blank")
    await phone.page.goto(phone.server + "/counter/" + address.partition("/counter/")[2])


async def has_no_tablet(clerk: Desk, phone: Tablet) -> None:
    await clerk.press("kind-text")
    await clerk.see("tablet-text").fill("请到二楼收费处交费，\n再回到本窗口取件。")
    await clerk.press("btn-show")
    await expect(clerk.see("phone-code")).to_be_visible()
    await clerk.album.keep("01-no-tablet")
    await scan(phone, clerk.see("phone-code"))
    await expect(phone.see("showing-text")).to_contain_text("二楼收费处")
    await expect(clerk.see("phone-taken")).to_be_visible()
    await clerk.press("btn-take-back")
    await expect(phone.see("dead-end")).to_contain_text("收回")


async def takes_over_and_photographs(
    clerk: Desk, tablet: Tablet, phone: Tablet, number: str
) -> None:
    await clerk.press("kind-acceptance")
    await clerk.see("tablet-case").fill(number)
    await clerk.press("btn-show")
    await expect(tablet.see("phone-code")).to_be_visible()
    await tablet.album.keep("01-acceptance")
    await scan(phone, tablet.see("phone-code"))
    await expect(phone.see("showing-acceptance")).to_contain_text(number)
    await expect(tablet.see("phone-taken")).to_be_visible()
    before = await phone.see("showing-acceptance").get_by_role("button", name="看大图").count()
    file = io.BytesIO()
    Image.new("RGB", (600, 800), (210, 200, 190)).save(file, "JPEG")
    taken = FilePayload(name="a.jpg", mimeType="image/jpeg", buffer=file.getvalue())
    await phone.page.locator("input[type=file]").last.set_input_files(taken)
    for screen in (phone, tablet):
        files = screen.see("showing-acceptance").get_by_role("button", name="看大图")
        await expect(files).to_have_count(before + 1)
    await phone.album.keep("01-acceptance")
    assert await grave_violations(phone.page) == []


async def points(clerk: Desk, tablet: Tablet, phone: Tablet, paper: str) -> None:
    await clerk.press(f"open-{paper}")
    await expect(clerk.see("page-preview").locator("img")).to_be_visible()
    await clerk.press("btn-page-next")
    await expect(clerk.see("clerk-page")).to_contain_text("第2页")
    preview = clerk.see("page-preview")
    await expect(preview.locator("img")).to_be_visible()
    box = await preview.bounding_box()
    assert box is not None
    pressed = time.monotonic()
    await preview.click(position={"x": box["width"] * 0.3, "y": box["height"] * 0.2})
    for screen in (tablet, phone):
        await expect(screen.page.get_by_role("dialog")).to_contain_text("第 2 页")
        await expect(screen.see("spot")).to_be_visible()
        left = await screen.see("spot").evaluate("spot => parseFloat(spot.style.left)")
        assert abs(left - 30) < 2
    assert time.monotonic() - pressed < 5
    await expect(clerk.see("at-tablet")).to_contain_text("第2页")
    for screen, name in ((tablet, "02-pointed"), (phone, "02-pointed")):
        await screen.album.keep(name)
    await preview.scroll_into_view_if_needed()
    await clerk.album.keep("02-points")
    assert await grave_violations(clerk.page) == []
    await tablet.page.reload()
    await expect(tablet.page.get_by_role("dialog")).to_contain_text("第 2 页")
    await expect(tablet.see("spot")).to_be_visible()


async def looks_alone(clerk: Desk, tablet: Tablet) -> None:
    switch = tablet.page.get_by_role("dialog").get_by_role("switch")
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "false")
    await expect(clerk.see("at-tablet")).to_contain_text("群众自己在看")
    await clerk.press("btn-page-next")
    await expect(clerk.see("clerk-page")).to_contain_text("第3页")
    await asyncio.sleep(1)
    await expect(tablet.page.get_by_role("dialog")).to_contain_text("第 2 页")
    await switch.click()
    await expect(tablet.page.get_by_role("dialog")).to_contain_text("第 3 页")
    await clerk.press("btn-to-list")
    await expect(tablet.page.get_by_role("dialog")).to_have_count(0)
    await expect(tablet.page.locator(".is-pointed")).to_be_visible()
    await tablet.press("large-type")
    await tablet.album.keep("03-list-large")
    await tablet.press("large-type")


async def confirms_on_the_phone(clerk: Desk, tablet: Tablet, phone: Tablet) -> None:
    await phone.press("btn-confirm")
    await expect(phone.see("pad-done")).to_be_visible()
    await expect(phone.see("way-cases")).to_be_visible()
    await phone.album.keep("03-done")
    await expect(tablet.see("idle")).to_be_visible()
    await expect(clerk.see("tablet-latest").locator("li").first).to_contain_text("已确认")


async def shows_a_guide(clerk: Desk, tablet: Tablet) -> None:
    await clerk.press("kind-item")
    await clerk.see("tablet-item").click()
    await clerk.page.get_by_role("option").first.click()
    await clerk.press("btn-show")
    await expect(tablet.see("guide")).to_be_visible()
    await clerk.page.get_by_role("button", name="指一下").nth(1).click()
    await expect(tablet.page.locator(".is-pointed")).to_be_visible()
    await tablet.album.keep("04-guide")
    await clerk.page.get_by_role("button", name="翻到样本").nth(1).click()
    await expect(tablet.see("sample")).to_be_visible()
    await clerk.press("part-copies")
    await expect(tablet.see("sample").locator(".is-pointed")).to_be_visible()
    await tablet.press("large-type")
    await tablet.album.keep("04-sample-large")
    await tablet.press("large-type")
    await clerk.album.keep("04-guide")


async def signs_where_the_clerk_points(clerk: Desk, tablet: Tablet, number: str) -> None:
    await clerk.press("kind-signature")
    await clerk.see("tablet-case").fill(number)
    await clerk.press("purpose-application")
    await clerk.press("btn-show")
    await expect(tablet.see("sign-pad")).to_be_visible()
    preview = clerk.see("page-preview")
    await expect(preview.locator("img")).to_be_visible()
    await preview.focus()
    await clerk.page.keyboard.press("Enter")
    await expect(tablet.see("spot")).to_be_visible()
    await tablet.album.keep("05-signature")
    await tablet.press("large-type")
    await tablet.album.keep("05-signature-large")
    assert await grave_violations(tablet.page) == []
    await tablet.press("large-type")


async def comes_second(clerk: Desk, tablet: Tablet, second: Tablet, phone: Tablet) -> None:
    await clerk.press("kind-rating")
    await clerk.see("tablet-case").fill("")
    await clerk.press("btn-show")
    await expect(tablet.see("showing-rating")).to_be_visible()
    await tablet.album.keep("06-rating")
    code = tablet.see("phone-code")
    address = await code.get_attribute("alt")
    await scan(second, code)
    await expect(second.see("showing-rating")).to_be_visible()
    await phone.page.goto("about:blank")
    await phone.page.goto(phone.server + "/counter/" + str(address).partition("/counter/")[2])
    await expect(phone.see("pad-fault")).to_contain_text("另一部手机")
    await phone.album.keep("04-second")
    assert await grave_violations(phone.page) == []
    await phone.press("large-type")
    await phone.page.get_by_role("button", name="English").click()
    await phone.album.keep("04-second-large-en")
    await phone.page.get_by_role("button", name="简体").click()
    await phone.press("large-type")
    await phone.press("btn-ask-again")
    await expect(phone.see("pad-asked")).to_be_visible()
    await expect(clerk.see("asked-again")).to_contain_text("请评价")
    await clerk.album.keep("05-asked")
    await clerk.press("btn-show-again")
    await expect(second.see("dead-end")).to_be_visible()
    await scan(phone, tablet.see("phone-code"))
    await phone.press("large-type")
    await phone.press("level-5")
    await phone.album.keep("05-rating-large")
    await phone.press("btn-rate")
    await expect(phone.see("pad-done")).to_be_visible()
    await expect(clerk.see("tablet-latest").locator("li").first).to_contain_text("已评价")
    await phone.press("way-cases")
    await expect(phone.page.get_by_text("我的办件").first).to_be_visible()


async def comes_too_late(clerk: Desk, tablet: Tablet, phone: Tablet, number: str) -> None:
    """What the clerk took back meanwhile is not thanked for, also once it was read."""
    await clerk.press("kind-acceptance")
    await clerk.see("tablet-case").fill(number)
    await clerk.press("btn-show")
    await expect(tablet.see("showing-acceptance")).to_be_visible()
    await scan(phone, tablet.see("phone-code"))
    await expect(phone.see("btn-confirm")).to_be_visible()
    await phone.page.context.set_offline(True)
    await phone.press("btn-confirm")
    await expect(phone.see("pad-done")).to_contain_text("已存在这台设备上")
    await clerk.press("btn-take-back")
    await phone.page.context.set_offline(False)
    await expect(phone.see("pad-refused")).to_contain_text("没有生效")
    await expect(phone.page.get_by_test_id("outbox-reports")).to_have_count(0)
    await phone.album.keep("06-too-late-large")
    assert await grave_violations(phone.page) == []
