"""长者模式: reached at once, held everywhere, one thing a screen, read aloud and spoken to."""

from __future__ import annotations

from playwright.async_api import expect

from tests.journeys.access import suits_the_old
from tests.journeys.phone import Phone
from tests.journeys.voices import give_ear, give_voice, spoken, take_ear, take_voice

QUESTION = "我想开个小餐馆要办什么证"
FOOD = "11440106007519140X4000131024000"
ENLARGED, ELDER_PACE = 1.5, 0.8
PAGES = {
    "hall": "/pages/hall/index",
    "cases": "/pages/cases/index",
    "me": "/pages/me/index",
    "search": "/pages/search/index",
    "places": "/pages/places/index",
    "sign-in": "/pages/sign-in/index",
    "item": f"/pages/item/index?code={FOOD}",
    "guidance": f"/pages/guidance/index?code={FOOD}",
}


async def enter(phone: Phone) -> None:
    await phone.page.emulate_media(reduced_motion="reduce")
    await phone.open()
    await phone.press("elder-switch")
    await phone.press("btn-notice-close")


async def test_it_is_reached_from_the_first_screen_and_holds_on_every_page(phone: Phone) -> None:
    await phone.page.emulate_media(reduced_motion="reduce")
    await phone.open()
    before = await _type_size(phone)
    await phone.press("elder-switch")
    await expect(phone.see("elder-home")).to_be_visible()
    await _grows_to(phone, before * ENLARGED)
    await expect(phone.see("elder-home").get_by_role("button")).to_have_count(5)
    await suits_the_old(phone)
    for name, route in PAGES.items():
        await phone.open(route)
        await expect(phone.see("notice")).to_contain_text("已进入长者模式")
        await expect(phone.see("elder-switch")).to_contain_text("标准版")
        await expect(phone.page.get_by_label("正在加载").filter(visible=True)).to_have_count(0)
        await suits_the_old(phone)
        await phone.album.keep(f"elder-{name}")
    await phone.press("btn-notice-close")
    await expect(phone.see("notice")).to_have_count(0)
    await phone.page.reload()
    await expect(phone.see("elder-switch")).to_contain_text("标准版")


async def test_it_is_switched_in_me(phone: Phone) -> None:
    await phone.open("/pages/me/index")
    switch = phone.see("me-elder")
    await expect(switch).to_have_attribute("aria-checked", "false")
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "true")
    await phone.press("tab-chat")
    await expect(phone.see("elder-home")).to_be_visible()
    await phone.press("elder-switch")
    await expect(phone.see("elder-home")).to_have_count(0)
    await expect(phone.see("search-entry")).to_be_visible()


async def test_the_four_tasks_lead_where_they_say(phone: Phone) -> None:
    await take_ear(phone.page)
    await enter(phone)
    await phone.press("elder-cases")
    await expect(phone.see("btn-sign-in")).to_be_visible()
    await phone.press("tab-chat")
    await phone.press("elder-places")
    await expect(phone.see("place-input")).to_be_visible()
    await phone.press("btn-back")
    await phone.press("elder-speak")
    await expect(phone.see("chat-input")).to_be_focused()
    await phone.answer("elder-help")
    await expect(phone.page.get_by_text("12345").filter(visible=True).first).to_be_visible()
    await phone.press("elder-home-link")
    await phone.press("elder-talk")
    await expect(phone.page.get_by_text("找人帮忙", exact=True).last).to_be_visible()
    await phone.press("btn-cancel-wait")
    await expect(phone.see("handoff-bar")).to_have_count(0)


