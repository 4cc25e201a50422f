"""A visit's queue: the phone draws a number, the clerk calls it, phone and board show it; then an
appointment, and the lead's board and settings."""

from __future__ import annotations

import asyncio
import re
import sys

from playwright.async_api import Page, expect

from operations.environment import child_environment
from operations.place import HALL_BRIDGE, ROOT
from operations.system import RunningSystem
from tests.fixtures.environment import ORIGINAL
from tests.journeys.access import grave_violations
from tests.journeys.album import Album
from tests.journeys.conftest import DESK_SIZE, AtWork, OpenPage
from tests.journeys.phone import Phone

DRAW_CODE = """
import asyncio
from flows.devices.service import draw_code
from foundation import db
from foundation.viewer import PERMISSIONS, StaffMember

async def draw():
    lead = StaffMember("lead", "lead", "管理员", "supervisor", "", "", PERMISSIONS["supervisor"])
    async with db.writing() as session:
        print((await draw_code(session, lead, "tianhe", "", "board", "大厅大屏")).code)

asyncio.run(draw())
"""


async def _board(system: RunningSystem, open_page: OpenPage) -> Page:
    """The hall's display, enrolled."""
    drawing = await asyncio.create_subprocess_exec(
        sys.executable, "-c", DRAW_CODE, cwd=ROOT, stdout=asyncio.subprocess.PIPE,
        env=child_environment(system.place, ORIGINAL),
    )  # fmt: skip
    said, _ = await drawing.communicate()
    page = await open_page((1920, 1080))
    await page.goto(f"{system.place.url(HALL_BRIDGE)}/counter/#/enrol")
    await page.get_by_role("textbox").fill(said.decode().split()[-1])
    await page.get_by_role("button", name="接入").click()
    await expect(page.get_by_test_id("line-A")).to_be_visible()
    return page


async def test_phone_clerk_and_board_see_the_same_number(
    system: RunningSystem, phone: Phone, at_work: AtWork, open_page: OpenPage
) -> None:
    board = await _board(system, open_page)
    desk = await at_work("chenxm", first="tab-open")
    await desk.sit_at("tianhe-b02", "/calling")
    await phone.open("/pages/me/index")
    await phone.press("me-queue")
    await expect(phone.see("line-A")).to_be_visible()
    await phone.album.keep("queue-01-lines", whole=True)
    assert await grave_violations(phone.page) == []
    await phone.press("line-A")
    await phone.press("btn-take")
    await expect(phone.see("ticket-number")).to_have_text("A001")
    await phone.album.keep("queue-02-waiting", whole=True)
    await expect(desk.see("waiting-total")).to_have_text("1")
    await desk.album.keep("queue-02-panel")
    await desk.page.keyboard.press("n")
    await expect(desk.see("current-number")).to_have_text("A001")
    await desk.album.keep("queue-03-called")
    assert await grave_violations(desk.page) == []
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


async def _lead(at_work: AtWork) -> None:
    lead = await at_work("huangwy", DESK_SIZE, first="tab-open")
    await lead.open("/halls/tianhe/board")
    await expect(lead.see("line-A")).to_be_visible()
    await lead.album.keep("queue-board", whole=True)
    assert await grave_violations(lead.page) == []
    await lead.open("/halls/tianhe/queues")
    await lead.see("quota-0-09:00").fill("6")
    await lead.press("btn-save-plan")
    await expect(lead.page.get_by_text("已保存。")).to_be_visible()
    await lead.album.keep("queue-settings", whole=True)
    assert await grave_violations(lead.page) == []


async def test_an_appointment_on_the_phone(phone: Phone) -> None:
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
    await phone.press("btn-cancel")
    await phone.press("btn-sheet-confirm")
    await expect(phone.see("appointment")).to_have_count(0)
