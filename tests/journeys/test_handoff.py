"""A citizen asks for a person, they talk, see each other, and the citizen says how it was.

Each desk is somebody else's: a one-time code works once.
"""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.journeys.conftest import DESK_SIZE, OpenPage
from tests.journeys.desk import Desk
from tests.journeys.phone import Phone


async def see_frames(page: Page, mark: str) -> None:
    """The video shows moving pictures of the other side."""
    await page.wait_for_function(
        """(mark) => {
          const video = document.querySelector(`[data-testid="${mark}"]`)
          const tracks = video?.srcObject?.getVideoTracks() ?? []
          return tracks.length === 1 && video.getVideoPlaybackQuality().totalVideoFrames > 0
        }""",
        arg=mark,
    )


async def ask_for_person(phone: Phone) -> None:
    await phone.open()
    await phone.say("转人工")
    await expect(phone.see("reply-handoff").last).to_contain_text("第")


async def test_a_talk_from_the_queue_to_the_rating(phone: Phone, desk: Desk) -> None:
    await desk.sign_in("chenxm")
    await ask_for_person(phone)
    await phone.album.keep("handoff-01-waiting")
    await desk.open("/handoffs")
    await desk.page.locator("[data-testid^='accept-']").first.click()
    await expect(desk.see("say-words")).to_be_visible()
    await expect(phone.see("handoff-bar")).to_contain_text("工作人员陈晓敏正在为您服务")
    await desk.see("say-words").fill("您好，我是陈晓敏，请问办什么业务？")
    await desk.page.keyboard.press("Enter")
    await expect(phone.see("staff-line").last).to_contain_text("请问办什么业务")
    await phone.see("chat-input").fill("我想问居住证要多久")
    await phone.press("chat-send")
    await expect(desk.page.get_by_role("log")).to_contain_text("我想问居住证要多久")
    await desk.see("note-text").fill("市民问居住证时限")
    await desk.press("btn-note")
    await desk.album.keep("handoff-02-talk")
    await phone.album.keep("handoff-02-talk")

    await desk.press("btn-video")
    await phone.press("btn-agree-video")
    await see_frames(phone.page, "video-remote")
    await see_frames(desk.page, "video-remote")
    await phone.album.keep("handoff-03-video")
    await desk.album.keep("handoff-03-video")
    await phone.press("btn-hang-up")
    await expect(desk.page.get_by_test_id("video-remote")).to_have_count(0)

    await desk.press("btn-close")
    await desk.confirm()
    await phone.press("star-5")
    await phone.album.keep("handoff-04-rating")
    await phone.press("btn-rate")
    await expect(phone.see("rated")).to_contain_text("5分")
    await phone.say("食品经营许可怎么办")
    await expect(phone.see("reply-item").last).to_be_visible()


async def test_a_message_left_is_answered(phone: Phone, desk: Desk) -> None:
    await ask_for_person(phone)
    await phone.press("btn-message")
    await phone.see("leave-text").fill("想问小餐馆的许可证怎么延续")
    await phone.album.keep("handoff-05-message")
    await phone.press("btn-leave")
    await expect(phone.page.get_by_text("已经留言").last).to_be_visible()
    await desk.sign_in("huangwy")
    await desk.open("/work-orders")
    await desk.page.locator("[data-testid^='order-GD']").first.click()
    await desk.see("order-reply").fill("到期前三十个工作日在网上提出延续申请就可以。")
    await desk.album.keep("handoff-06-order")
    await desk.press("btn-reply-order")
    await expect(phone.page.get_by_text("到期前三十个工作日").last).to_be_visible()
    await phone.open("/pages/orders/index")
    await phone.press("star-5")
    await phone.album.keep("handoff-07-orders")
    await phone.page.locator("[data-testid^='visit-GD']").click()
    await expect(phone.page.get_by_text("您评了5分")).to_be_visible()


async def test_somebody_else_waits_meanwhile(phone: Phone, desk: Desk, open_page: OpenPage) -> None:
    """Of two who wait the second moves up when the first is taken."""
    await desk.sign_in("lijh")
    await ask_for_person(phone)
    second = Phone(await open_page(DESK_SIZE), phone.server)
    await ask_for_person(second)
    await expect(second.see("handoff-bar")).to_contain_text("第2位")
    await desk.open("/handoffs")
    await desk.page.locator("[data-testid^='accept-']").first.click()
    await expect(second.see("handoff-bar")).to_contain_text("第1位")
    await second.album.keep("handoff-08-wide")
    await second.press("btn-cancel-wait")
    await expect(second.page.get_by_test_id("handoff-bar")).to_have_count(0)
    await desk.press("btn-close")
    await desk.confirm()
