"""Editors keep what is known: write, a second person publishes, citizens get it, undo."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx
from playwright.async_api import FilePayload, Page, expect

from operations.place import API
from operations.system import RunningSystem
from tests.journeys.album import Album
from tests.journeys.conftest import PHONE_SIZE, AtWork
from tests.journeys.desk import Desk
from tests.journeys.phone import Phone

EDITOR, COLLEAGUE = "zhengjw", "liangzq"
KEY, QUESTION = "night_market_stall", "在夜市摆摊要办什么手续？"
ASKS = "夜市摆摊要什么证\n在夜市摆档口怎么登记\n摆夜市点申请\n夜市摊位要不要办证"
ANSWER = "带身份证和摊位协议到街道便民服务中心登记，当场办好，不收费。"
BETTER = "带身份证和摊位协议或租约到街道便民服务中心登记，当场办好，不收费。"
RULE = (
    "广州市天河区夜间经济便民办法\n穗天府办〔2025〕9号\n"
    "第一条 为方便夜间经营者办事，制定本办法。\n"
    "第二条 夜间经营者可以凭摊位协议办理食品摊贩登记，街道应当当场登记。\n"
    "第三条 本办法自2025年6月1日起施行，有效期5年。\n"
)
SECONDS_TO_BE_FOUND = 5


async def test_an_answer_is_written_reviewed_given_and_mended(
    system: RunningSystem, at_work: AtWork, phone: Phone
) -> None:
    editor = await at_work(EDITOR)
    await writes_an_answer(editor)
    colleague = await at_work(COLLEAGUE)
    await expect(colleague.see("to-review")).to_have_text("1")
    await publishes_it(colleague)
    await _found(system, QUESTION, lambda hit: hit["id"] == KEY)
    await phone.open()
    await phone.say("在夜市摆摊要办什么手续")
    await expect(phone.page.get_by_text("带身份证和摊位协议到街道").last).to_be_visible()
    await Album(phone.page, "knowledge").keep("10-citizen")
    await corrects_it(editor)
    await sends_it_back(colleague)
    await reads_the_opinion_and_gives_up(editor)


async def test_two_editors_do_not_overwrite_each_other(at_work: AtWork) -> None:
    first = await at_work(EDITOR)
    second = await at_work(COLLEAGUE)
    for desk in (first, second):
        await desk.open("/knowledge?kind=faq&q=周末")
        await desk.page.get_by_role("link", name="周末和节假日开门吗").click()
        await desk.press("btn-edit")
        await expect(desk.see("field-answer")).not_to_be_empty()
    await first.see("field-answer").fill("甲写的回答。")
    await _kept(first)
    await second.see("field-answer").fill("乙写的回答。")
    await expect(second.see("choose-theirs")).to_be_visible()
    await Album(second.page, "knowledge").keep("20-newer")
    await second.press("choose-theirs")
    await expect(second.see("field-answer")).to_have_value("甲写的回答。")
    await second.press("btn-undo")
    await expect(second.see("field-answer")).to_have_value("乙写的回答。")
    await second.press("btn-revert")
    await _kept(second)
    await second.press("btn-finish")
    await second.press("btn-discard")
    await second.confirm()
    await expect(second.see("btn-edit")).to_have_text("修改")


async def test_an_import_is_read_agreed_to_and_found(
    system: RunningSystem, at_work: AtWork
) -> None:
    editor = await at_work(EDITOR)
    await editor.open("/knowledge/imports")
    await editor.see("import-document").check()
    good = FilePayload(name="夜间办法.txt", mimeType="text/plain", buffer=RULE.encode("gb18030"))
    bad = FilePayload(name="坏文件.pdf", mimeType="application/pdf", buffer=bytes(range(32)) * 8)
    await editor.page.get_by_test_id("import-files").set_input_files([good, bad])
    await editor.press("btn-import")
    batch = editor.page.locator("[data-testid^='batch-']").first
    await expect(batch).to_have_attribute("data-state", "ready")
    await expect(batch).to_contain_text("穗天府办〔2025〕9号")
    await expect(batch).to_contain_text("坏文件.pdf")
    await Album(editor.page, "knowledge").keep("30-import", whole=True)
    colleague = await at_work(COLLEAGUE)
    await colleague.open("/knowledge/imports")
    await colleague.press("btn-apply")
    await colleague.confirm()
    agreed = colleague.page.locator("[data-testid^='batch-']").first
    await expect(agreed).to_have_attribute("data-state", "done")
    await _found(
        system,
        "凭摊位协议办食品摊贩登记",
        lambda hit: hit.get("detail", {}).get("document_number") == "穗天府办〔2025〕9号",
    )


async def test_the_search_strategy_is_tried_published_and_rolled_back(
    system: RunningSystem, at_work: AtWork
) -> None:
    editor = await at_work(EDITOR)
    await editor.open("/search/strategy")
    await editor.press("add-synonym")
    await editor.see("synonym-said").fill("嘟嘟纸")
    await editor.see("synonym-means").fill("食品经营许可")
    await editor.press("synonym-keep")
    await _kept(editor)
    await editor.press("strategy-try")
    await editor.see("try-words").fill("嘟嘟纸")
    await editor.page.keyboard.press("Enter")
    compared = editor.see("compared-嘟嘟纸")
    await expect(compared).to_have_attribute("data-changed", "true")
    after = compared.locator("section").last.get_by_role("listitem")
    await expect(after.first).to_contain_text("食品经营许可")
    await Album(editor.page, "knowledge").keep("40-tried", whole=True)
    colleague = await at_work(COLLEAGUE)
    await colleague.open("/search/strategy")
    await colleague.see("strategy-changes").click()
    await expect(colleague.see("strategy-changes")).to_contain_text("嘟嘟纸 → 食品经营许可")
    await Album(colleague.page, "knowledge").keep("41-changes")
    await colleague.press("btn-publish")
    await colleague.see("act-note").fill("市民这样叫。")
    await colleague.confirm()
    await _found(system, "嘟嘟纸", lambda hit: "食品经营许可" in hit["title"])
    await colleague.press("strategy-versions")
    await Album(colleague.page, "knowledge").keep("42-versions")
    await colleague.press("rollback-0")
    await colleague.confirm()
    await expect(colleague.page.get_by_text("使用中：软件自带的策略")).to_be_visible()


async def test_every_page_of_the_editors_fits_a_phone(at_work: AtWork) -> None:
    desk = await at_work(EDITOR, PHONE_SIZE)
    for name, route in {
        "list": "/knowledge",
        "health": "/knowledge/health",
        "imports": "/knowledge/imports",
        "strategy": "/search/strategy",
        "queries": "/search/queries",
        "statistics": "/consultations",
        "unanswered": "/consultations/unanswered",
        "corrections": "/consultations/corrections",
        "models": "/consultations/models",
    }.items():
        await desk.open(route)
        await expect(desk.page.locator("main .card").first).to_be_visible()
        await Album(desk.page, "knowledge").keep(f"50-phone-{name}")
        assert await _spare_width(desk.page) <= 0, f"{route} 比屏幕宽，要左右拖动"


async def writes_an_answer(editor: Desk) -> None:
    """Faults are told while one writes; a step is taken back and done again."""
    await expect(editor.page.get_by_role("link", name="办件查询")).to_have_count(0)
    await editor.press("btn-new")
    await editor.see("new-title").fill(QUESTION)
    await editor.see("new-key").fill(KEY)
    await editor.press("btn-confirm")
    await editor.see("field-answer").fill(ANSWER)
    await _kept(editor)
    await expect(editor.see("faults")).to_contain_text("至少要有4条")
    await Album(editor.page, "knowledge").keep("01-faults")
    await editor.see("field-asks").fill(ASKS)
    await editor.see("field-source.title").fill("广州市天河区夜市经营便民办法")
    await expect(editor.see("faults")).to_have_count(0)
    await editor.press("btn-undo")
    await expect(editor.see("field-source.title")).to_have_value("")
    await editor.press("btn-redo")
    await expect(editor.see("field-source.title")).to_have_value("广州市天河区夜市经营便民办法")
    await editor.page.keyboard.press("Control+s")
    await _kept(editor)
    await editor.press("btn-finish")
    await editor.press("btn-submit")
    await Album(editor.page, "knowledge").keep("02-submit")
    await editor.confirm()
    await expect(editor.see("btn-recall")).to_be_visible()


async def publishes_it(colleague: Desk) -> None:
    await colleague.press("filter-in_review")
    await colleague.see(f"entry-row-{KEY}").get_by_role("link").click()
    await Album(colleague.page, "knowledge").keep("03-review")
    await colleague.press("btn-publish")
    await colleague.see("act-note").fill("已与原文核对。")
    await colleague.confirm()
    await expect(colleague.see("history")).to_contain_text("已与原文核对。")


async def corrects_it(editor: Desk) -> None:
    """The change is seen word by word before it is handed in."""
    await editor.page.reload()
    await editor.press("btn-edit")
    await editor.see("field-answer").fill(BETTER)
    await _kept(editor)
    await editor.press("btn-finish")
    diff = editor.see("diff")
    await expect(diff.locator("ins")).to_have_text("或租约")
    await expect(diff.locator("del")).to_have_count(0)
    await Album(editor.page, "knowledge").keep("04-diff")
    await editor.press("btn-submit")
    await editor.confirm()


async def sends_it_back(colleague: Desk) -> None:
    await colleague.page.reload()
    await colleague.press("btn-return")
    await colleague.press("btn-confirm")
    await expect(colleague.page.get_by_role("alert")).to_contain_text("请填写")
    await colleague.see("act-note").fill("租约要写明哪一种。")
    await colleague.confirm()


async def reads_the_opinion_and_gives_up(editor: Desk) -> None:
    """Citizens went on reading the old answer; the draft stays among the revisions."""
    await editor.page.reload()
    await expect(editor.page.get_by_text("租约要写明哪一种。").first).to_be_visible()
    await editor.press("btn-discard")
    await editor.confirm()
    await expect(editor.see("published")).to_contain_text(ANSWER)
    await editor.press("compare-2")
    await expect(editor.page.get_by_role("dialog").get_by_test_id("diff")).to_contain_text("或租约")
    await editor.page.keyboard.press("Escape")
    await editor.press("restore-2")
    await editor.confirm()
    await expect(editor.see("btn-submit")).to_be_enabled()
    await expect(editor.see("diff")).to_be_visible()
    await Album(editor.page, "knowledge").keep("05-history", whole=True)


async def _kept(desk: Desk) -> None:
    """What was typed is kept, and the page says so."""
    await expect(desk.see("save-state")).to_have_attribute("data-phase", "saved")
    await expect(desk.see("save-state")).to_contain_text("已保存")


async def _found(system: RunningSystem, words: str, is_it: Any) -> None:
    """The first result is what is meant, a few seconds after it was published at the latest."""
    deadline = time.monotonic() + SECONDS_TO_BE_FOUND
    async with httpx.AsyncClient(base_url=system.place.url(API), trust_env=False) as http:
        while True:
            answer = await http.get("/api/v1/search", params={"q": words})
            hits = answer.raise_for_status().json()["items"]
            if hits and is_it(hits[0]):
                return
            assert time.monotonic() < deadline, f"{words}：{[hit['title'] for hit in hits[:3]]}"
            await asyncio.sleep(0.2)


async def _spare_width(page: Page) -> int:
    spare = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(await page.evaluate(spare))
