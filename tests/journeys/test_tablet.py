"""A visit at a counter with the tablet: explained, confirmed, signed, rated, even without a net;
and a rating given at home, put right like one of the counter."""

from __future__ import annotations

import io

from PIL import Image
from playwright.async_api import FilePayload, Page, expect

from operations.place import API
from operations.system import RunningSystem
from tests.factories.cases import submitted_case
from tests.factories.people import sign_in
from tests.journeys.access import grave_violations
from tests.journeys.conftest import PHONE_SIZE, AtWork, DrawCode, OpenPage
from tests.journeys.desk import Desk
from tests.journeys.phone import Phone
from tests.journeys.tablet import (
    COUNTER,
    HALL,
    SIZE,
    Tablet,
    api_of,
    ask_to_sign,
    bridge_of,
    confirms,
)

CLERK, LEAD_NAME = "lijh", "huangwy"


async def test_a_visit_at_the_counter(
    system: RunningSystem, at_work: AtWork, open_page: OpenPage, draw_code: DrawCode
) -> None:
    async with api_of(system) as http:
        citizen = await sign_in(http)
        number = await submitted_case(citizen)
    tablet = Tablet(await open_page(SIZE), bridge_of(system))
    await tablet.enrol(await draw_code(COUNTER, "tablet", "A02平板"))
    clerk = await at_work(CLERK, first="tab-open")
    await takes_the_counter(clerk, tablet)
    await explains(clerk, tablet)
    await confirms(clerk, tablet, number)
    await signs(clerk, tablet, number)
    await signs_on_a_phone(clerk, tablet, open_page, number)
    await signs_without_a_network(clerk, tablet, number)
    await signs_too_late(clerk, tablet, number)
    lead = await at_work(LEAD_NAME, first="tab-open")
    await lead.open(f"/halls/{HALL}/board")
    await expect(lead.see("board-ratings")).to_be_visible()
    await expect(lead.page.get_by_test_id("rated-A02")).to_have_count(0)
    await rates(clerk, tablet)
    await expect(lead.see("rated-A02")).to_have_text("评价1次，好评率0.0%")
    await lead.album.keep("tablet-03-board", whole=True)
    assert await grave_violations(lead.page) == []
    await prints_the_halls_code(lead)
    await rectifies(lead)
    await finds_the_signatures(clerk, number)
    await rates_at_home(system, await open_page(PHONE_SIZE), lead, number)


async def takes_the_counter(clerk: Desk, tablet: Tablet) -> None:
    await tablet.album.keep("02-nobody")
    await clerk.sit_at(COUNTER, "/tablet")
    await expect(tablet.see("duty")).to_contain_text("李嘉豪")
    await expect(tablet.see("duty")).to_contain_text("TH0118")
    await tablet.album.keep("03-idle")
    await tablet.press("large-type")
    await tablet.page.get_by_role("button", name="繁體（粵）").click()
    await tablet.album.keep("04-idle-large-hant")
    assert await grave_violations(tablet.page) == []
    await tablet.page.get_by_role("button", name="睇指南").first.click()
    await expect(tablet.see("guide")).to_be_visible()
    await tablet.press("large-type")
    await tablet.page.get_by_role("button", name="简体").click()
    await tablet.album.keep("05-guide")
    await tablet.press("btn-leave-guide")


async def explains(clerk: Desk, tablet: Tablet) -> None:
    await clerk.press("kind-text")
    await clerk.see("tablet-text").fill("请到二楼收费处交费，\n再回到本窗口取件。")
    await clerk.album.keep("tablet-01-text")
    await clerk.press("btn-show")
    await expect(tablet.see("showing-text")).to_contain_text("二楼收费处")
    await tablet.album.keep("06-text")
    await clerk.press("btn-take-back")
    await expect(tablet.see("idle")).to_be_visible()


async def signs(clerk: Desk, tablet: Tablet, number: str) -> None:
    pages = "**/showings/*/pages/*"
    await tablet.page.route(pages, lambda route: route.fulfill(status=502, body="<html>"))
    await ask_to_sign(clerk, number, "acceptance")
    await expect(tablet.see("page-failed").first).to_be_visible()
    await tablet.album.keep("09-page-failed")
    assert await grave_violations(tablet.page) == []
    await tablet.page.unroute(pages)
    for again in await tablet.page.get_by_role("button", name="再试一次").all():
        await again.click()
    await expect(tablet.see("sign-pad")).to_be_visible()
    await tablet.page.mouse.click(900, 330)
    await tablet.press("btn-sign")
    await expect(tablet.page.get_by_role("alert")).to_contain_text("太短")
    await tablet.press("btn-clear")
    await tablet.write_name()
    await tablet.album.keep("09-signature")
    assert await grave_violations(tablet.page) == []
    await tablet.press("btn-sign")
    await expect(tablet.see("thanks")).to_be_visible()
    await expect(clerk.see("tablet-latest")).to_contain_text("已签名")
    await clerk.album.keep("tablet-02-signed")


