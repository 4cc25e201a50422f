"""The real client against the simulator: sign-in, messages, quotas, refusals, outages."""

from __future__ import annotations

import time
from typing import Any

import pytest

from adapters.http import OutsideUnavailable
from adapters.wechat.errors import (
    LoginCodeInvalid,
    MenuInvalid,
    RecipientUnknown,
    ReplyQuotaSpent,
    ReplyWindowClosed,
    RiskBlocked,
    SubscriptionRefused,
    TextTooLong,
    WeChatRefused,
)
from adapters.wechat.port import (
    Account,
    MenuButton,
    MiniProgramCode,
    OutgoingCard,
    OutgoingMenu,
    OutgoingText,
    SubscribeMessage,
    WeChatPort,
    split_text,
)
from tests.adapters.conftest import WeChatPair


def text_to(openid: str, content: str = "您的办件已受理。", **more: Any) -> OutgoingText:
    return OutgoingText(openid, content, **more)


def notice_to(openid: str) -> SubscribeMessage:
    values = {"thing1": "食品经营许可" * 5, "phrase2": "已受理", "time3": "2026年11月23日 10:00"}
    return SubscribeMessage(openid, "template-1", values, page="pages/case/index?number=TH1")


async def test_the_client_is_the_port(wechat: WeChatPair) -> None:
    port: WeChatPort = wechat.client
    assert port is wechat.client


async def test_sign_in_gives_the_same_person_for_each_fresh_code(wechat: WeChatPair) -> None:
    first = await wechat.client.sign_in("alice.1")
    second = await wechat.client.sign_in("alice.2")
    other = await wechat.client.sign_in("bob.1")
    assert first == second != other
    assert first.unionid
    with pytest.raises(LoginCodeInvalid):
        await wechat.client.sign_in("alice.1")
    assert wechat.simulator.api.token_fetches == 0


