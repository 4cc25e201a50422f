"""How a material looks: a citizen looks before preparing it, from the guide and from the list."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

from tests.journeys.access import Keyboard, suits_the_old
from tests.journeys.conftest import DESK_SIZE, OpenPage
from tests.journeys.phone import Phone

FOOD_LICENCE = "11440106007519140X4000131024000"
GUIDE = f"/pages/item/index?code={FOOD_LICENCE}"
ID_CARD = "居民身份证"


async def test_a_citizen_looks_before_preparing(phone: Phone) -> None:
    await opens_the_guide(phone)
    await looks_at_the_identity_card(phone)
    await turns_it_over_and_closes(phone)
    await looks_again_from_the_list(phone)


async def opens_the_guide(phone: Phone) -> None:
    await phone.open(GUIDE)
    await expect(phone.see("material-agent_id_card")).to_be_visible()


async def looks_at_the_identity_card(phone: Phone) -> None:
    """Sentence 2 is pressed: its spot shows where the number is, within what can be seen."""
    await phone.press("sample-agent_id_card")
    await expect(phone.see("sample-sheet")).to_contain_text("请看这几处")
    await shows_a_picture(phone, f"{ID_CARD}样本图，人像面")
    await phone.album.keep("sample-01-identity-card")
    second = phone.see("sample-look-2")
    await second.click()
    await expect(second).to_have_attribute("aria-pressed", "true")
    await expect(phone.see("sample-spot")).to_be_in_viewport()
    assert await lies_within(phone.see("sample-spot"), phone.see("sample-picture"))
    await phone.album.keep("sample-02-spot")


async def turns_it_over_and_closes(phone: Phone) -> None:
    await phone.press("btn-sample-next")
    await shows_a_picture(phone, f"{ID_CARD}样本图，国徽面")
    await expect(phone.see("sample-spot")).to_have_count(0)
    sheet = phone.see("sample-sheet")
    for words in ("怎么准备", "常见退回原因", "示意图", "资料日期"):
        await expect(sheet).to_contain_text(words)
    await phone.press("btn-sample-close")
    await expect(sheet).to_have_count(0)
    assert await phone.focused_mark() == "sample-agent_id_card"


async def looks_again_from_the_list(phone: Phone) -> None:
    """A tall picture moves within its window, so that the last spot is in view."""
    await phone.press("btn-start-guidance")
    for answer in ("catering", "business"):
        await phone.press(f"guidance-option-{answer}")
    await phone.press("guidance-option-hot")
    await phone.press("guidance-next")
    await phone.see("guidance-number-input").fill("80")
    await phone.press("guidance-next")
    for answer in ("store_only", "self"):
        await phone.press(f"guidance-option-{answer}")
    await expect(phone.see("guidance-result")).to_be_visible()
    await phone.press("sample-business_licence")
    await shows_a_picture(phone, "营业执照样本图")
    await phone.page.locator("[data-testid^=sample-look-]:visible").last.click()
    await expect(phone.see("sample-spot")).to_be_in_viewport()
    await phone.album.keep("sample-03-from-the-list")
    await phone.press("btn-sample-close")


async def test_by_keyboard_and_large_type(phone: Phone, open_page: OpenPage) -> None:
    """The sheet holds the keyboard and gives it back; Escape leaves the enlarged picture first."""
    desktop = Phone(await open_page(DESK_SIZE), phone.server)
    await desktop.page.emulate_media(reduced_motion="reduce")
    keyboard = Keyboard(desktop)
    await opens_the_guide(desktop)
    await desktop.press("elder-switch")
    await desktop.press("btn-notice-close")
    await keyboard.press("sample-layout_plan")
    await expect(desktop.see("sample-picture")).to_be_visible()
    await keyboard.press("sample-look-2", "Space")
    await expect(desktop.see("sample-spot")).to_be_in_viewport()
    await suits_the_old(desktop)
    await desktop.album.keep("sample-04-large-type")
    await keyboard.press("sample-picture", back=True)
    await expect(enlarged(desktop.page)).to_be_visible()
    await keyboard.keys.press("Escape")
    await expect(enlarged(desktop.page)).to_have_count(0)
    await expect(desktop.see("sample-sheet")).to_be_visible()
    await keyboard.keys.press("Escape")
    await expect(desktop.see("sample-sheet")).to_have_count(0)
    assert await desktop.focused_mark() == "sample-layout_plan"


async def test_a_sample_that_cannot_be_read_is_asked_for_again(phone: Phone) -> None:
    """Without its picture the sentences are there all the same."""
    await opens_the_guide(phone)
    await phone.page.route("**/samples/id_card/sides/1*", lambda route: route.abort())
    await phone.page.route("**/samples/id_card", lambda route: route.abort())
    await phone.press("sample-agent_id_card")
    await expect(phone.see("sample-sheet")).to_contain_text("样本没有读出来")
    await phone.album.keep("sample-05-not-read")
    await phone.page.unroute("**/samples/id_card")
    await phone.press("btn-notice-action")
    await expect(phone.see("sample-sheet")).to_contain_text("图没有显示出来")
    await expect(phone.see("sample-look-2")).to_be_visible()
    await phone.album.keep("sample-06-no-picture")
    await phone.page.unroute("**/samples/id_card/sides/1*")
    await phone.press("btn-sample-again")
    await shows_a_picture(phone, f"{ID_CARD}样本图，人像面")


async def shows_a_picture(phone: Phone, name: str) -> None:
    picture = phone.page.get_by_role("button", name=name)
    await expect(picture).to_be_visible()
    await expect(picture.locator("img")).to_have_js_property("complete", True)
    assert await picture.locator("img").evaluate("image => image.naturalWidth") > 0


async def lies_within(inner: Locator, outer: Locator) -> bool:
    small, large = await inner.bounding_box(), await outer.bounding_box()
    assert small
    assert large
    return (
        large["x"] <= small["x"] + small["width"] / 2 <= large["x"] + large["width"]
        and large["y"] <= small["y"] + small["height"] / 2 <= large["y"] + large["height"]
    )


def enlarged(page: Page) -> Locator:
    return page.locator("#u-a-p img")