async def signs_on_a_phone(clerk: Desk, tablet: Tablet, open_page: OpenPage, number: str) -> None:
    await ask_to_sign(clerk, number, "application")
    address = await tablet.see("phone-code").get_attribute("alt")
    assert address is not None
    phone = Tablet(await open_page(PHONE_SIZE), tablet.server)
    await phone.page.goto(tablet.server + "/counter/" + address.partition("/counter/")[2])
    await expect(phone.see("sign-pad")).to_be_visible()
    await expect(tablet.see("phone-taken")).to_contain_text("已在手机上打开")
    await phone.write_name()
    await turns_the_phone(phone)
    await phone.album.keep("10-phone-signature")
    await phone.press("btn-sign")
    await expect(phone.see("pad-done")).to_be_visible()
    await phone.album.keep("11-phone-done")
    thief = await open_page(PHONE_SIZE)
    await thief.goto(phone.page.url)
    await expect(thief.get_by_test_id("pad-fault")).to_be_visible()


async def turns_the_phone(phone: Tablet) -> None:
    """What was written is still on the glass, and still a signature."""
    width, height = PHONE_SIZE
    await phone.page.set_viewport_size({"width": height, "height": width})
    await phone.see("sign-pad").scroll_into_view_if_needed()
    await phone.album.keep("10-phone-turned")
    await phone.page.set_viewport_size({"width": width, "height": height})
    await phone.press("large-type")
    await phone.press("large-type")


async def signs_without_a_network(clerk: Desk, tablet: Tablet, number: str) -> None:
    await clerk.press("kind-acceptance")
    await clerk.see("tablet-case").fill(number)
    await clerk.press("btn-show")
    photo = tablet.page.locator("input[type=file]").first
    await expect(photo).to_be_attached()
    await tablet.page.context.set_offline(True)
    file = io.BytesIO()
    Image.new("RGB", (800, 600), (210, 200, 190)).save(file, "JPEG")
    picture = FilePayload(name="a.jpg", mimeType="image/jpeg", buffer=file.getvalue())
    await photo.set_input_files(picture)
    await expect(tablet.see("outbox-count")).to_contain_text("1 项")
    await expect(tablet.see("offline")).to_be_visible()
    await tablet.album.keep("12-offline")
    await tablet.page.reload()
    await expect(tablet.see("outbox-count")).to_contain_text("1 项")
    await expect(tablet.see("showing-acceptance")).to_be_visible()
    await tablet.page.context.set_offline(False)
    await expect(tablet.see("showing-acceptance")).to_be_visible()
    await expect(tablet.page.get_by_test_id("outbox-count")).to_have_count(0)
    await expect(tablet.see("showing-acceptance")).to_contain_text("2 份")
    await tablet.album.keep("13-delivered")
    await tablet.press("btn-confirm")
    await expect(tablet.see("thanks")).to_be_visible()


async def signs_too_late(clerk: Desk, tablet: Tablet, number: str) -> None:
    """The clerk gives up waiting while the network is away; it was signed all the same."""
    await ask_to_sign(clerk, number, "application")
    await expect(tablet.see("sign-pad")).to_be_visible()
    await tablet.page.context.set_offline(True)
    await tablet.write_name()
    await tablet.press("btn-sign")
    await expect(tablet.see("outbox-count")).to_contain_text("1 项")
    await clerk.press("btn-take-back")
    await tablet.page.context.set_offline(False)
    await expect(clerk.see("tablet-conflicts")).to_contain_text("手写签名送到晚了")
    await expect(tablet.see("outbox-reports")).to_contain_text("请工作人员重新出示")
    await expect(tablet.page.get_by_test_id("thanks")).to_have_count(0)
    await tablet.album.keep("13-late")
    await tablet.page.get_by_role("button", name="知道了").click()
    await expect(tablet.page.get_by_test_id("outbox-reports")).to_have_count(0)
    await clerk.album.keep("tablet-03-late")
    await clerk.press("btn-look-late")
    await expect(clerk.see("late-obstacle")).to_contain_text("可以采用")
    await expect(clerk.see("late-picture")).to_be_visible()
    await clerk.album.keep("tablet-03-late-answer")
    assert await grave_violations(clerk.page) == []
    await clerk.press("btn-discard-late")
    await clerk.album.keep("tablet-03-late-leave")
    await clerk.press("btn-adopt-late")
    await expect(clerk.see("tablet-latest").locator("li").first).to_contain_text("已签名")
    await expect(clerk.page.get_by_test_id("tablet-conflicts")).to_have_count(0)


