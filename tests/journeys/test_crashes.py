"""Processes die without warning in the middle of a citizen's work; the work goes on."""

from __future__ import annotations

import asyncio

from playwright.async_api import expect

from operations.system import RunningSystem
from tests.journeys import papers
from tests.journeys.desk import Desk
from tests.journeys.phone import Phone

RESTAURANT = "11440106007519140X4000131024000"


async def test_a_killed_api_loses_nothing(system: RunningSystem, phone: Phone) -> None:
    """What was said while it was away is sent again and answered once."""
    await phone.open()
    await phone.say("我想开个小餐馆要办什么证")
    system.kill("api")
    await phone.see("chat-input").fill("社保卡丢了怎么补")
    await phone.press("chat-send")
    await expect(phone.see("btn-resend")).to_be_visible()
    await phone.album.keep("crash-01-not-sent")
    await asyncio.to_thread(system.wait_working, "api", 120)
    await phone.answer("btn-resend")
    await expect(phone.see("reply-item")).to_have_count(2)
    await phone.album.keep("crash-02-sent-again")
    await phone.page.reload()
    await expect(phone.see("reply-item")).to_have_count(2)
    await expect(phone.page.get_by_text("社保卡丢了怎么补", exact=True)).to_have_count(2)


async def test_a_killed_api_loses_no_word_of_a_talk(
    system: RunningSystem, phone: Phone, desk: Desk
) -> None:
    """Both sides speak while it is away, send again, and each word stands once on both sides."""
    await desk.sign_in("lijh")
    await phone.open()
    await phone.say("转人工")
    await desk.open("/handoffs")
    await desk.page.locator("[data-testid^='accept-']").first.click()
    await expect(phone.see("handoff-bar")).to_contain_text("正在为您服务")
    system.kill("api")
    await phone.see("chat-input").fill("我的材料齐了吗")
    await phone.press("chat-send")
    await expect(phone.see("btn-resend")).to_be_visible()
    await desk.see("say-words").fill("我看一下，请稍等")
    await desk.press("btn-say")
    await asyncio.to_thread(system.wait_working, "api", 120)
    await phone.press("btn-resend")
    await desk.press("btn-say")
    await expect(desk.see("say-words")).to_have_value("")
    for page in (phone.page, desk.page):
        await page.reload()
        await expect(page.get_by_text("我的材料齐了吗", exact=True)).to_have_count(1)
        await expect(page.get_by_text("我看一下，请稍等", exact=True)).to_have_count(1)
    await desk.press("btn-close")
    await desk.confirm()


async def test_a_killed_worker_ends_the_prereview_it_began(
    system: RunningSystem, phone: Phone
) -> None:
    """The promise of a pre-review outlives its worker; its answer comes once."""
    await phone.open(f"/pages/draft/index?code={RESTAURANT}")
    await phone.sign_in("李小红")
    await expect(phone.see("form-principal_name")).to_have_value("李小红")
    await phone.press("step-1")
    await phone.hand_in("layout_plan", papers.photo("布局图.jpg"))
    async with phone.page.expect_response(lambda answer: answer.status == 202):
        await phone.press("btn-prereview")
    system.kill("prereview_worker")
    verdict = phone.see("prereview-verdict")
    await expect(verdict).to_have_attribute("data-verdict", "fail", timeout=150_000)
    await expect(verdict).to_have_count(1)
    await expect(phone.page.get_by_text("缺少「营业执照」")).to_have_count(1)
    await phone.album.keep("crash-03-prereview-done")
