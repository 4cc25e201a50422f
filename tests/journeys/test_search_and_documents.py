"""Looking for something: a rule and where it stands, what holds elsewhere or no longer, a place."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.async_api import Geolocation, expect

from operations.system import RunningSystem
from tests.journeys.phone import Phone
from tests.journeys.upstream import CODE, NAME, OTHER_CITY, bring_in

OTHER_CITY_NOTE = "这是深圳市的规定，不适用于广州市天河区。"
FIRST_POLICY = "[data-testid^='open-policy-']:visible"
NEAR_TIANYUAN = Geolocation(longitude=113.3665, latitude=23.1290)


async def test_a_rule_is_found_quoted_and_read_where_it_stands(phone: Phone) -> None:
    """Only the search that was sent off is recorded, and the opened result told with it."""
    await phone.open("/pages/hall/index")
    await phone.press("search-entry")
    await phone.album.keep("search-01-start")
    await phone.see("search-input").fill("居住证每年要签注吗")
    await expect(phone.page.locator(FIRST_POLICY).first).to_be_visible()
    async with phone.page.expect_response("**/search?*record=true*") as sent:
        await phone.see("search-input").press("Enter")
    assert (await (await sent.value).json())["search_id"]
    await phone.album.keep("search-02-results")
    await phone.press("chip-policy")
    first = phone.page.locator(FIRST_POLICY).first
    await expect(first).to_contain_text("居住证暂行条例 第十条")
    await phone.album.keep("search-03-policies")
    async with phone.page.expect_response("**/search/clicks") as told:
        await first.click()
    assert (await told.value).status == 204
    await expect(phone.see("document-title")).to_have_text("居住证暂行条例")
    quoted = phone.see("quoted-article")
    await expect(quoted).to_contain_text("第十条")
    await expect(quoted).to_be_in_viewport()
    await phone.album.keep("search-04-document")
    await phone.press("btn-contents")
    await phone.press("contents-0")
    await expect(phone.see("article-0")).to_be_in_viewport()
    await phone.press("btn-back")
    await expect(phone.see("search-input")).to_have_value("居住证每年要签注吗")


async def test_what_holds_elsewhere_or_no_longer_says_so(phone: Phone) -> None:
    await _search(phone, "深圳居住证广州认不认")
    elsewhere = phone.see("hit-policy").filter(has_text=OTHER_CITY_NOTE)
    await expect(elsewhere.first).to_be_visible()
    await phone.album.keep("search-05-elsewhere")
    await _search(phone, "积分制入户管理办法")
    outdated = phone.see("hit-policy").filter(has_text="失效")
    await expect(outdated.first).to_contain_text("仅供参考")
    await outdated.first.get_by_role("link").click()
    await expect(phone.see("notes")).to_contain_text("失效")
    await phone.album.keep("search-06-outdated", whole=True)


async def test_an_item_known_only_from_a_catalogue_tells_what_it_does_not_know(
    phone: Phone, system: RunningSystem, tmp_path: Path
) -> None:
    await bring_in(system.place, tmp_path, OTHER_CITY)
    found = phone.page.locator(f"[data-testid='open-item-{CODE}']:visible")
    for _ in range(10):
        await _search(phone, NAME)
        if await found.count():
            break
        await phone.page.wait_for_timeout(1000)
    await expect(phone.see("hit-item").first).to_contain_text(OTHER_CITY_NOTE)
    await phone.album.keep("search-07-brief")
    await found.click()
    await expect(phone.see("brief-note")).to_contain_text("以官方公布为准")
    await expect(phone.see("brief-note")).to_contain_text("2021年5月26日")
    await expect(phone.see("notes")).to_contain_text(OTHER_CITY_NOTE)
    await expect(phone.page.get_by_text("来源目录没有写明").first).to_be_visible()
    await expect(phone.see("btn-start-guidance")).to_have_count(0)
    await expect(phone.see("btn-open-draft")).to_have_count(0)
    await expect(phone.see("btn-call")).to_be_visible()
    await expect(phone.see("btn-online")).to_be_visible()
    await phone.album.keep("search-08-brief-item", whole=True)


async def test_places_are_found_by_words_and_told_how_far_they_are(phone: Phone) -> None:
    await phone.open("/pages/hall/index")
    await phone.press("places-entry")
    await phone.see("place-input").fill("天园街骏景花园附近")
    await expect(phone.see("place-resolved")).to_contain_text("天园街道")
    first = phone.page.locator("[data-testid^='place-tianyuan']:visible").first
    await expect(first).to_contain_text("大致位置")
    await expect(phone.see("distance")).to_have_count(0)
    await phone.album.keep("search-09-places")
    await phone.page.context.grant_permissions(["geolocation"])
    await phone.page.context.set_geolocation(NEAR_TIANYUAN)
    await phone.press("btn-locate")
    await expect(phone.see("distance").first).to_contain_text("约")
    await phone.album.keep("search-10-places-near")


async def test_without_a_position_the_places_stay_and_the_page_says_why(phone: Phone) -> None:
    await phone.open("/pages/places/index")
    await expect(phone.page.get_by_text("天河区政务服务中心", exact=True).first).to_be_visible()
    await phone.press("btn-locate")
    await expect(phone.see("notes")).to_contain_text("没有取得您的位置")
    await expect(phone.page.get_by_text("天河区政务服务中心", exact=True).first).to_be_visible()
    await phone.press("chip-self_service")
    await expect(phone.page.get_by_text("石牌街道政务服务中心", exact=True)).to_have_count(0)
    await phone.album.keep("search-11-places-refused")


async def test_what_is_not_found_is_said_kindly_and_can_be_asked(phone: Phone) -> None:
    await _search(phone, "量子纠缠")
    await expect(phone.see("search-empty")).to_contain_text("没有找到与「量子纠缠」相关的内容")
    await expect(phone.see("search-empty")).to_contain_text("12345")
    await phone.album.keep("search-12-empty")
    await phone.press("btn-ask-assistant")
    await expect(phone.page.get_by_text("量子纠缠", exact=True).last).to_be_visible()
    await phone.open("/pages/search/index")
    await expect(phone.see("recent-searches")).to_contain_text("量子纠缠")
    await phone.press("btn-clear-recent")
    await expect(phone.see("recent-searches")).to_have_count(0)


async def test_the_conversation_quotes_the_rule_and_opens_it(phone: Phone) -> None:
    """What search cannot find as an item is answered from a document, with where it stands."""
    await phone.open()
    await phone.say("居住证持有人可以享受哪些公共服务")
    card = phone.see("reply-policies")
    await expect(card).to_contain_text("居住证暂行条例")
    await expect(card).to_contain_text("国务院令第663号")
    await expect(card).to_contain_text("2016年1月1日")
    await phone.album.keep("search-14-quoted")
    await card.get_by_test_id("btn-document").first.click()
    await expect(phone.see("quoted-article")).to_be_in_viewport()
    await phone.press("btn-back")
    await expect(card).to_be_visible()


@pytest.mark.parametrize("is_large", [False, True], ids=["standard", "large"])
async def test_the_keyboard_alone_finds_and_opens_a_rule(phone: Phone, is_large: bool) -> None:
    """Enter sends and opens; nothing runs out of the screen in either size of type."""
    await phone.open("/pages/search/index")
    if is_large:
        await phone.press("elder-switch")
    await phone.see("search-input").focus()
    await phone.page.keyboard.type("居住证暂行条例第十条")
    await phone.page.keyboard.press("Enter")
    await expect(phone.page.locator(FIRST_POLICY).first).to_be_visible()
    assert await phone.spare_width() <= 0
    for _ in range(60):
        await phone.page.keyboard.press("Tab")
        if (await phone.focused_mark()).startswith("open-policy-"):
            break
    await phone.page.keyboard.press("Enter")
    await expect(phone.see("quoted-article")).to_be_in_viewport()
    assert await phone.spare_width() <= 0
    await phone.album.keep(f"search-13-keyboard-{'large' if is_large else 'standard'}")


async def _search(phone: Phone, words: str) -> None:
    """Open the search page with the words already sent off, as a link to it does."""
    await phone.page.goto("about:blank")
    async with phone.page.expect_response("**/search?*record=true*"):
        await phone.open(f"/pages/search/index?q={quote(words)}")