async def rates_at_home(system: RunningSystem, page: Page, lead: Desk, number: str) -> None:
    phone = Phone(page, system.place.url(API))
    await phone.open("/pages/sign-in/index")
    await phone.sign_in("陈大文")
    await expect(phone.see("me-appointments")).to_be_visible()
    async with api_of(system) as http:
        await (await sign_in(http)).post(f"/api/v1/cases/{number}/withdraw", {"reason": "不办了"})
    await phone.open(f"/pages/case/index?number={number}")
    await phone.press("satisfaction-1")
    await phone.see("rating-phone").fill("138")
    await phone.press("btn-rate-case")
    await expect(phone.page.get_by_role("alert")).to_contain_text("11位手机号")
    await phone.see("rating-phone").fill("13800138001")
    await phone.see("case-rating").scroll_into_view_if_needed()
    await phone.album.keep("rating-01", whole=True)
    await phone.press("btn-rate-case")
    await expect(phone.see("rating-handling")).to_contain_text("正在核实")
    await expect(lead.page.get_by_text("收到一条线上差评")).to_be_visible()
    await lead.press("to-online")
    loop = lead.see("loop-verify")
    await expect(loop).to_contain_text(number)
    await lead.press("act-refute")
    await lead.see("loop-text").fill("材料齐全后当天受理，未超期")
    await lead.album.keep("tablet-05-online", whole=True)
    await lead.press("btn-step")
    await expect(lead.see("loop-revisit")).to_be_visible()
    await page.reload()
    await expect(phone.see("rating-handling")).to_contain_text("未超期")
    assert await phone.spare_width() <= 0
    await phone.see("rating-handling").scroll_into_view_if_needed()
    await phone.album.keep("rating-02", whole=True)
    assert await grave_violations(page) == []
    await phone.press("elder-switch")
    assert await phone.spare_width() <= 0
    await phone.album.keep("rating-03-large")


async def rates(clerk: Desk, tablet: Tablet) -> None:
    await clerk.press("kind-rating")
    await clerk.see("tablet-case").fill("")
    await clerk.press("btn-show")
    await expect(tablet.see("showing-rating")).to_be_visible()
    await tablet.press("level-2")
    await tablet.page.get_by_label("叫号等得久").check()
    await tablet.see("rate-words").fill("等了一个多小时")
    await tablet.see("rate-phone").fill("13800138001")
    await tablet.album.keep("14-rating")
    assert await grave_violations(tablet.page) == []
    await tablet.press("btn-rate")
    await expect(clerk.see("tablet-latest")).to_contain_text("已评价")


async def prints_the_halls_code(lead: Desk) -> None:
    await lead.open(f"/halls/{HALL}")
    await lead.see("btn-sheet-hall").scroll_into_view_if_needed()
    await lead.album.keep("tablet-03-codes", whole=True)
    async with lead.page.expect_download() as saved:
        await lead.press("btn-sheet-hall")
    paper = await (await saved.value).path()
    assert paper.read_bytes().startswith(b"%PDF")


async def rectifies(lead: Desk) -> None:
    await lead.open("/hall-ratings")
    await expect(lead.see("loop-verify")).to_contain_text("等了一个多小时")
    await lead.press("act-confirm")
    await lead.see("loop-text").fill("上午只开了两个窗口")
    await lead.album.keep("tablet-03-rating")
    await lead.page.context.set_offline(True)
    await lead.press("btn-step")
    await expect(lead.page.get_by_text("暂时连不上服务器").first).to_be_visible()
    await expect(lead.see("loop-text")).to_have_value("上午只开了两个窗口")
    await lead.page.context.set_offline(False)
    await lead.press("btn-step")
    await expect(lead.see("loop-rectify")).to_contain_text("上午只开了两个窗口")
    assert await grave_violations(lead.page) == []


async def finds_the_signatures(clerk: Desk, number: str) -> None:
    await clerk.open(f"/cases/{number}")
    card = clerk.see("signatures-card")
    await expect(card).to_contain_text("申请表")
    await expect(card).to_contain_text("本人手机")
    await card.scroll_into_view_if_needed()
    await clerk.album.keep("tablet-04-signatures")
