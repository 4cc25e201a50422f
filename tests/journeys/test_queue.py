"""A visit's queue: the phone draws a number, the clerk calls it, phone and board show it; then an
appointment, and the lead's board and settings."""

from __future__ import annotations

import re

from playwright.async_api import Page, Route, expect

from operations.place import HALL_BRIDGE
from operations.system import RunningSystem
from tests.journeys.access import grave_violations
from tests.journeys.album import Album
from tests.journeys.conftest import DESK_SIZE, AtWork, DrawCode, OpenPage
from tests.journeys.desk import Desk
from tests.journeys.phone import Phone


async def _board(system: RunningSystem, open_page: OpenPage, code: str) -> Page:
    """The hall's display, enrolled."""
    page = await open_page((1920, 1080))
    await page.goto(f"{system.place.url(HALL_BRIDGE)}/counter/#/enrol")
    await page.get_by_role("textbox").fill(code)
    await page.get_by_role("button", name="接入").click()
    await expect(page.get_by_test_id("line-A")).to_be_visible()
    return page


async def test_phone_clerk_and_board_see_the_same_number(
    system: RunningSystem,
    phone: Phone,
    at_work: AtWork,
    open_page: OpenPage,
    draw_code: DrawCode,
) -> None:
    board = await _board(system, open_page, await draw_code("", "board", "大厅大屏"))
    desk = await at_work("chenxm", first="tab-open")
    await desk.sit_at("tianhe-b02", "/calling")
    await _draws(phone)
    await expect(desk.see("waiting-total")).to_have_text("1")
    await desk.album.keep("queue-02-panel")
    await desk.page.keyboard.press("n")
    await expect(desk.see("current-number")).to_have_text("A001")
    await desk.album.keep("queue-03-called")
    assert await grave_violations(desk.page) == []
    await _looks_where_to_transfer(desk)
    await expect(board.get_by_test_id("call").first).to_contain_text("A001")
    await expect(board.get_by_test_id("call").first).to_contain_text("B02窗口")
    await Album(board, "board").keep("queue-called")
    assert await grave_violations(board) == []
    await expect(phone.see("ticket-message")).to_contain_text("请到B02窗口办理")
    await phone.album.keep("queue-03-called")
    await desk.page.keyboard.press("s")
    await phone.press("btn-come-back")
    await expect(phone.see("ticket-state")).to_have_text("排队中")
    await desk.press("btn-next")
    await expect(desk.see("current-number")).to_have_text("A001")
    await desk.press("btn-finish")
    await expect(desk.see("served-today")).to_have_text("1")
    await _lead(at_work)


async def _draws(phone: Phone) -> None:
    await phone.open("/pages/me/index")
    await phone.press("me-queue")
    await expect(phone.see("line-A")).to_be_visible()
    await phone.album.keep("queue-01-lines", whole=True)
    assert await grave_violations(phone.page) == []
    await phone.press("line-A")
    await phone.press("btn-take")
    await expect(phone.see("ticket-number")).to_have_text("A001")
    await expect(phone.see("reminding")).to_contain_text("公众号")
    await phone.album.keep("queue-02-waiting", whole=True)


async def _looks_where_to_transfer(desk: Desk) -> None:
    dialogue = desk.page.get_by_role("dialog")
    await desk.press("btn-transfer")
    await expect(dialogue).to_contain_text("不指定，哪个窗口先空哪个叫")
    await desk.album.keep("queue-04-transfer")
    assert await grave_violations(desk.page) == []
    await desk.page.keyboard.press("Escape")
    await expect(dialogue).to_have_count(0)


async def _lead(at_work: AtWork) -> None:
    lead = await at_work("huangwy", DESK_SIZE, first="tab-open")
    await lead.open("/halls/tianhe/board")
    await expect(lead.see("line-A")).to_be_visible()
    await lead.album.keep("queue-board", whole=True)
    assert await grave_violations(lead.page) == []
    await lead.press("btn-free-B02")
    await lead.album.keep("queue-free")
    await lead.page.get_by_role("button", name="请他离岗").click()
    await expect(lead.see("at-B02")).to_contain_text("无人")
    await lead.open("/halls/tianhe/queues")
    await lead.see("quota-0-09:00").fill("6")
    await lead.press("btn-save-plan")
    await expect(lead.page.get_by_text("已保存。")).to_be_visible()
    await lead.album.keep("queue-settings", whole=True)
    assert await grave_violations(lead.page) == []


async def test_an_appointment_on_the_phone(
    system: RunningSystem, phone: Phone, open_page: OpenPage, draw_code: DrawCode
) -> None:
    board = await _board(system, open_page, await draw_code("", "board", "门口大屏"))
    await phone.open("/pages/sign-in/index")
    await phone.sign_in("陈大文")
    await expect(phone.page).to_have_url(re.compile(r"/app/.*#/(?!pages/sign-in)"))
    await phone.open("/pages/me/index")
    await phone.press("me-appointments")
    await phone.press("btn-new")
    await expect(phone.page.get_by_role("radiogroup", name="时段")).to_be_visible()
    days = phone.page.get_by_role("radiogroup", name="日期").get_by_role("radio")
    await days.nth(2).click()
    await phone.press("slot-10:00")
    await phone.album.keep("appointment-01-slots", whole=True)
    assert await grave_violations(phone.page) == []
    assert await phone.spare_width() == 0
    await phone.press("btn-book")
    await expect(phone.see("appointment")).to_contain_text("10:00—11:00")
    await phone.album.keep("appointment-02-mine", whole=True)
    assert await grave_violations(phone.page) == []
    code = board.get_by_test_id("arrival-code")
    for width, height in ((1920, 1080), (1280, 720), (1080, 1920)):
        await board.set_viewport_size({"width": width, "height": height})
        box = await code.get_by_role("img").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < height, "the code hangs over the edge"
    on_screen = str(await code.get_attribute("data-url"))
    await phone.page.goto(f"{phone.server}/q/{on_screen.rpartition('/')[2]}")
    await phone.press("btn-to-check-in")
    await expect(phone.see("notes")).to_contain_text("现在没有可以签到的预约")
    await phone.press("btn-cancel")
    await phone.press("btn-sheet-confirm")
    await expect(phone.see("appointment")).to_have_count(0)


async def test_a_lost_answer_hinders_no_other_number(phone: Phone) -> None:
    await phone.open("/pages/queue/index")
    await phone.page.route("**/api/v1/queue/tickets", _answer_lost)
    await phone.press("line-A")
    await phone.press("btn-take")
    await expect(phone.see("ticket-number")).to_have_count(1)
    await phone.page.unroute("**/api/v1/queue/tickets")
    await phone.press("line-B")
    await phone.press("btn-take")
    await expect(phone.see("ticket-number")).to_have_count(2)


async def _answer_lost(route: Route) -> None:
    if route.request.method != "POST":
        return await route.continue_()
    await route.fetch()
    await route.abort()