@pytest.mark.parametrize(
    ("js_code", "error"),
    [("reject", LoginCodeInvalid), ("risk", RiskBlocked), ("busy", OutsideUnavailable),
     ("down", OutsideUnavailable)],
)  # fmt: skip
async def test_refused_sign_in(wechat: WeChatPair, js_code: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        await wechat.client.sign_in(js_code)
    assert "official-secret" not in str(caught.value)
    assert "mini-secret" not in str(caught.value)


async def test_a_slow_platform_is_given_up_in_time(wechat: WeChatPair) -> None:
    began = time.monotonic()
    with pytest.raises(OutsideUnavailable):
        await wechat.hasty.sign_in("slow")
    assert time.monotonic() - began < wechat.simulator.api.slow_seconds / 2


async def test_busy_says_when_to_come_back(wechat: WeChatPair) -> None:
    with pytest.raises(OutsideUnavailable) as caught:
        await wechat.client.sign_in("busy")
    assert caught.value.retry_after == 60


async def test_texts_and_menus_arrive_as_sent(wechat: WeChatPair) -> None:
    wechat.simulator.phones.open_window("o-talks", "message")
    await wechat.client.send_text(text_to("o-talks", '您好 <1> & "引号" 😀', is_ai=True))
    options = (("1", "餐馆"), ("2", "食堂"))
    await wechat.client.send_menu(OutgoingMenu("o-talks", "哪种经营形式？", options, "也可打字"))
    text, menu = wechat.simulator.phones.messages("o-talks")
    assert (text["text"], text["is_ai"]) == ('您好 <1> & "引号" 😀', True)
    assert (menu["kind"], menu["text"], menu["tail"]) == ("menu", "哪种经营形式？", "也可打字")
    assert (menu["options"], menu["is_ai"]) == (options, False)


async def test_five_replies_in_a_window_then_none(wechat: WeChatPair) -> None:
    with pytest.raises(ReplyWindowClosed):
        await wechat.client.send_text(text_to("o-quota"))
    wechat.simulator.phones.open_window("o-quota", "message")
    for _ in range(5):
        await wechat.client.send_text(text_to("o-quota"))
    with pytest.raises(ReplyQuotaSpent) as caught:
        await wechat.client.send_text(text_to("o-quota"))
    assert caught.value.platform_code == "45047"
    wechat.simulator.phones.open_window("o-quota", "message")
    await wechat.client.send_text(text_to("o-quota"))


async def test_a_window_closes_with_time(
    wechat: WeChatPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    phones = wechat.simulator.phones
    phones.open_window("o-time", "CLICK")
    now = phones.clock()
    monkeypatch.setattr(phones, "clock", lambda: now + 61)
    with pytest.raises(ReplyWindowClosed):
        await wechat.client.send_text(text_to("o-time"))


@pytest.mark.parametrize(
    ("openid", "error"),
    [("o-closed", ReplyWindowClosed), ("o-spent", ReplyQuotaSpent), ("", RecipientUnknown),
     ("o-down", OutsideUnavailable), ("o-slow", OutsideUnavailable)],
)  # fmt: skip
async def test_refused_text(wechat: WeChatPair, openid: str, error: type[Exception]) -> None:
    client = wechat.hasty if openid == "o-slow" else wechat.client
    with pytest.raises(error):
        await client.send_text(text_to(openid))


async def test_a_long_text_is_refused_whole_and_goes_in_pieces(wechat: WeChatPair) -> None:
    wechat.simulator.phones.open_window("o-long", "message")
    long = "\n".join(f"第{n}项：身份证原件及复印件各一份" for n in range(80))
    with pytest.raises(TextTooLong):
        await wechat.client.send_text(text_to("o-long", long))
    pieces = split_text(long)
    for piece in pieces:
        await wechat.client.send_text(text_to("o-long", piece))
    assert "\n".join(pieces) == long


@pytest.mark.parametrize("content", ["", "  \n ", "短", "字" * 3000, "😀" * 2000, "a\n" * 5000])
def test_split_pieces_fit_and_lose_nothing_but_space(content: str) -> None:
    pieces = split_text(content)
    assert all(0 < len(piece.encode()) <= 2048 for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(content.split())


async def test_a_subscribe_notice_comes_through_once_for_each_yes(wechat: WeChatPair) -> None:
    with pytest.raises(SubscriptionRefused) as refused:
        await wechat.client.send_subscribe(notice_to("o-notice"))
    assert refused.value.platform_code == "43101"
    wechat.simulator.phones.subscribe("o-notice", "template-1")
    await wechat.client.send_subscribe(notice_to("o-notice"))
    with pytest.raises(SubscriptionRefused):
        await wechat.client.send_subscribe(notice_to("o-notice"))
    (notice,) = wechat.simulator.phones.messages("o-notice")
    assert dict(notice["rows"])["thing1"] == ("食品经营许可" * 5)[:19] + "…"


async def test_mini_program_code_is_a_picture(wechat: WeChatPair) -> None:
    picture = await wechat.client.mini_program_code(MiniProgramCode("c=TH1", "pages/case/index"))
    assert picture.startswith(b"\x89PNG")
    with pytest.raises(WeChatRefused) as caught:
        await wechat.client.mini_program_code(MiniProgramCode("c", "pages/missing"))
    assert caught.value.platform_code == "41030"


@pytest.mark.parametrize(
    "code",
    [MiniProgramCode(""), MiniProgramCode("办件"), MiniProgramCode("a" * 33),
     MiniProgramCode("a", "/pages/x"), MiniProgramCode("a", "pages/x?y=1"),
     MiniProgramCode("a", width=100)],
)  # fmt: skip
async def test_a_code_wechat_would_refuse_is_not_asked_for(
    wechat: WeChatPair, code: MiniProgramCode
) -> None:
    with pytest.raises(ValueError, match=r"scene|page|width"):
        await wechat.client.mini_program_code(code)
    assert wechat.simulator.api.token_fetches == 0


async def test_each_account_uses_its_own_token(wechat: WeChatPair) -> None:
    wechat.simulator.phones.open_window("o-two", "message")
    await wechat.client.send_text(text_to("o-two"))
    await wechat.client.send_text(text_to("o-two", account=Account.MINI_PROGRAM))
    assert wechat.simulator.api.token_fetches == 2


async def test_a_card_is_shown_with_a_picture_uploaded_once(wechat: WeChatPair) -> None:
    phones, api = wechat.simulator.phones, wechat.simulator.api
    phones.open_window("o-card", "message")
    api.media.clear()
    for page in ("pages/item/index?code=1", "pages/cases/index"):
        await wechat.client.send_card(OutgoingCard("o-card", "食品经营许可", page))
    assert len(api.media) == 1
    shown = phones.messages("o-card")
    assert [(b["kind"], b["page"]) for b in shown] == [
        ("card", "pages/item/index?code=1"),
        ("card", "pages/cases/index"),
    ]


async def test_the_mini_program_may_send_no_menu(wechat: WeChatPair) -> None:
    wechat.simulator.phones.open_window("o-menu", "message")
    menu = OutgoingMenu("o-menu", "请选择", (("1", "甲"),), account=Account.MINI_PROGRAM)
    with pytest.raises(WeChatRefused):
        await wechat.client.send_menu(menu)


async def test_typing_is_shown_until_the_answer(wechat: WeChatPair) -> None:
    phones = wechat.simulator.phones
    with pytest.raises(WeChatRefused):
        await wechat.client.show_typing(Account.OFFICIAL, "o-typing")
    phones.open_window("o-typing", "message")
    await wechat.client.show_typing(Account.OFFICIAL, "o-typing")
    assert phones.is_typing("o-typing")
    await wechat.client.send_text(text_to("o-typing"))
    assert not phones.is_typing("o-typing")


async def test_the_same_person_has_one_unionid_in_both_accounts(wechat: WeChatPair) -> None:
    signed_in = await wechat.client.sign_in("henry.1")
    assert await wechat.client.unionid_of("henry") == signed_in.unionid
    assert await wechat.client.unionid_of("nobody") is None


MENU = (MenuButton("办事", below=(MenuButton("居住证", key="permit"),)),)


async def test_a_menu_is_taken(wechat: WeChatPair) -> None:
    page = MenuButton("大厅", url="https://zwfw.example.cn/app/#/pages/hall/index")
    await wechat.client.publish_menu((*MENU, page))
    names = [button["name"] for button in wechat.simulator.api.menu]
    assert names == ["办事", "大厅"]


async def test_a_menu_wechat_would_refuse_is_not_sent(wechat: WeChatPair) -> None:
    bad = [
        (), MENU * 4, (MenuButton("名字太长了吧"),), (MenuButton("空"),),
        (MenuButton("两样", key="k", url="https://x"),), (MenuButton("长", key="k" * 129),),
        (MenuButton("深", below=(MenuButton("层", below=MENU),)),),
        (MenuButton("多", below=tuple(MenuButton(str(i), key=str(i)) for i in range(6))),),
    ]  # fmt: skip
    for buttons in bad:
        with pytest.raises(ValueError, match="menu"):
            await wechat.client.publish_menu(buttons)


async def test_what_wechat_says_of_a_menu_is_told(wechat: WeChatPair) -> None:
    with pytest.raises(MenuInvalid):
        await wechat.client.publish_menu((MenuButton("坏址", url="ftp://x"),))
