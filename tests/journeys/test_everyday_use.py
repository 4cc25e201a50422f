"""How people hold the product every day: reloading, changing an answer, on a desk."""

from __future__ import annotations

from playwright.async_api import expect

from tests.journeys.conftest import DESK_SIZE, OpenPage
from tests.journeys.phone import Phone

QUESTION = "我想开个小餐馆要办什么证"
SMALLEST_TARGET = 44
FIRST_HIT = "[data-testid^='open-item-']:visible"
FIRST_ITEM = "[data-testid^='item-1']:visible"


async def test_a_reload_keeps_the_conversation_and_the_guidance(phone: Phone) -> None:
    await phone.open()
    await phone.say(QUESTION)
    await phone.answer("btn-start-guidance")
    asked = await phone.see("guidance-question").inner_text()
    await phone.page.reload()
    await expect(phone.page.get_by_text(QUESTION, exact=True).last).to_be_visible()
    await expect(phone.see("reply-item")).to_have_count(1)
    await expect(phone.see("guidance-question")).to_have_text(asked)


async def test_the_item_page_leads_through_guidance_where_each_answer_can_change(
    phone: Phone,
) -> None:
    await phone.open("/pages/hall/index")
    await phone.album.keep("hall")
    await phone.press("search-entry")
    await phone.see("search-input").fill("食品经营许可")
    await expect(phone.page.locator(FIRST_HIT).first).to_contain_text("食品经营许可")
    await phone.album.keep("hall-search")
    await phone.page.locator(FIRST_HIT).first.click()
    await expect(phone.see("btn-start-guidance")).to_be_visible()
    await phone.album.keep("item", whole=True)
    await phone.press("btn-start-guidance")
    await phone.press("guidance-option-catering")
    await phone.press("guidance-option-business")
    await phone.press("guidance-option-hot")
    await phone.press("guidance-next")
    await phone.see("guidance-number-input").fill("80")
    await phone.press("guidance-next")
    await phone.press("guidance-option-store_only")
    await phone.press("guidance-option-agent")
    result = phone.see("guidance-result")
    await expect(result.get_by_test_id("material-authorisation_letter")).to_be_visible()
    await phone.press("change-handled_by")
    await phone.press("guidance-option-self")
    await expect(result.get_by_test_id("not-needed-authorisation_letter")).to_be_visible()
    await phone.album.keep("guidance-result", whole=True)


async def test_the_citizen_pages_use_a_wide_screen_well(phone: Phone, open_page: OpenPage) -> None:
    wide = Phone(await open_page(DESK_SIZE), phone.server)
    await wide.open()
    await wide.say(QUESTION)
    await wide.album.keep("wide-01-answer")
    await wide.open("/pages/hall/index")
    await expect(wide.page.locator(FIRST_ITEM).first).to_be_visible()
    await wide.album.keep("wide-02-hall")
    await _fits_the_screen(wide)


async def _fits_the_screen(phone: Phone) -> None:
    """Nothing runs out of the screen to the side, and no button is too small for a finger."""
    assert await phone.spare_width() <= 0, "页面比屏幕宽，要左右拖动"
    for button in await phone.page.get_by_role("button").filter(visible=True).all():
        box = await button.bounding_box()
        assert box is None or box["height"] >= SMALLEST_TARGET - 1, await button.inner_text()
