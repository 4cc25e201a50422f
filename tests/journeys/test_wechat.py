"""The same conversation in WeChat: asked in words, guided by the lines of its menus."""

from __future__ import annotations

import pytest

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
