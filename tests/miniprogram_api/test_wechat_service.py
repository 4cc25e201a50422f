"""The mini-program's customer service: greetings, cards, numbers, typing; both formats."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.cases import FOOD
from tests.miniprogram_api.conftest import KeepPromises, Served

ME = "alice"
HOW_TO = "我想开个小餐馆要办什么证"
ENTER = "user_enter_tempsession"
NAMED = "食品经营许可"


def received(served: Served) -> list[dict[str, Any]]:
    openid = served.outside.wechat.service_openid(ME)
    shown = served.outside.wechat.phones.messages(openid)
    return [b for b in shown if b["sender"] == "account"]


@pytest.mark.parametrize("mode", ["plain", "secure"])
@pytest.mark.parametrize("style", ["json", "xml"])
async def test_words_are_answered_with_numbers_and_a_card(
    served: Served, keep_promises: KeepPromises, mode: str, style: str
) -> None:
    served.rasa.means(HOW_TO, "ask_how_to", "action_answer_item")
    assert await served.outside.ask_service(ME, text=HOW_TO, mode=mode, format=style)
    await keep_promises()
    answer, card = received(served)
    assert NAMED in answer["text"]
    assert "1. 开始智能导办" in answer["text"]
    assert "http" not in answer["text"]
    assert (card["kind"], card["page"]) == ("card", f"pages/item/index?code={FOOD}")
    await served.outside.ask_service(ME, text="1", mode=mode, format=style)
    await keep_promises()
    assert "哪一类食品生意" in received(served)[2]["text"]
    await served.outside.ask_service(ME, text="1", mode=mode, format=style)
    await keep_promises()
    assert "营业执照" in received(served)[3]["text"]


async def test_entering_from_a_page_is_greeted_with_what_it_shows(
    served: Served, keep_promises: KeepPromises
) -> None:
    """Two messages in one minute is all that entering opens."""
    page = f"pages/item/index?code={FOOD}"
    await served.outside.ask_service(ME, event=ENTER, session_from=page)
    await keep_promises()
    shown = received(served)
    assert len(shown) == 2
    assert shown[0]["text"].startswith("您好，这里是天河政务客服。您刚才在看的是：")
    assert NAMED in shown[0]["text"]


@pytest.mark.parametrize("page", ["", "pages/me/index", "某个按钮", "x" * 1000])
async def test_entering_from_elsewhere_is_greeted(
    served: Served, keep_promises: KeepPromises, page: str
) -> None:
    await served.outside.ask_service(ME, event=ENTER, session_from=page)
    await keep_promises()
    (greeting,) = received(served)
    assert "直接告诉我" in greeting["text"]
    assert "1. 查我的办件" in greeting["text"]


async def test_entering_again_and_again_never_breaks(
    served: Served, keep_promises: KeepPromises
) -> None:
    for _ in range(2):
        await served.outside.ask_service(ME, event=ENTER, session_from="")
        await keep_promises()
    assert 1 <= len(received(served)) <= 2


async def test_a_card_sent_by_the_citizen_is_asked_about(
    served: Served, keep_promises: KeepPromises
) -> None:
    page = f"pages/item/index?code={FOOD}"
    await served.outside.ask_service(ME, kind="miniprogrampage", title="指南", page=page)
    await keep_promises()
    assert NAMED in received(served)[0]["text"]


async def test_signing_in_is_offered_by_a_link_for_this_chat(
    served: Served, keep_promises: KeepPromises
) -> None:
    served.rasa.means("我的办件到哪一步了", "ask_progress", "action_report_progress")
    await served.outside.ask_service(ME, text="我的办件到哪一步了")
    await keep_promises()
    assert "/bind/" in received(served)[0]["text"]


async def test_it_shows_that_an_answer_is_being_written(
    served: Served, keep_promises: KeepPromises
) -> None:
    """Typing ends with the answer; that it began is in what the platform was asked."""
    phones = served.outside.wechat.phones
    asked: list[str] = []
    show = phones.show_typing

    def noted(openid: str) -> int:
        asked.append(openid)
        return show(openid)

    phones.show_typing = noted  # type: ignore[method-assign]
    try:
        await served.outside.ask_service(ME, text="1")
        await keep_promises()
    finally:
        phones.show_typing = show  # type: ignore[method-assign]
    openid = served.outside.wechat.service_openid(ME)
    assert asked == [openid]
    assert received(served)