async def test_guidance_asks_one_thing_a_screen(phone: Phone) -> None:
    await give_voice(phone.page)
    await enter(phone)
    await phone.say(QUESTION)
    await suits_the_old(phone)
    await phone.album.keep("elder-answer")
    await phone.press("btn-start-guidance")
    asked = await phone.see("guidance-question").inner_text()
    await phone.press("guidance-option-catering")
    await expect(phone.see("guidance-question")).not_to_have_text(asked)
    await expect(phone.page.get_by_text(asked, exact=True).filter(visible=True)).to_have_count(0)
    await expect(phone.page.get_by_role("progressbar").filter(visible=True)).to_be_visible()
    await suits_the_old(phone)
    await phone.album.keep("elder-second-question")
    await phone.press("guidance-back")
    await expect(phone.see("guidance-question")).to_have_text(asked)
    for mark in ("catering", "business", "hot"):
        await phone.press(f"guidance-option-{mark}")
    await phone.press("guidance-next")
    await phone.see("guidance-number-input").fill("80")
    await phone.press("guidance-next")
    await phone.press("guidance-option-store_only")
    await phone.press("guidance-option-self")
    await expect(phone.see("guidance-result")).to_be_visible()
    await suits_the_old(phone)
    await phone.press("change-handled_by")
    await phone.press("guidance-option-agent")
    await expect(phone.page.get_by_text("已改为：").filter(visible=True)).to_have_count(1)
    await phone.album.keep("elder-result", whole=True)
    said = "".join(piece.text for piece in await spoken(phone.page))
    assert "要准备" in said
    assert "{" not in said


async def test_answers_are_read_slowly_until_one_says_stop(phone: Phone) -> None:
    await give_voice(phone.page)
    await enter(phone)
    await phone.open("/pages/me/index")
    await phone.press("me-read-aloud")
    await phone.press("chip-zh-HK")
    await phone.press("tab-chat")
    await phone.say(QUESTION)
    assert await spoken(phone.page) == []
    await phone.press("btn-read")
    pieces = await spoken(phone.page)
    assert "食品经营许可" in pieces[0].text
    assert {(piece.rate, piece.lang) for piece in pieces} == {(ELDER_PACE, "zh-HK")}
    stop = phone.see("btn-read").filter(has_text="停")
    await stop.click()
    await expect(stop).to_have_count(0)


async def test_what_is_new_is_read_by_itself_and_history_is_not(phone: Phone) -> None:
    await give_voice(phone.page)
    await enter(phone)
    await phone.say(QUESTION)
    await expect(phone.see("btn-read").filter(has_text="停")).to_have_count(0)
    assert "食品经营许可" in (await spoken(phone.page))[0].text
    await phone.page.reload()
    await phone.press("elder-talk")
    await expect(phone.see("reply-item")).to_be_visible()
    assert await spoken(phone.page) == []


async def test_without_a_voice_the_button_says_why(phone: Phone) -> None:
    await take_voice(phone.page)
    await phone.open()
    await phone.say(QUESTION)
    button = phone.see("btn-read").last
    await expect(button).to_have_attribute("aria-disabled", "true")
    await button.click(force=True)
    await expect(phone.see("notice")).to_contain_text("没有中文朗读声音")


async def test_what_was_heard_is_shown_before_it_is_sent(phone: Phone) -> None:
    await give_ear(phone.page, "居住证怎么办")
    await enter(phone)
    await phone.press("elder-speak")
    await expect(phone.see("listen-panel")).to_contain_text("居住证怎么办")
    await phone.album.keep("elder-listening")
    await phone.press("btn-listen-finish")
    await expect(phone.see("heard-words")).to_have_text("居住证怎么办")
    await expect(phone.see("reply-item")).to_have_count(0)
    await phone.album.keep("elder-heard")
    await phone.press("btn-heard-correct")
    await expect(phone.see("chat-input")).to_have_value("居住证怎么办")
    await phone.press("chat-mic")
    await expect(phone.see("listen-panel")).to_contain_text("居住证怎么办")
    await phone.press("chat-mic")
    await phone.answer("btn-heard-send")
    await expect(phone.page.get_by_text("居住证怎么办", exact=True)).to_be_visible()


async def test_where_the_browser_cannot_hear_there_is_no_microphone(phone: Phone) -> None:
    await take_ear(phone.page)
    await phone.open()
    await expect(phone.see("chat-input")).to_be_visible()
    await expect(phone.see("chat-mic")).to_have_count(0)


async def _grows_to(phone: Phone, size: float) -> None:
    """The larger type arrives with a style that is asked for when it is wanted."""
    large = f"""() => [...document.querySelectorAll('[data-testid=chat-input]')].some((element) =>
      element.offsetParent && parseFloat(getComputedStyle(element).fontSize) >= {size})"""
    await phone.page.wait_for_function(large)


async def _type_size(phone: Phone) -> float:
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    return float(await phone.see("chat-input").evaluate(size))
