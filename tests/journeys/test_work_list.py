"""A clerk at the console: a case found, a view kept, claimed together, exported, passed on."""

from __future__ import annotations

import httpx
from playwright.async_api import expect

from operations.place import API
from operations.system import RunningSystem
from tests.factories.cases import submitted_case
from tests.factories.people import sign_in
from tests.journeys.access import grave_violations
from tests.journeys.conftest import AtWork
from tests.journeys.desk import Desk

CLERK, VIEW = "lijh", "今天的食品许可"
COLLEAGUE = "陈晓敏"


async def test_a_clerk_works_through_the_list(system: RunningSystem, at_work: AtWork) -> None:
    async with httpx.AsyncClient(
        base_url=system.place.url(API), trust_env=False, timeout=60
    ) as http:
        person = await sign_in(http)
        numbers = [await submitted_case(person) for _ in range(2)]
    clerk = await at_work(CLERK, first="tab-open")
    await walks_by_the_navigation(clerk)
    await finds_by_number(clerk, numbers[0])
    await keeps_a_view(clerk)
    await claims_together(clerk, numbers)
    await takes_the_table_home(clerk)
    await passes_one_on(clerk, numbers[0])


async def walks_by_the_navigation(clerk: Desk) -> None:
    """Folded to icons it still says where one is; the choice outlives a reload."""
    await clerk.press("nav-fold")
    await clerk.press("nav-parks")
    await expect(clerk.see("nav-parks")).to_have_attribute("aria-current", "page")
    await clerk.page.reload()
    await expect(clerk.see("nav-fold")).to_have_attribute("aria-expanded", "false")
    await clerk.press("nav-fold")
    await clerk.press("nav-tasks")
    await expect(clerk.see("tab-open")).to_be_visible()
    assert await grave_violations(clerk.page) == []


async def finds_by_number(clerk: Desk, number: str) -> None:
    await clerk.page.keyboard.press("Control+k")
    await clerk.see("global-search-field").fill(number)
    await expect(clerk.see("found-case").first).to_contain_text(number)
    await clerk.album.keep("30-search")
    await clerk.page.keyboard.press("Enter")
    await expect(clerk.see("case-status")).to_be_visible()


async def keeps_a_view(clerk: Desk) -> None:
    await clerk.open("/tasks?q=食品经营许可")
    await clerk.press("btn-views")
    await clerk.press("btn-save-view")
    await clerk.see("view-name").fill(VIEW)
    await clerk.press("btn-confirm-view")
    await expect(clerk.page.get_by_text(f"已保存「{VIEW}」")).to_be_visible()
    await clerk.open("/tasks")
    await clerk.press("btn-views")
    await clerk.press(f"view-{VIEW}")
    await expect(clerk.see("task-search")).to_have_value("食品经营许可")


async def claims_together(clerk: Desk, numbers: list[str]) -> None:
    for number in numbers:
        await clerk.see(f"mark-{number}").click()
    await clerk.album.keep("31-marked")
    await clerk.press("batch-claim")
    await expect(clerk.page.get_by_text("已认领 2 件")).to_be_visible()
    await clerk.press("tab-mine")
    for number in numbers:
        await expect(clerk.row(number)).to_be_visible()


async def takes_the_table_home(clerk: Desk) -> None:
    await clerk.press("btn-exports")
    await clerk.press("btn-ask-export")
    await expect(clerk.see("export-done").first).to_be_visible()
    await clerk.album.keep("32-export")
    async with clerk.page.expect_download() as download:
        await clerk.see("btn-take-export").first.click()
    assert (await download.value).suggested_filename.endswith(".xlsx")
    await clerk.page.keyboard.press("Escape")


async def passes_one_on(clerk: Desk, number: str) -> None:
    """By the case's own panel; the case is the colleague's from then on."""
    await clerk.open(f"/cases/{number}")
    await clerk.press("btn-transfer")
    await clerk.press("pick-person")
    await clerk.page.get_by_role("option", name=COLLEAGUE).filter(visible=True).click()
    await (
        clerk.see("pass-reason")
        .locator("textarea")
        .or_(clerk.see("pass-reason"))
        .last.fill("下午我去现场")
    )
    await clerk.album.keep("33-transfer")
    await clerk.confirm()
    await expect(clerk.page.get_by_text(f"{COLLEAGUE} 正在办理这一步")).to_be_visible()
