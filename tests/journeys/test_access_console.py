"""三员分立 at the console: an account is opened, enrolled, granted, looked through, and ended."""

from __future__ import annotations

import time

import pyotp
from playwright.async_api import Page, expect

from operations.place import API
from operations.system import RunningSystem
from tests.journeys.conftest import DESK_SIZE, AtWork, OpenPage
from tests.journeys.desk import Desk

NEW, NAME, PASSWORD = "tanml", "谭美莲", "Zhuhe!7Bay2"
UNIT = "广州市天河区民政局"


async def test_nobody_gets_anywhere_alone(
    system: RunningSystem, at_work: AtWork, open_page: OpenPage
) -> None:
    admin = await at_work("admin", first="unit-search")
    code = await opens_an_account(admin)
    await asks_for_a_grant(admin)
    security = await at_work("security", first="grants-asked")
    await security.press("btn-approve")
    await expect(security.page.get_by_text("没有等批准的申请")).to_be_visible()
    await security.album.keep("20-approved")
    newcomer = Desk(await open_page(DESK_SIZE), system.place.url(API))
    await enrols(newcomer, code)
    await expect(newcomer.see("tab-open")).to_be_visible()
    await newcomer.album.keep("21-newcomer")
    await looks_with_their_eyes(security)
    await admin.press("btn-disable")
    await admin.confirm()
    await newcomer.open("/cases")
    await expect(newcomer.page.get_by_text("登录已失效")).to_be_visible()


async def opens_an_account(admin: Desk) -> str:
    """The tree first: an office is added and taken back."""
    page = admin.page
    await page.get_by_text(UNIT).first.click()
    await admin.press("btn-add-unit")
    await admin.see("unit-name").fill("社会事务科")
    await admin.press("btn-save-unit")
    await expect(page.get_by_text("刚才设立了「社会事务科」")).to_be_visible()
    await admin.album.keep("17-unit")
    await admin.press("btn-undo")
    await expect(page.get_by_test_id("btn-undo")).to_have_count(0)
    await admin.open("/access/people")
    await admin.press("btn-open-account")
    await admin.see("new-username").fill(NEW)
    await admin.see("new-name").fill(NAME)
    await _choose(page, "new-unit", UNIT)
    await admin.press("btn-save-person")
    code = await admin.see("enrol-code").inner_text()
    await admin.press("btn-code-done")
    return code.strip()


async def asks_for_a_grant(admin: Desk) -> None:
    await admin.press("btn-grant")
    await _choose(admin.page, "grant-role", "窗口受理员")
    await admin.see("grant-note").fill("接替窗口的同事")
    await admin.album.keep("18-asking")
    await admin.press("btn-save-grant")
    await expect(admin.see("grant-asked")).to_be_visible()
    await admin.album.keep("19-person")


async def enrols(newcomer: Desk, code: str) -> None:
    """With the code, the QR code's secret, and a password of one's own; then signs in."""
    await newcomer.page.goto(f"{newcomer.server}/console/#/enrol")
    await newcomer.see("enrol-username").fill(NEW)
    await newcomer.see("enrol-code-field").fill(code.lower())
    await newcomer.press("btn-enrol")
    secret = await newcomer.see("enrol-secret").inner_text()
    await newcomer.see("enrol-otp").fill(pyotp.TOTP(secret).now())
    await newcomer.see("enrol-password").fill(PASSWORD)
    await newcomer.see("enrol-again").fill(PASSWORD)
    await newcomer.album.keep("22-enrol")
    await newcomer.press("btn-enrol-done")
    await newcomer.see("login-username").fill(NEW)
    await newcomer.see("login-password").fill(PASSWORD)
    # The code that enrolled is used up; the next one is already good.
    await newcomer.see("login-otp").fill(pyotp.TOTP(secret).at(int(time.time()) + 30))


async def looks_with_their_eyes(security: Desk) -> None:
    await security.open("/access/people")
    await security.press(f"person-{NEW}")
    await security.page.get_by_text("以这个人的眼光看").click()
    await expect(security.see("preview-cases")).to_be_visible()
    await security.album.keep("23-preview")
    await security.open("/access/roles")
    await expect(security.see("edit-clerk")).to_be_visible()
    await security.album.keep("24-roles")


async def _choose(page: Page, mark: str, words: str) -> None:
    """Open a list of Element Plus and take what is called so."""
    await page.get_by_test_id(mark).filter(visible=True).click()
    await page.locator(".el-popper").filter(visible=True).get_by_text(words, exact=True).click()
