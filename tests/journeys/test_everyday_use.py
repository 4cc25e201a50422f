"""How people hold the product every day: reloading, in large type, without a mouse, on a desk."""

from __future__ import annotations

from playwright.async_api import expect

from tests.journeys.conftest import DESK_SIZE, OpenPage
from tests.journeys.phone import Phone

QUESTION = "我想开个小餐馆要办什么证"
SMALLEST_TARGET = 44
FIRST_HIT = "[data-testid^='open-item-']:visible"
FIRST_ITEM, SIGN_IN = "[data-testid^='item-1']:visible", "[data-testid='btn-sign-in']:visible"


async def test_a_reload_keeps_the_conversation_and_the_guidance(phone: Phone) -> None:
    await phone.open()
    await phone.say(QUESTION)
    await phone.answer("btn-start-guidance")
    asked = await phone.see("guidance-question").inner_text()
    await phone.page.reload()
    await expect(phone.page.get_by_text(QUESTION, exact=True).last).to_be_visible()
    await expect(phone.see("reply-item")).to_have_count(1)
    await expect(phone.see("guidance-question")).to_have_text(asked)


async def test_large_type_is_large_everywhere_and_stays(phone: Phone) -> None:
    await phone.open()
    before = await _type_size(phone)
    await phone.press("elder-switch")
    assert await _type_size(phone) >= before * 1.3
    await expect(phone.page.get_by_text("已切换到大字版")).to_be_hidden()
    await phone.album.keep("large-01-home")
    await phone.say(QUESTION)
    await phone.album.keep("large-02-answer")
    await phone.answer("btn-start-guidance")
    await phone.album.keep("large-03-question")
    await _fits_the_screen(phone)
    for name, sign in {"hall": FIRST_ITEM, "cases": SIGN_IN, "me": SIGN_IN}.items():
        await phone.open(f"/pages/{name}/index")
        await expect(phone.see("elder-switch")).to_contain_text("标准版")
        await expect(phone.page.locator(sign).first).to_be_visible()
        await _fits_the_screen(phone)
        await phone.album.keep(f"large-04-{name}")


async def test_the_keyboard_alone_is_enough(phone: Phone) -> None:
    """Enter sends; buttons and options are reached by Tab and pressed by Enter or the space bar."""
    await phone.open()
    await phone.see("chat-input").focus()
    await phone.page.keyboard.type(QUESTION)
    await phone.page.keyboard.press("Enter")
    await expect(phone.see("reply-item")).to_be_visible()
    await _tab_to(phone, "btn-start-guidance")
    await phone.page.keyboard.press("Enter")
    question = phone.see("guidance-question")
    asked = await question.inner_text()
    await _tab_to(phone, "guidance-option-catering")
    await phone.page.keyboard.press("Space")
    await expect(question).not_to_have_text(asked)


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


async def _type_size(phone: Phone) -> float:
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    return float(await phone.see("chat-input").evaluate(size))


async def _fits_the_screen(phone: Phone) -> None:
    """Nothing runs out of the screen to the side, and no button is too small for a finger."""
    assert await phone.spare_width() <= 0, "页面比屏幕宽，要左右拖动"
    for button in await phone.page.get_by_role("button").filter(visible=True).all():
        box = await button.bounding_box()
        assert box is None or box["height"] >= SMALLEST_TARGET - 1, await button.inner_text()


async def _tab_to(phone: Phone, mark: str) -> None:
    """Press Tab, backwards as the newest answer stands before the input, to that mark."""
    for _ in range(60):
        if await phone.focused_mark() == mark:
            return
        await phone.page.keyboard.press("Shift+Tab")
    raise AssertionError(f"用 Tab 键走不到 {mark}")
