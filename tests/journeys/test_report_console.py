"""A leader makes a report in the form: faults at their fields, a preview, and it is kept."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.journeys.conftest import AtWork
from tests.journeys.desk import Desk

LEAD, NAME = "huangwy", "街道收件周报"


async def test_a_report_is_written_in_the_form(at_work: AtWork) -> None:
    desk = await at_work(LEAD, first="tab-open")
    await desk.open("/reports")
    await desk.press("btn-new-report")
    await expect(desk.see("report-faults")).to_be_visible()
    await desk.see("report-name").fill(NAME)
    await adds_a_formula(desk)
    await is_sent_weekly(desk)
    await desk.album.keep("report-form", whole=True)
    await desk.press("btn-save-report")
    await expect(desk.page.get_by_text("已保存为第 1 版")).to_be_visible()
    await as_text_it_is_the_same(desk)


async def adds_a_formula(desk: Desk) -> None:
    """Wrong at first; read back in Chinese once it is right, and counted at once."""
    await desk.press("btn-add-formula")
    await desk.see("column-label-1").fill("翻一番")
    await desk.see("formula-1").fill("recieved × 2")
    await expect(desk.see("row-columns.1.formula")).to_contain_text("没有名为「recieved」的列")
    await expect(desk.see("btn-save-report")).to_be_disabled()
    await desk.see("formula-1").fill("received × 2")
    await expect(desk.see("reading-1")).to_have_text("读作：收件 × 2")
    await expect(desk.see("printed")).to_contain_text("翻一番")
    await expect(desk.page.get_by_test_id("report-faults")).to_have_count(0)


async def is_sent_weekly(desk: Desk) -> None:
    await desk.press("report-every")
    await desk.page.get_by_role("option", name="每周", exact=True).filter(visible=True).click()
    await expect(desk.see("report-next")).to_contain_text("每周一 08:30")


async def as_text_it_is_the_same(desk: Desk) -> None:
    await desk.press("way-text")
    text = desk.see("report-yaml")
    await expect(text).to_contain_text(re.compile(f"name: {NAME}"))
    await expect(text).to_contain_text("formula: received × 2")
    await expect(desk.see("btn-save-report")).to_be_disabled()
