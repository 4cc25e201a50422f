"""The same conversation in WeChat: asked in words, guided by the lines of its menus."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.async_api import expect

from operations.place import API, SIMULATORS
from operations.system import RunningSystem
from tests.journeys.album import Album
from tests.journeys.conftest import PHONE_SIZE, OpenPage
from tests.journeys.phone import Phone
from tests.journeys.wechat import Bubble, Mode, WeChatPhone, words


@pytest.mark.parametrize("mode", ["plain", "secure"])
async def test_a_citizen_is_guided_in_wechat(wechat: WeChatPhone, mode: Mode) -> None:
    wechat.mode = mode
    answer = await wechat.say("我想开个小餐馆要办什么证")
    assert "食品经营许可" in words(answer)
    question = await wechat.choose(menu(answer), "开始智能导办")
    question = await wechat.choose(menu(question), "餐饮服务")
    question = await wechat.choose(menu(question), "有，营业执照")
    assert "可多选" in words(question)
    assert "平方米" in words(await wechat.say("热菜、奶茶"))
    question = await wechat.say("80")
    question = await wechat.choose(menu(question), "只在店里卖")
    result = words(await wechat.choose(menu(question), "法定代表人"))
    assert "食品经营许可申请书" in result
    assert "授权委托书" not in result


async def test_wechat_asks_to_sign_in_before_it_speaks_of_cases(wechat: WeChatPhone) -> None:
    answer = words(await wechat.say("我的办件到哪一步了"))
    assert "登录" in answer
    assert "http" in answer


def menu(bubbles: list[Bubble]) -> Bubble:
    """The menu the account sent last."""
    return next(bubble for bubble in reversed(bubbles) if bubble["kind"] == "menu")


async def test_the_menu_on_the_phone_leads_into_the_talk(
    system: RunningSystem, wechat: WeChatPhone, open_page: OpenPage
) -> None:
    """What content says stands under the chat; a press is answered; the picture is looked at."""
    page = await open_page(PHONE_SIZE)
    album = Album(page, "wechat")
    await page.goto(system.place.url(SIMULATORS) + wechat.page)
    await page.get_by_text("查办件", exact=True).click()
    await album.keep("wechat-01-menu")
    await page.get_by_role("button", name="办到哪一步了").click()
    await expect(page.get_by_text("查办件要先登录")).to_be_visible()
    await page.get_by_text("我要办事", exact=True).click()
    await page.get_by_role("button", name="开餐馆办证").click()
    await expect(page.get_by_role("button", name="开始智能导办")).to_be_visible()
    await album.keep("wechat-02-answer")


async def test_one_talk_in_the_account_the_service_and_the_page(
    system: RunningSystem, wechat: WeChatPhone, phone: Phone
) -> None:
    """Asked in the official account, gone on in the customer service of the mini-program, which
    was opened once, bound there, and all of it found with its marks on the page."""
    assert "食品经营许可" in words(await wechat.say("我想开个小餐馆要办什么证"))
    async with httpx.AsyncClient(base_url=system.place.url(API), trust_env=False) as http:
        opened = {"channel": "miniprogram", "code": f"{wechat.person}.1"}
        (await http.post("/api/v1/sessions", json=opened)).raise_for_status()
    service = wechat.at_service()
    answer = words(await service.say("我的办件到哪一步了"))
    link = re.search(r"http\S+/bind/\S+", answer)
    assert link is not None
    await phone.page.goto(link.group())
    await phone.page.get_by_role("link", name="去登录").click()
    await phone.page.get_by_role("button", name="李小红").click()
    await expect(phone.page.get_by_text("绑定成功").first).to_be_visible()
    await phone.open("/pages/sign-in/index")
    await phone.sign_in("李小红")
    await expect(phone.see("me-name")).to_have_text("李*红")
    await phone.page.get_by_role("link", name="办事助手").click()
    await expect(phone.page.get_by_text("在小程序客服里说的").first).to_be_visible()
    await expect(phone.page.get_by_text("在微信公众号里说的").first).to_be_visible()
    await phone.album.keep("wechat-03-history")
